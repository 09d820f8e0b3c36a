"""What a run kept back is counted by reason, with something to recognise it by."""

import boto3
import pytest
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.sync.quarantine import Quarantined
from moto import mock_aws

from infra.cli.leftovers import dumps, quarantine

HEADER = b'"Line","Period","__Error__0"\n'


@pytest.fixture(scope="module", autouse=True)
def objects() -> object:
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
        s3.create_bucket(Bucket="bucket")
        yield ObjectStore(s3, "bucket")


def test_quarantined_rows_are_counted_by_reason_and_remedy(objects: ObjectStore) -> None:
    """Most frequent first: what is worth mending first."""
    with QuarantineStore(objects).collect("r-1", 0, "UK", "bills") as kept:
        for number, reason in (("B-1", "no account"), ("B-2", "no rate"), ("B-3", "no rate")):
            kept.add(
                Quarantined(
                    entity="UK",
                    dataset="bills",
                    document_id=f"id of {number}",
                    document_number=number,
                    reason=reason,
                    remedy="mend it",
                    page="page",
                )
            )
    (found,) = quarantine(objects, "r-1")

    assert (found.entity, found.dataset, found.rows) == ("UK", "bills", 3)
    assert [(one.rows, one.reason, one.examples) for one in found.reasons] == [
        (2, "no rate", ("B-2", "B-3")),
        (1, "no account", ("B-1",)),
    ]


def test_the_parts_of_a_dump_are_read_as_one_in_their_order(objects: ObjectStore) -> None:
    """Ten parts and more are cut anywhere, and only the first has a header."""
    rows = [f'"UK-{n}","Mar 12","Invalid time period"\n'.encode() for n in range(11)]
    for index, part in enumerate([HEADER + rows[0][:9], rows[0][9:] + rows[1], *rows[2:]]):
        objects.put_once(f"runs/r-2/dumps/UK/invoices/0-112000000005-{index}.csv", part)
    (found,) = dumps(objects, "r-2")

    assert (found.rows, len(found.keys)) == (11, 11)
    assert [(one.reason, one.examples) for one in found.reasons] == [("Invalid time period", ("UK-0", "UK-1", "UK-2"))]


def test_a_run_that_kept_nothing_back_has_nothing_to_show(objects: ObjectStore) -> None:
    """No file is no row."""
    assert [*quarantine(objects, "r-3"), *dumps(objects, "r-3")] == []
