"""What has become of the rows that a run kept back."""

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from ml_connector import plain
from ml_connector.stores.records import Passage, Record, RecordStore

from infra.cli.fates import Fates
from infra.cli.kept_back import KeptRow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STARTED = {f"r-{number}": NOON + timedelta(hours=number) for number in range(5)}


class Records:
    """What is remembered of one document that runs have met."""

    def __init__(self, *history: tuple[str, int]) -> None:
        self._history = [
            Passage(run=run, fingerprint="f", page="p", rows=int(not held), held=held) for run, held in history
        ]

    def read_many(self, _: str, __: str, ids: set[str]) -> dict[str, Record]:
        one = Record(document_id="d", label="", fingerprint="", run="", lines=[], history=self._history)
        return {"d": one} if "d" in ids and self._history else {}


def fate(records: Records, run: str, dataset: str = "bills", looked_at: str | None = None, **more: object) -> str:
    row = plain.read(
        KeptRow,
        {"run": run, "entity": "UK", "dataset": dataset, "document_id": "d", "reason": "", "remedy": "", **more},
    )
    fates = Fates(cast("RecordStore", records), STARTED.get, lambda _, __: looked_at)
    (told,) = fates.tell([row])
    return f"{told.state} {told.by}".strip()


@pytest.mark.parametrize(
    ("history", "run", "told"),
    [
        ([("r-1", 2)], "r-1", "open"),
        ([("r-1", 2), ("r-3", 0)], "r-1", "returned r-3"),
        ([("r-1", 2), ("r-2", 1)], "r-1", "told again r-2"),
        ([("r-1", 2), ("r-2", 1)], "r-2", "open"),
        ([("r-1", 2)], "r-3", "open"),
        ([], "r-1", "open"),
    ],
)
def test_the_record_of_a_document_tells_whether_its_rows_still_wait(
    history: list[tuple[str, int]], run: str, told: str
) -> None:
    """Also for a run that met them again and had no news of them."""
    assert fate(Records(*history), run) == told


def test_a_row_on_a_suspense_member_is_in_the_model() -> None:
    """It waits for being moved, not for being loaded."""
    assert fate(Records(("r-1", 0)), "r-1", loaded=True) == "on suspense"


@pytest.mark.parametrize(
    ("dataset", "looked_at", "told"),
    [("accounts", "r-3", "told again r-3"), ("accounts", "r-1", "open"), ("contacts", "r-3", "open")],
)
def test_a_member_is_told_anew_by_every_run_that_reads_all_of_its_list(dataset: str, looked_at: str, told: str) -> None:
    """No record is kept of a member that was never loaded."""
    assert fate(Records(), "r-1", dataset, looked_at) == told
