"""Failure dumps: one per user and import, of the newest run that had failures.

Gone with the next clean run of the import, or 48 hours after the last access.
Source: Anaplan, Import dump files (help.anaplan.com, 720b2e7c and d43aa395).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.vendors.common.clock import Clock

IDLE_LIFE = timedelta(hours=48)
CHUNK = 10_000_000  # bytes


@dataclass(slots=True)
class _Dump:
    task_id: str
    data: bytes
    touched: datetime


class Dumps:
    """Dumps by user and import id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._dumps: dict[tuple[str, str], _Dump] = {}

    def keep(self, user_id: str, import_id: str, task_id: str, data: bytes | None) -> None:
        """The dump of a finished run, in place of any older one; None if the run was clean."""
        self._dumps.pop((user_id, import_id), None)
        if data is not None:
            self._dumps[user_id, import_id] = _Dump(task_id, data, self._clock.now())

    def chunks(self, user_id: str, import_id: str, task_id: str) -> list[bytes]:
        """The dump of that very task in chunks; empty if it is gone or somebody else's."""
        dump = self._dumps.get((user_id, import_id))
        now = self._clock.now()
        if dump is None or dump.task_id != task_id or now - dump.touched > IDLE_LIFE:
            return []
        dump.touched = now
        return [dump.data[start : start + CHUNK] for start in range(0, len(dump.data), CHUNK)]
