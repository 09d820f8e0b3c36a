"""Finds records by id, by document number or by the key of one of their lines."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from ml_connector.stores.numbers import NumberIndex
from ml_connector.stores.records import Record, RecordStore
from msgspec import Struct

from infra.cli.trouble import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy_boto3_dynamodb.service_resource import Table

_NEAR = 5
_LIKE = 0.5
"""Of 1: below, it is another number and no slip of the finger."""


class Found(Struct, frozen=True):
    """A record and whose it is."""

    entity: str
    dataset: str
    record: Record


class Finder:
    """Looks in some places, which are pairs of entity and dataset.

    Integrations  DynamoDB (records)
    """

    def __init__(self, table: Table, places: Iterable[tuple[str, str]]) -> None:
        self._records = RecordStore(table)
        self._numbers = NumberIndex(table)
        self._places = list(places)

    def find(self, name: str) -> list[Found]:
        """Every record that goes by this name; raises Misuse, with names that come near, if none does."""
        found = self.by_id(name) or [*self._by_number(name)] or [*self._by_line(name)]
        if not found:
            near = self._near(name)
            hint = f"did you mean {', '.join(near)}?" if near else "no number comes near it either"
            raise Misuse(
                f"No document has the id or number '{name}', or a line with this key: {hint}",
                "Name an id, a number or a line key as Xero or the model shows it; a draft has left no trace, and what "
                "was never pulled has none either",
            )
        return found

    def by_id(self, name: str) -> list[Found]:
        """Every record with this id."""
        return [
            Found(entity=entity, dataset=dataset, record=record)
            for entity, dataset in self._places
            for record in self._records.read_many(entity, dataset, [name.lower()]).values()
        ]

    def _by_number(self, number: str) -> Iterator[Found]:
        for entity, dataset in self._places:
            ids = [id_ for told, id_ in self._numbers.find(entity, dataset, number) if told == number]
            for record in self._records.read_many(entity, dataset, ids).values():
                yield Found(entity=entity, dataset=dataset, record=record)

    def _by_line(self, key: str) -> Iterator[Found]:
        """A line knows its entity only, so all records of that one are looked through: the last resort."""
        for entity, dataset in self._places:
            if key.startswith(f"{entity}-"):
                for record in self._records.read_all(entity, dataset):
                    if key in record.lines or key in record.before:
                        yield Found(entity=entity, dataset=dataset, record=record)

    def _near(self, name: str) -> list[str]:
        known = {number for place in self._places for number in self._numbers.around(*place, name)}
        return difflib.get_close_matches(name, known, n=_NEAR, cutoff=_LIKE)
