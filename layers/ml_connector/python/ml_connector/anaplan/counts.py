"""How many rows an action took, out of one entry of Anaplan's result details.

The documented list of key-value pairs is read first; where it is missing, the sentence beside it. Pure.

Source: Anaplan, "Check the status of the import action": values is a flat list of keys and values, in any order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ml_connector.anaplan.task_wire import WireDetail

_KEYS = {
    "total": ("totalRowCount", "totalCount"),
    "ok": ("successRowCount", "successCount"),
    "warned": ("warningsRowCount", "warningsCount"),
    "failed": ("failedCount", "failedRowCount"),
    "ignored": ("ignoredCount", "ignoredRowCount"),
}
_NUMBER = r"(\d[\d,]*)(?: \([^)]*\))?(?: (?:rows|cells))? "
_SENTENCE = {
    "ok": re.compile(_NUMBER + "successful"),
    "warned": re.compile(_NUMBER + "ha(?:s|ve) warnings"),
    "failed": re.compile(_NUMBER + "failed"),
    "ignored": re.compile(_NUMBER + "ignored"),
}


class RowCounts(Struct, frozen=True):
    """Rows by what became of them; None where Anaplan does not say.

    ok, warned       applied, the latter with a warning
    failed, ignored  not applied; failed rows are in the dump, ignored ones are not
    """

    total: int | None = None
    ok: int | None = None
    warned: int | None = None
    failed: int | None = None
    ignored: int | None = None

    def accounts_for(self, sent: int) -> bool:
        """Whether the parts add up to the rows that were sent; never when Anaplan did not say how many were taken."""
        return self.ok is not None and self.ok + sum(n or 0 for n in (self.warned, self.failed, self.ignored)) == sent


NOTHING_SAID = RowCounts()


def counts_in(detail: WireDetail) -> RowCounts:
    """The counts of one entry of ``details``."""
    return _from_values(detail.values or []) or _from_sentence(detail.local_message_text or "")


def worst_of(counts: Iterable[RowCounts]) -> RowCounts:
    """One set of counts for an action with several targets: a row counts as taken where all of them took it."""
    said = [c for c in counts if c != NOTHING_SAID]
    return RowCounts(
        total=max((c.total for c in said if c.total is not None), default=None),
        ok=min((c.ok for c in said if c.ok is not None), default=None),
        warned=max((c.warned for c in said if c.warned is not None), default=None),
        failed=max((c.failed for c in said if c.failed is not None), default=None),
        ignored=max((c.ignored for c in said if c.ignored is not None), default=None),
    )


def _from_values(values: Sequence[str | None]) -> RowCounts | None:
    pairs = {key or "": value or "" for key, value in zip(values[::2], values[1::2], strict=False)}
    found = {name: _first(pairs, keys) for name, keys in _KEYS.items()}
    return RowCounts(**found) if any(number is not None for number in found.values()) else None


def _first(pairs: Mapping[str, str], keys: Iterable[str]) -> int | None:
    return next((int(pairs[key]) for key in keys if pairs.get(key, "").isdecimal()), None)


def _from_sentence(text: str) -> RowCounts:
    # Behind the target's name, which may itself contain numbers and these words.
    said = text.rpartition(": ")[2]
    found = {name: pattern.search(said) for name, pattern in _SENTENCE.items()}
    return RowCounts(**{name: int(match[1].replace(",", "")) for name, match in found.items() if match})
