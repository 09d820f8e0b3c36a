"""Calls counted over a span of time, on plain numbers.

A call counts until a whole span after the end of the grain it was answered in. So no span of that length, wherever a
vendor lets it begin, holds more calls than are counted here: fixed and rolling windows are both survived.
"""

from itertools import accumulate
from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import replace

from ml_connector.plain import Count, Plain


class Calls(Plain, frozen=True):
    """Calls by the grain of time in which they were answered.

    span, grain   seconds
    counts        calls by the number of the grain since 1970
    """

    span: Annotated[int, Meta(gt=0)]
    grain: Annotated[int, Meta(gt=0)]
    counts: dict[int, Count] = field(default_factory=dict)

    def used(self, now: float) -> int:
        """Calls that count at ``now``."""
        return sum(calls for grain, calls in self.counts.items() if now < self._end(grain))

    def until(self, moment: float) -> int:
        """Calls answered in grains that began no later than ``moment``."""
        return sum(calls for grain, calls in self.counts.items() if grain * self.grain <= moment)

    def fresh(self, now: float) -> "Calls":
        """Without what does not count any more."""
        return self._with({grain: calls for grain, calls in self.counts.items() if now < self._end(grain)})

    def add(self, moment: float, calls: int) -> "Calls":
        """With ``calls`` more, answered at ``moment``."""
        grain = int(moment // self.grain)
        return self._with({**self.counts, grain: self.counts.get(grain, 0) + calls}) if calls else self

    def no_more_before(self, moment: float, calls: int) -> "Calls":
        """With at most ``calls`` in the grains that ended before ``moment``; the oldest are forgotten first."""
        ended = sorted(grain for grain in self.counts if (grain + 1) * self.grain <= moment)
        excess = sum(self.counts[grain] for grain in ended) - calls
        counts = dict(self.counts)
        for grain in ended:
            forgotten = min(max(excess, 0), counts[grain])
            counts[grain] -= forgotten
            excess -= forgotten
        return self._with({grain: left for grain, left in counts.items() if left})

    def ends(self) -> list[tuple[float, int]]:
        """When calls stop to count, and how many."""
        return [(self._end(grain), calls) for grain, calls in self.counts.items()]

    def when_at_most(self, calls: int, now: float) -> float:
        """The first moment, not before ``now``, at which no more than ``calls`` count."""
        grains = sorted(self.counts)
        left = sum(self.counts.values())
        gone = accumulate((self.counts[grain] for grain in grains), initial=0)
        ends = [now, *(self._end(grain) for grain in grains)]
        return next(max(now, end) for end, freed in zip(ends, gone, strict=True) if left - freed <= calls)

    def _end(self, grain: int) -> float:
        return (grain + 1) * self.grain + self.span

    def _with(self, counts: dict[int, int]) -> "Calls":
        return replace(self, counts=counts)
