"""Pages, chunks, quarantine and dumps: what a run leaves in the bucket."""

import gzip

import pytest
from ml_connector.stores.chunks import ChunkStore
from ml_connector.stores.dumps import DumpStore
from ml_connector.stores.members import MemberStore
from ml_connector.stores.objects import AlreadyThere, NotThere, ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.stores.raw import RawStore
from ml_connector.sync.items import Item
from msgspec import Struct


class Row(Struct, frozen=True):
    line: str
    reason: str


def test_a_page_that_is_parked_again_is_what_was_parked_first(objects: ObjectStore) -> None:
    """Every later step must see one version of the page; the edit comes with the next delta."""
    raw = RawStore(objects)
    first, edited = gzip.compress(b'{"Invoices":[1]}'), gzip.compress(b'{"Invoices":[2]}')

    assert raw.park("r", "UK", "invoices", 0, 1, first) == first
    assert raw.park("r", "UK", "invoices", 0, 1, first) == first
    assert raw.park("r", "UK", "invoices", 0, 1, edited) == first
    assert raw.read(raw.pages("r", "UK", "invoices")[0]) == b'{"Invoices":[1]}'


def test_pages_come_in_the_order_in_which_they_were_asked_for(objects: ObjectStore) -> None:
    """Of two versions of a document the later page counts."""
    raw = RawStore(objects)
    for sweep, page in [(1, 1), (0, 10), (0, 2), (0, 1)]:
        raw.park("r", "UK", "invoices", sweep, page, gzip.compress(b"{}"))
    raw.park("r", "UK", "invoices_archive", 0, 1, gzip.compress(b"{}"))
    raw.park("r", "NZ", "invoices", 0, 1, gzip.compress(b"{}"))

    assert raw.pages("r", "UK", "invoices") == [
        f"runs/r/raw/UK/invoices/{name}.json.gz" for name in ("00-00001", "00-00002", "00-00010", "01-00001")
    ]


def test_a_replay_goes_by_pages_of_earlier_runs(objects: ObjectStore) -> None:
    """Nothing is copied: the evidence is where it was, and what was told first counts."""
    raw = RawStore(objects)
    for page in (1, 2):
        raw.park("r-1", "UK", "invoices", 1, page, gzip.compress(b"{}"))
    first, second = raw.pages("r-1", "UK", "invoices")

    raw.refer("r-2", "UK", "invoices", {second: {"d-2", "d-1"}, first: ()})
    raw.refer("r-2", "UK", "invoices", {first: {"d-9"}})
    raw.refer("r-2", "UK", "bills", {})

    assert raw.sources("r-2", "UK", "invoices") == {second: {"d-1", "d-2"}, first: frozenset()}
    assert raw.pages("r-2", "UK", "invoices") == [second, first]
    assert raw.pages("r-2", "UK", "bills") == []
    assert raw.sources("r-1", "UK", "invoices") == {first: frozenset(), second: frozenset()}


def test_chunks_of_two_attempts_do_not_mix(objects: ObjectStore) -> None:
    """A redriven mapping may come to other rows; an upload takes those of one attempt."""
    chunks = ChunkStore(objects)
    first = chunks.put("r", 1, "UK", "invoices", 0, b"a")
    chunks.put("r", 1, "UK", "invoices", 1, b"b")
    chunks.put("r", 10, "UK", "invoices", 0, b"c")

    assert first == "runs/r/chunks/UK/invoices/1-0000.csv.gz"
    assert [chunks.read(key) for key in chunks.keys("r", 1, "UK", "invoices")] == [b"a", b"b"]
    with pytest.raises(AlreadyThere):
        chunks.put("r", 1, "UK", "invoices", 0, b"other")


def test_quarantined_rows_come_back_as_they_went_in(objects: ObjectStore) -> None:
    """Rows are kept with reasons, line breaks and all, and never dropped."""
    quarantine = QuarantineStore(objects)
    rows = [Row(line="UK-1", reason="no such account"), Row(line="UK-2", reason='quote " and\nbreak \u2028 é')]

    with quarantine.collect("r", 0, "UK", "invoices") as kept_back:
        for row in rows:
            kept_back.add(row)

    (key,) = quarantine.keys("r")
    assert key == "runs/r/quarantine/UK/invoices/0.jsonl.gz"
    assert list(quarantine.read(key, Row)) == rows


def test_a_quarantine_without_rows_is_no_file(objects: ObjectStore) -> None:
    """Whoever looks for trouble finds only trouble."""
    with QuarantineStore(objects).collect("r", 0, "UK", "invoices"):
        pass

    assert QuarantineStore(objects).keys("r") == []


def test_dump_parts_are_kept_per_import_of_a_process(objects: ObjectStore) -> None:
    """A process has one dump per import, each of several parts."""
    dumps = DumpStore(objects)
    keys = [
        dumps.put("r", 0, "UK", "invoices", object_id, index, f"{object_id}-{index}".encode())
        for object_id in ("112000000001", "112000000002")
        for index in (0, 1)
    ]

    assert keys[0] == "runs/r/dumps/UK/invoices/0-112000000001-0.csv"
    assert dumps.keys("r", "UK", "invoices") == keys
    assert dumps.read(keys[3]) == b"112000000002-1"


def test_members_are_those_of_the_newest_attempt_and_of_its_first_look(objects: ObjectStore) -> None:
    """A redriven step reads the list anew; a repeated one may find what was added since, and both are right."""
    store, uk, nz = MemberStore(objects), Item("UK", "Ōtaki & Sons", {"Base currency": "GBP"}), Item("NZ", "Vale", {})
    assert store.put("run-1", 9, "model", "entities", "facts", [uk]) == 1
    store.put("run-1", 9, "model", "entities", "facts", [uk, nz])
    store.put("run-1", 9, "model", "entities", "lists", [])

    assert list(store.read("run-1", "model", "entities", "facts")) == [uk]

    store.put("run-1", 10, "model", "entities", "facts", [nz])

    assert list(store.read("run-1", "model", "entities", "facts")) == [nz]


def test_a_list_that_was_never_read_is_not_taken_for_an_empty_one(objects: ObjectStore) -> None:
    """Every row would be kept back."""
    with pytest.raises(NotThere):
        list(MemberStore(objects).read("run-1", "model", "entities", "facts"))
