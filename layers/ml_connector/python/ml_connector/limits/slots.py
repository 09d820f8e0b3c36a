"""When the next calls come free."""

from ml_connector.limits.calls import Calls


class Slots:
    """Calls of one minute and one day, given out one by one.

    minute, day       what is counted
    taken             from when on each reserved call may be sent
    most              calls that may count in a minute
    left_of_day       calls that may still count in a day, besides those that are counted
    """

    def __init__(self, minute: Calls, taken: list[float], most: int, day: Calls, left_of_day: int, now: float) -> None:
        self._now = now
        self._most = most
        self._counted = sum(minute.counts.values())
        # Counted calls stop to count, reserved ones begin to; a fall comes before a rise of the same instant.
        self._changes = sorted([(end, -calls) for end, calls in minute.ends()] + [(start, 1) for start in taken])
        self._day = day
        self._left_of_day = left_of_day

    def next(self, earliest: float) -> float | None:
        """The first moment, not before ``earliest``, from which on one more call fits; None: that cannot be seen."""
        if self._day.used(self._now) >= self._left_of_day:
            return None
        return self._of_the_minute(earliest)

    def take(self, start: float) -> None:
        """Give one out."""
        self._changes = sorted([*self._changes, (start, 1)])
        self._left_of_day -= 1

    def of_the_minute(self) -> float | None:
        """When the minute alone would let one more call through; None: that cannot be seen."""
        return self._of_the_minute(self._now)

    def of_the_day(self) -> float | None:
        """Likewise of the day."""
        return self._day.when_at_most(self._left_of_day - 1, self._now) if self._left_of_day > 0 else None

    def _of_the_minute(self, earliest: float) -> float | None:
        """What fits at one moment must fit at all later ones too, for reserved calls are still to come."""
        count = self._counted
        found = earliest if count < self._most else None
        for moment, change in self._changes:
            count += change
            if count >= self._most:
                found = None
            elif found is None:
                found = max(moment, earliest)
        return found
