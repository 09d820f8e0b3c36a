"""What has become of rows that a run kept back: still waiting, in the model, or told again by a later run."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ml_connector.datasets import DATASETS
from ml_connector.stores.batches import batched
from ml_connector.stores.records import Record, RecordStore
from msgspec.structs import replace

from infra.cli.kept_back import KeptRow

_AT_ONCE = 1_000


class Fates:
    """Looks up what is remembered of the rows' documents.

    records    of the home
    started    when a run began; None if nobody knows it any more
    looked_at  the newest run that has looked at an entity's dataset and got to its end; None if none of late has
    """

    def __init__(
        self,
        records: RecordStore,
        started: Callable[[str], datetime | None],
        looked_at: Callable[[str, str], str | None],
    ) -> None:
        self._records, self._started, self._looked_at = records, started, looked_at

    def tell(self, rows: Iterable[KeptRow]) -> Iterator[KeptRow]:
        """The same rows in the same order, each with its state and the run that has brought it about."""
        for batch in batched(rows, _AT_ONCE):
            known = {
                place: self._records.read_many(*place, {row.document_id for row in batch if _place(row) == place})
                for place in dict.fromkeys(map(_place, batch))
                if DATASETS[place[1]].kind == "fact"
            }
            for row in batch:
                yield self._told(row, known.get(_place(row), {}).get(row.document_id))

    def _told(self, row: KeptRow, record: Record | None) -> KeptRow:
        if row.loaded and (record is None or record.suspended):
            return replace(row, state="on suspense")
        if record is None:
            return self._member(row)
        newest = record.history[-1].run if record.history else row.run
        if row.loaded and newest == row.run:  # by a version that did not remember what is on suspense
            return replace(row, state="on suspense")
        if not record.held:
            return replace(row, state="returned", by=newest)
        if newest == row.run or not self._is_later(newest, row.run):
            return row
        return replace(row, state="told again", by=newest)

    def _member(self, row: KeptRow) -> KeptRow:
        """Of a list that is read whole the newest run tells everything anew."""
        newest = self._looked_at(row.entity, row.dataset) if DATASETS[row.dataset].whole else None
        if newest is None or newest == row.run or not self._is_later(newest, row.run):
            return row
        return replace(row, state="told again", by=newest)

    def _is_later(self, run: str, other: str) -> bool:
        one, before = self._started(run), self._started(other)
        return one is not None and (before is None or one > before)


def _place(row: KeptRow) -> tuple[str, str]:
    return row.entity, row.dataset
