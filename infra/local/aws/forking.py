"""Functions begin as forks of one process that has loaded their dependencies, so that a cold start costs a fraction.

A function is a process of its own all the same, ended by the same signals, with its own environment, folder, output
and modules: the fork runs the ``bootstrap`` of its package, as the system would.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from multiprocessing import active_children, get_context
from threading import Lock
from types import SimpleNamespace
from typing import Any, BinaryIO

from ministack.core import lambda_runtime

from infra.local.aws.function import begin

_DEPENDENCIES = (
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "boto3",
    "boto3.dynamodb.conditions",
    "msgspec.json",
    "pydantic",
    "requests",
    "yaml",
)
"""What is loaded before the forks: only what functions do not write themselves."""

_PATIENCE = 3.0

_forks = get_context("forkserver")
_beginning = Lock()


def teach_forking() -> None:
    """Let MiniStack fork the functions that it would have started."""
    _forks.set_forkserver_preload([begin.__module__, *_DEPENDENCIES])
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": Fork})


def end_forks() -> None:
    """End all of them, so that none is left as a zombie; from now on no other begins."""
    _beginning.acquire()
    for process in active_children():
        process.kill()
        process.join(_PATIENCE)


class Fork:
    """A function's process, with what MiniStack uses of a ``Popen``."""

    def __init__(self, command: Sequence[str], *, cwd: str, env: Mapping[str, str], **_: Any) -> None:
        output, written = _forks.Pipe(duplex=False)
        self._process = _forks.Process(target=begin, args=(command[0], cwd, dict(env), written), daemon=True)
        with written, _beginning:
            self._process.start()
        with output:
            self.stdout: BinaryIO = os.fdopen(os.dup(output.fileno()), "rb")

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code; raises TimeoutExpired when it has none by then."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("bootstrap", timeout or 0)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()
