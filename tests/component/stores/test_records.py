"""What is remembered of each document comes back whole, however many there are and however long they are."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector import plain
from ml_connector.errors import ContractBroken, VendorDown
from ml_connector.stores import record_items
from ml_connector.stores.records import Passage, Record, RecordStore
from msgspec.structs import replace

from tests.component.stores.doubles import NOON, Throttled

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

TEXTS = st.text(max_size=8)
ENTITIES = st.sampled_from(["UK", "NZ", "U", "="])
KEYS = st.lists(st.builds("{}{}{}".format, ENTITIES, st.sampled_from(["-", "", "="]), TEXTS), max_size=5)
IDS = st.lists(st.uuids().map("UK-{}".format), max_size=60)
PASSAGES = st.builds(Passage, run=TEXTS, fingerprint=TEXTS, page=TEXTS, rows=st.integers(0, 9))
RECORDS = st.builds(
    Record,
    document_id=st.uuids().map(str),
    label=TEXTS,
    fingerprint=TEXTS,
    updated=st.none() | st.datetimes(timezones=st.just(UTC)),
    run=TEXTS,
    lines=KEYS | IDS,
    before=KEYS | IDS,
    open=TEXTS,
    history=st.lists(PASSAGES, max_size=3),
)


def record(document_id: str, **changes: Any) -> Record:
    plain = Record(document_id=document_id, label="INV-1", fingerprint="f", updated=NOON, run="r", lines=["UK-1"])
    return replace(plain, **changes)


@given(one=RECORDS, entity=ENTITIES)
def test_an_item_gives_back_the_record_it_was_made_of(one: Record, entity: str) -> None:
    """Line keys lose their entity on the way in; no key may come out as another one."""
    item = record_items.write(plain.told(one), entity, "RECORD")

    assert plain.read(Record, record_items.read(item, entity)) == one


def test_records_come_back_through_dynamodb(table: Table) -> None:
    """Short lists are text there and long ones are compressed."""
    store = RecordStore(table)
    short = record("d-1", updated=None, history=[Passage(run="r", fingerprint="f", page="p", rows=1)])
    long = record("d-2", lines=[f"UK-{uuid.uuid4()}" for _ in range(100)], before=["NZ-9"])

    store.write_many("UK", "invoices", [short, long])

    assert store.read_many("UK", "invoices", ["d-1", "d-2", "d-3", "d-1"]) == {"d-1": short, "d-2": long}
    assert list(store.read_all("UK", "invoices")) == [short, long]
    assert list(store.read_all("UK", "bills")) == []


def test_what_is_kept_back_is_found_without_reading_the_rest(table: Table) -> None:
    """A million documents must not be read every night for the few that wait."""
    store = RecordStore(table)
    waiting = [record(f"d-{index:03d}", open="run-1") for index in range(120)]

    store.write_many("UK", "invoices", [*waiting, record("plain")])
    store.write_many("UK", "bills", [record("elsewhere", open="run-1")])
    store.write_many("UK", "invoices", [record("d-007")])

    found = {one.document_id for one in store.read_open("UK", "invoices")}
    assert found == {one.document_id for one in waiting} - {"d-007"}


def test_more_records_than_one_batch_holds_are_written_and_read(table: Table) -> None:
    """DynamoDB takes 25 and gives 100 at a time."""
    store = RecordStore(table)
    records = [record(f"d-{index:03d}") for index in range(230)]

    store.write_many("UK", "invoices", records)

    assert list(store.read_all("UK", "invoices")) == records
    assert len(store.read_many("UK", "invoices", (one.document_id for one in records))) == 230


def test_of_two_records_of_one_document_the_last_is_stored(table: Table) -> None:
    """A pass can see a document on two pages; DynamoDB refuses a batch that names it twice."""
    store = RecordStore(table)

    store.write_many("UK", "invoices", [record("d-1", run="r-1"), record("d-1", run="r-2")])

    assert store.read_many("UK", "invoices", ["d-1"])["d-1"].run == "r-2"


def test_only_the_newest_passages_are_kept(table: Table) -> None:
    """A document that is edited daily must not outgrow its item."""
    store = RecordStore(table)
    history = [Passage(run=f"r-{index}", fingerprint="f", page="p", rows=1) for index in range(25)]

    store.write_many("UK", "invoices", [record("d-1", history=history)])

    assert store.read_many("UK", "invoices", ["d-1"])["d-1"].history == history[-20:]


def test_a_document_of_five_thousand_lines_fits_even_after_all_of_them_changed(table: Table) -> None:
    """Xero may give every line a new id on an edit, and one item holds 400 KB."""
    store = RecordStore(table)
    lines, before = ([f"UK-{uuid.uuid4()}" for _ in range(5_000)] for _ in range(2))
    big = record("d-1", lines=lines, before=before)

    store.write_many("UK", "invoices", [big])

    assert store.read_many("UK", "invoices", ["d-1"]) == {"d-1": big}


def test_a_document_that_cannot_be_kept_is_named(table: Table) -> None:
    """DynamoDB's own refusal would name neither the document nor the remedy."""
    lines = [f"UK-{uuid.uuid4()}" for _ in range(25_000)]

    with pytest.raises(ContractBroken, match=r"INV-1 \(d-1\).*25000 lines.*split the document"):
        RecordStore(table).write_many("UK", "invoices", [record("d-1", lines=lines)])


def test_what_dynamodb_leaves_undone_is_asked_again(table: Any) -> None:
    """A batch that is answered may still be half done."""
    slow = Throttled(table, at_once=4)
    store = RecordStore(slow, slow.pause)  # type: ignore[arg-type]  # a stand-in
    records = {f"d-{index:02d}": record(f"d-{index:02d}") for index in range(25)}

    store.write_many("UK", "invoices", records.values())

    assert len(list(RecordStore(table).read_all("UK", "invoices"))) == 25
    assert store.read_many("UK", "invoices", records) == records
    assert len(slow.pauses) == 12


def test_a_table_that_never_catches_up_is_an_error(table: Any) -> None:
    """Records that were not written must not look written."""
    stuck = Throttled(table, at_once=0)

    with pytest.raises(VendorDown, match="left 1 items undone"):
        RecordStore(stuck, stuck.pause).write_many("UK", "invoices", [record("d-1")])  # type: ignore[arg-type]  # a stand-in
