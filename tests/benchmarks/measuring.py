"""CPU time, the best of several rounds, and one readable line per figure."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

BARE_PYTHON = "pass"


def tell(what: str, figure: str, bound: object) -> None:
    """One line for whoever runs the benchmarks."""
    print(f"\n{what}: {figure} (bound: {bound})", end="")  # noqa: T201 - the figures are what this is for


def child_cpu(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU seconds of a process from its start to its end; fails if it does."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command[:3]} ended with {process.returncode}"
    return used.ru_utime + used.ru_stime


def side_by_side(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least CPU seconds of each piece of work.

    They take turns, so that whatever else the machine does falls on all of them alike.
    """
    taken = [[_cpu(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*taken, strict=True)]


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
