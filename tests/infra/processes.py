"""The processes of this machine, as far as a home is concerned."""

import subprocess
import time


def homes_of(parent: int) -> set[int]:
    """The processes of the AWSes that ``parent`` started; each leads a process group of its own."""
    return {pid for pid, ppid, _, command in _all() if ppid == parent and "infra.local.aws.child" in command}


def group(leader: int) -> list[str]:
    """What still runs in a process group: the AWS and its functions."""
    return [command for _, _, pgid, command in _all() if pgid == leader]


def gone(leader: int, seconds: float = 10.0) -> bool:
    """Whether a process group has ended by then."""
    end = time.monotonic() + seconds
    while group(leader) and time.monotonic() < end:
        time.sleep(0.05)
    return not group(leader)


def _all() -> list[tuple[int, int, int, str]]:
    """Process, parent, group and command of all that run; a zombie does not run any more."""
    command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,command="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  (constant)
    rows = [line.split(None, 4) for line in listing.splitlines()]
    return [(int(r[0]), int(r[1]), int(r[2]), r[4]) for r in rows if len(r) > 4 and not r[3].startswith("Z")]
