"""Time that passes only when everybody sleeps: many threads, hours in milliseconds, and nobody is late."""

import heapq
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Condition
from typing import TypeVar

T = TypeVar("T")


class VirtualTime:
    """A clock for threads that ``run`` starts; all of them wait by ``sleep`` and by nothing else."""

    def __init__(self, begin: float = 1_700_000_000.0) -> None:
        self._now = begin
        self._changed = Condition()
        self._awake = 0
        self._turns = 0
        self._wakings: list[tuple[float, int]] = []
        self._called: tuple[float, int] | None = None

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self._now

    def instant(self) -> datetime:
        """The same, aware UTC."""
        return datetime.fromtimestamp(self._now, UTC)

    def sleep(self, seconds: float) -> None:
        """Let others work until it is time; one wakes up at a time, so that a run can be repeated exactly."""
        with self._changed:
            self._turns += 1
            mine = (self._now + max(seconds, 0.0), self._turns)
            heapq.heappush(self._wakings, mine)
            self._awake -= 1
            self._go_on()
            while self._called != mine:
                self._changed.wait()
            self._called = None

    def run(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """Do all jobs side by side; their results in the same order."""
        self._awake = len(jobs)
        with ThreadPoolExecutor(len(jobs)) as pool:
            return [future.result() for future in [pool.submit(self._job, job) for job in jobs]]

    def _job(self, job: Callable[[], T]) -> T:
        try:
            self.sleep(0)  # from here on one works at a time
            return job()
        finally:
            with self._changed:
                self._awake -= 1
                self._go_on()

    def _go_on(self) -> None:
        if self._awake == 0 and self._wakings:
            self._called = heapq.heappop(self._wakings)
            self._now = max(self._now, self._called[0])
            self._awake = 1
            self._changed.notify_all()
