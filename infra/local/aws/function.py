"""How the process of a function begins."""

import os
import runpy
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

NAME_LENGTH = 15  # that Linux keeps


def begin(bootstrap: str, folder: str, environment: dict[str, str], output: Connection) -> None:
    """Run the program ``bootstrap`` in a process that is like a new one; its output goes to the connection."""
    for standard in (sys.stdout, sys.stderr):
        standard.flush()
        os.dup2(output.fileno(), standard.fileno())
    output.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    _be_called(environment["_HANDLER"].split(".")[0])
    runpy.run_path(bootstrap, run_name="__main__")


def _be_called(name: str) -> None:
    """So that ps tells which function it is, where the system has names of processes."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name[:NAME_LENGTH], encoding="utf-8")
