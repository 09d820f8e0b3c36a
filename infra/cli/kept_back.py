"""Rows that runs have kept back, or loaded on a suspense member, as a person looks at them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from pydantic import BaseModel, ConfigDict, Field


class KeptRow(BaseModel):
    """One row with what it says, why it was kept, and what would mend it.

    page     the raw page that holds its document
    loaded   it is in the model all the same, on a suspense member
    values   the row's fields; none of a document that could not be read
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

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
    values: dict[str, object] = Field(default_factory=dict)


class Group(BaseModel):
    """So many rows of one run that were kept for the same reason."""

    model_config = ConfigDict(frozen=True)

    run: str
    entity: str
    dataset: str
    rows: int
    loaded: bool
    reason: str
    remedy: str


def kept_rows(
    objects: ObjectStore, run: str, entities: Collection[str] = (), datasets: Collection[str] = ()
) -> Iterator[KeptRow]:
    """The rows of one run, of its newest attempt only; of everything if nothing is named."""
    store = QuarantineStore(objects)
    for (entity, dataset), key in _newest(store.keys(run)).items():
        if entity in (entities or (entity,)) and dataset in (datasets or (dataset,)):
            for row in store.read(key, KeptRow):
                yield row.model_copy(update={"run": run})


def groups(rows: Iterable[KeptRow]) -> list[Group]:
    """By reason, the most frequent first."""
    counts = Counter((x.run, x.entity, x.dataset, x.loaded, x.reason, x.remedy) for x in rows)
    return [
        Group(run=run, entity=entity, dataset=dataset, rows=count, loaded=loaded, reason=reason, remedy=remedy)
        for (run, entity, dataset, loaded, reason, remedy), count in counts.most_common()
    ]


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
