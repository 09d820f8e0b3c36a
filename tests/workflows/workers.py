"""The processes in which the functions of one home run, to be killed in the middle of their work."""

import os
import signal
import subprocess
from dataclasses import dataclass

from infra.local.aws.function import NAME_LENGTH


@dataclass(frozen=True)
class Workers:
    """leader: the process of the home's AWS, which leads the group that its workers belong to."""

    leader: int

    def kill(self, function: str) -> int:
        """End every process of a function at once, as a lack of memory would; how many there were."""
        found = self._running(function)
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return len(found)

    def _running(self, function: str) -> list[int]:
        command = ["ps", "-A", "-o", "pid=,pgid=,stat=,comm="]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  (constant)
        rows = (line.split(None, 3) for line in listing.splitlines())
        return [
            int(pid)
            for pid, group, state, what in rows
            if int(group) == self.leader and state[0] != "Z" and what == function[:NAME_LENGTH]
        ]
