"""What came of an action, in the vocabulary of task results.

Source: Anaplan, Integration API v2, task results: completion, failure and data codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.local.vendors.anaplan.actions.rows import RowLog

Values = Mapping[str, str | int]


@dataclass(frozen=True)
class Detail:
    """One entry of ``details``; ``values`` in reading order, the task shuffles them as the vendor does."""

    type: str
    text: str
    occurrences: int = 0
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """``dump`` is the failure dump, None if no row failed or warned. ``successful`` may be true with a dump."""

    successful: bool
    details: Sequence[Detail] = ()
    dump: bytes | None = None

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look into."""
        return self.successful and self.dump is None


def failed(error_type: str, text: str, values: Values | None = None) -> Outcome:
    """An action that did nothing at all."""
    return Outcome(successful=False, details=(Detail(error_type, text, 1, _texts(values or {})),))


def processed(subject: str, text: str, counts: Values, log: RowLog) -> Outcome:
    """Rows were taken, perhaps not all: ``subject`` is ``hierarchy`` or ``lineItem``."""
    suffix = "RowsProcessed" if log.clean else "RowsProcessedWithFailures"
    details = [Detail(f"{subject}{suffix}", text, 0, _texts(counts))]
    details += [Detail(one.type, one.message, times) for one, times in log.by_type()]
    return Outcome(successful=True, details=details, dump=None if log.clean else log.dump())


def _texts(values: Values) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in values.items())
