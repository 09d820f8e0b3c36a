"""Where the connector runs: the stack, the local home and the command line."""
