"""What the exit status of a command says."""

from enum import IntEnum


class Status(IntEnum):
    """As told at the end of every --help."""

    WELL = 0
    BADLY = 1
    MISUSED = 2
    INTERRUPTED = 130
