"""Rows that runs have kept back, or loaded on a suspense member, as a person looks at them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Literal

from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from msgspec import Struct
from msgspec.structs import replace

State = Literal["open", "returned", "told again", "on suspense"]
"""open: kept back still; returned: a later run has loaded the document; told again: a later run says what it lacks."""


class KeptRow(Struct, frozen=True, kw_only=True):
    """One row with what it says, why it was kept, and what would mend it.

    page     the raw page that holds its document
    loaded   it is in the model all the same, on a suspense member
    state    what has become of it, and by: through which run
    values   the row's fields; none of a document that could not be read
    """

    run: str = ""
    entity: str
    dataset: str
    document_id: str
    document_number: str = ""
    line_key: str = ""
    reason: str
    remedy: str
    page: str = ""
    loaded: bool = False
    state: State = "open"
    by: str = ""
    values: dict[str, Any] = {}


class Group(Struct, frozen=True):
    """So many rows of one run that were kept for the same reason and have fared alike since."""

    run: str
    entity: str
    dataset: str
    rows: int
    loaded: bool
    reason: str
    remedy: str
    state: State = "open"
    by: str = ""


def kept_rows(
    objects: ObjectStore, run: str, entities: Collection[str] = (), datasets: Collection[str] = ()
) -> Iterator[KeptRow]:
    """The rows of one run, of its newest attempt only; of everything if nothing is named."""
    store = QuarantineStore(objects)
    for (entity, dataset), key in _newest(store.keys(run)).items():
        if entity in (entities or (entity,)) and dataset in (datasets or (dataset,)):
            for row in store.read(key, KeptRow):
                yield replace(row, run=run)


def groups(rows: Iterable[KeptRow]) -> list[Group]:
    """By reason and state, the most frequent first."""
    counts = Counter(map(_group, rows))
    return [replace(group, rows=count) for group, count in counts.most_common()]


def _group(row: KeptRow) -> Group:
    """The group of this row, still empty."""
    shared = {name: getattr(row, name) for name in Group.__struct_fields__ if name != "rows"}
    return Group(rows=0, **shared)


def still_open(rows: Iterable[KeptRow]) -> Iterator[KeptRow]:
    """What is not in the model as it should be, each row once although several runs have met it; newest first."""
    seen = set[tuple[str, str, str, str]]()
    for row in rows:
        name = (row.entity, row.dataset, row.document_id, row.line_key)
        if row.state in ("open", "on suspense") and name not in seen:
            seen.add(name)
            yield row


def first(rows: Iterable[KeptRow], most: int) -> tuple[tuple[KeptRow, ...], bool]:
    """So many rows, and whether there are more."""
    found = tuple(islice(rows, most + 1))
    return found[:most], len(found) > most


def _newest(keys: Iterable[str]) -> dict[tuple[str, str], str]:
    """By entity and dataset; keys are runs/{run}/quarantine/{entity}/{dataset}/{attempt}.jsonl.gz."""
    return {_place(key): key for key in sorted(keys, key=_attempt)}


def _place(key: str) -> tuple[str, str]:
    _, _, _, entity, dataset, _ = key.split("/")
    return entity, dataset


def _attempt(key: str) -> int:
    return int(key.rpartition("/")[2].partition(".")[0])
