"""Documents are found by the number that people call them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ml_connector.stores.numbers import NumberIndex
from ml_connector.stores.records import Record, RecordStore

from infra.cli.records.finding import Finder
from infra.cli.trouble import Misuse
from tests.component.stores.doubles import NOON

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


def record(document_id: str, number: str, *lines: str) -> Record:
    return Record(
        document_id=document_id, label=number, number=number, fingerprint="f", updated=NOON, run="r", lines=list(lines)
    )


@pytest.fixture
def finder(table: Table) -> Finder:
    records = RecordStore(table)
    records.write_many("UK", "invoices", [record("d-1", "INV-0042", "UK-l-1"), record("d-2", "INV-0043", "UK-l-2")])
    records.write_many("NZ", "invoices", [record("d-3", "INV-0042"), record("d-4", "")])
    return Finder(table, [("UK", "invoices"), ("NZ", "invoices"), ("UK", "bills")])


@pytest.mark.parametrize(
    ("name", "found"),
    [("d-1", ["d-1"]), ("D-2", ["d-2"]), ("INV-0043", ["d-2"]), ("INV-0042", ["d-1", "d-3"]), ("UK-l-2", ["d-2"])],
)
def test_a_record_is_found_by_id_by_number_and_by_line(finder: Finder, name: str, found: list[str]) -> None:
    """Two organisations may give the same number; both are meant."""
    assert [one.record.document_id for one in finder.find(name)] == found


@pytest.mark.parametrize(("name", "near"), [("INV-0049", "INV-004"), ("INV-42", "INV-0042"), ("XYZ", "no number")])
def test_what_is_not_there_is_answered_with_what_comes_near(finder: Finder, name: str, near: str) -> None:
    """Most often it is a slip of the finger."""
    with pytest.raises(Misuse, match=near):
        finder.find(name)


def test_a_number_of_any_length_is_kept_and_found_by_its_beginning(table: Table) -> None:
    """A key of an index has its limit, and a document must not fail on it."""
    long = record("d-1", "é" * 500)

    RecordStore(table).write_many("UK", "invoices", [long])

    assert NumberIndex(table).find("UK", "invoices", "éé")[0][1] == "d-1"
    assert RecordStore(table).read_many("UK", "invoices", ["d-1"])["d-1"].label == long.label
