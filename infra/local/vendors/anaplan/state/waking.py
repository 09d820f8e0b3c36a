"""Whether a model is loaded: after an hour without access it is not, and the next call has to load it.

Source: Anaplan, Wake up a model (help.anaplan.com, 2eaefdd5) and Close a model (055d2f9e).
"""

from datetime import datetime, timedelta

from infra.local.vendors.common.clock import Clock

IDLE_LIFE = timedelta(minutes=60)
MOST_OPENINGS = 10  # in an hour; how often is too often is not documented


class Waking:
    """One model's presence in memory."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._touched = clock.now()
        self._closed = False
        self._openings: list[datetime] = []

    @property
    def asleep(self) -> bool:
        """Whether it would have to be loaded first."""
        return self._closed or self._clock.now() - self._touched > IDLE_LIFE

    def touch(self) -> None:
        """Somebody uses it, so it is loaded."""
        self._touched, self._closed = self._clock.now(), False

    def open(self) -> bool:
        """Load it; False if that was asked for too often of late."""
        now = self._clock.now()
        self._openings = [at for at in self._openings if now - at < IDLE_LIFE]
        if len(self._openings) >= MOST_OPENINGS:
            return False
        self._openings.append(now)
        self.touch()
        return True

    def close(self) -> None:
        """Unload it."""
        self._closed = True
