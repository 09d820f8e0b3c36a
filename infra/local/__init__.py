"""The second home: the same stack on this machine, with simulated vendors."""
