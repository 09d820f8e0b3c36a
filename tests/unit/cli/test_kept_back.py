"""Rows that were kept back, as a person looks at them."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.sync.quarantine import Quarantined
from moto import mock_aws
from msgspec.structs import replace

from infra.cli.kept_back import KeptRow, first, groups, kept_rows, still_open


@pytest.fixture(scope="module", autouse=True)
def objects() -> Iterator[ObjectStore]:
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
        s3.create_bucket(Bucket="bucket")
        store = ObjectStore(s3, "bucket")
        keep(store, 0, "UK", "bills", "B-0")
        keep(store, 10, "UK", "bills", "B-1", "B-2")
        keep(store, 9, "UK", "bills", "B-9")
        keep(store, 0, "NZ", "invoices", "I-1", loaded=True)
        yield store


def keep(objects: ObjectStore, attempt: int, entity: str, dataset: str, *numbers: str, loaded: bool = False) -> None:
    with QuarantineStore(objects).collect("r-1", attempt, entity, dataset) as kept:
        for number in numbers:
            row = Quarantined(
                entity=entity,
                dataset=dataset,
                document_id=f"id of {number}",
                document_number=number,
                reason="no account",
                remedy="give it one",
                page="page",
                loaded=loaded,
                values={"base_amount": "12.50"},
            )
            kept.add(row)


def test_only_the_newest_attempt_of_a_run_counts(objects: ObjectStore) -> None:
    """A redriven step has mapped again; what it kept back before may be in the model now."""
    assert [row.document_number for row in kept_rows(objects, "r-1", ["UK"])] == ["B-1", "B-2"]


@pytest.mark.parametrize(
    ("entities", "datasets", "numbers"),
    [((), (), {"B-1", "B-2", "I-1"}), ((), ("invoices",), {"I-1"}), (("UK",), ("invoices",), set())],
)
def test_rows_are_found_by_entity_and_dataset(
    objects: ObjectStore, entities: tuple[str, ...], datasets: tuple[str, ...], numbers: set[str]
) -> None:
    """Whoever mends UK's bills need not read everything."""
    rows = kept_rows(objects, "r-1", entities, datasets)

    assert {row.document_number for row in rows} == numbers


def test_rows_are_counted_by_reason_and_those_on_suspense_apart(objects: ObjectStore) -> None:
    """These are in the model, and the others are not."""
    told = [(one.run, one.entity, one.rows, one.loaded) for one in groups(kept_rows(objects, "r-1"))]

    assert told == [("r-1", "UK", 2, False), ("r-1", "NZ", 1, True)]


def test_a_row_keeps_what_it_said(objects: ObjectStore) -> None:
    """Nobody has to look into Xero to know what is missing."""
    (row, *_), more = first(kept_rows(objects, "r-1", ["UK"]), 1)

    assert (row.values["base_amount"], row.remedy, more) == ("12.50", "give it one", True)


def row(document: str, **more: Any) -> KeptRow:
    one = KeptRow(run="r-1", entity="UK", dataset="bills", document_id=document, reason="", remedy="")
    return replace(one, **more)


def test_what_is_open_is_shown_once_and_what_has_returned_is_not() -> None:
    """The overlap of two deltas meets the same row in two runs."""
    rows = [row("a", run="r-2"), row("a"), row("b", state="returned"), row("c", state="on suspense")]

    assert [(one.document_id, one.run) for one in still_open(rows)] == [("a", "r-2"), ("c", "r-1")]
