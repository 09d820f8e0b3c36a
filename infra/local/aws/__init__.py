"""An AWS on this machine: MiniStack as a process of its own."""
