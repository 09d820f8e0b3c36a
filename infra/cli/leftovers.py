"""What a run has left for a person: rows that were not sent, and rows that Anaplan refused, counted by reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ml_connector.anaplan.dumps import DumpRow, read_dump
from ml_connector.stores.dumps import wholes
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from msgspec import Struct

from infra.cli.reports import Kept, Reason

_EXAMPLES = 3
_UNSAID = "Anaplan gives no reason"


class Quarantined(Struct, frozen=True):
    """What is read of a quarantined row, whichever version wrote it."""

    document_id: str
    document_number: str
    reason: str
    remedy: str


def quarantine(objects: ObjectStore, run: str) -> Iterator[Kept]:
    """One entry per file of quarantined rows."""
    store = QuarantineStore(objects)
    for key in store.keys(run):
        rows = store.read(key, Quarantined)
        told = ((row.reason, row.remedy, row.document_number or row.document_id) for row in rows)
        yield _kept([key], told)


def dumps(objects: ObjectStore, run: str) -> Iterator[Kept]:
    """One entry per failure dump; its parts are read as one."""
    for own in wholes(objects.keys(f"runs/{run}/dumps/")):
        yield _kept(own, _said(read_dump(map(objects.get, own))))


def _said(rows: Iterable[DumpRow]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        yield "; ".join(row.reasons) or _UNSAID, "", next(iter(row.cells.values()), "")


def _kept(keys: list[str], rows: Iterable[tuple[str, str, str]]) -> Kept:
    """Rows as (reason, remedy, what it is about), from files at runs/{run}/{kind}/{entity}/{dataset}/{name}."""
    counts: Counter[tuple[str, str]] = Counter()
    examples: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for reason, remedy, about in rows:
        counts[reason, remedy] += 1
        if len(examples[reason, remedy]) < _EXAMPLES:
            examples[reason, remedy][about] = None
    _, _, _, entity, dataset, _ = keys[0].split("/")
    reasons = (
        Reason(rows=rows, reason=why[0], remedy=why[1], examples=tuple(examples[why]))
        for why, rows in counts.most_common()
    )
    return Kept(entity=entity, dataset=dataset, keys=tuple(keys), rows=counts.total(), reasons=tuple(reasons))
