"""The ledger keeps what was posted, for ever, and lets one writer at a time change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ml_connector.errors import JournalBusy
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.ledger import LedgerStore
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Entry

from tests.unit.sync.plan.world import journal

if TYPE_CHECKING:
    from ml_connector.stores.objects import ObjectStore
    from mypy_boto3_dynamodb.service_resource import Table

KEY = JournalKey("UK", "Forecast", "2026-01", "plan")


def test_an_entry_is_read_as_it_was_written(table: Table) -> None:
    """With every document of it, exactly."""
    store = LedgerStore(table)
    entry = Entry().next(journal("10.50"), "r-1")

    assert store.read(KEY) == (0, Entry())
    assert store.write(KEY, entry, 0) == 1
    assert store.read(KEY) == (1, entry)
    assert list(store.of("UK", "2026-01")) == [(KEY, entry)]
    assert list(store.of("UK", "2026-02")) == []


@pytest.mark.parametrize("revision", [0, 2])
def test_whoever_has_not_read_the_latest_revision_may_not_write(table: Table, revision: int) -> None:
    """Two runs for one key would each believe that theirs is the journal."""
    store = LedgerStore(table)
    store.write(KEY, Entry(), 0)

    with pytest.raises(JournalBusy, match="UK Forecast 2026-01 plan"):
        store.write(KEY, Entry(generation=1), revision)


def test_an_export_is_kept_as_it_came_and_what_is_made_of_it_once(objects: ObjectStore) -> None:
    """The evidence of a run: repeating a step finds it as it was."""
    store = ExportStore(objects)
    for index, chunk in enumerate([b"Accounts,Ja", b"n 26\n"]):
        store.park("r-1", 0, index, chunk)
        store.park("r-1", 0, index, chunk)

    assert b"".join(store.chunks("r-1", 0)) == b"Accounts,Jan 26\n"
    assert len(store.digest("r-1", 0)) == 64
    key = store.put("r-1", "0-report.json", b"{}")
    assert store.put("r-1", "0-report.json", b"{1}") == key
    assert store.read(key) == b"{}"
    assert store.made("r-1") == [key]


def test_the_journals_of_a_run_are_those_of_the_attempt_that_came_to_its_report(objects: ObjectStore) -> None:
    """What an attempt has left that died before is not what a person has to approve."""
    store = ExportStore(objects)
    for name in ("0-journal-0000", "0-journal-0001", "1-journal-0000", "1-report", "2-comparison", "3-journal-0000"):
        store.put("r-1", f"{name}.json", b"{}")

    assert store.journals("r-1") == ["runs/r-1/plan/1-journal-0000.json"]
    assert store.journals("r-2") == []
