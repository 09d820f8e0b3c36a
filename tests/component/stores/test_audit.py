"""Entries lie in the bucket, their heads in the table, and a step that is repeated changes neither."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ml_connector.errors import ContractBroken
from ml_connector.stores.audit import AuditStore, Part
from ml_connector.sync.trail import flaw, head_of
from msgspec.structs import replace

from tests.component.stores.doubles import NOON

if TYPE_CHECKING:
    from ml_connector.stores.objects import ObjectStore
    from mypy_boto3_dynamodb.service_resource import Table

PART = Part(run="r-1", flow="actuals", started=NOON, attempt=0, entity="UK", dataset="invoices", stage="mapped")
KEY = "audit/flow=actuals/year=2026/month=11/r-1/UK.invoices.mapped.0.jsonl.gz"


@pytest.fixture
def audit(objects: ObjectStore, table: Table) -> AuditStore:
    return AuditStore(objects, table)


def tell(audit: AuditStore, *documents: str, part: Part = PART) -> None:
    with audit.collect(part) as trail:
        for document in documents:
            trail.add({"document": document})


def test_entries_come_back_with_the_head_that_proves_them(audit: AuditStore) -> None:
    """Each says by itself whose it is, because Athena sees lines and not files."""
    documents = [f"d-{n}" for n in range(2_500)]
    tell(audit, *documents)

    (noted,) = audit.heads("r-1")
    lines = list(audit.lines(noted.key))

    assert noted.key == KEY
    assert flaw(lines, noted.part, noted.head) is None
    assert [json.loads(line)["document"] for line in lines] == documents
    assert json.loads(lines[0]).items() >= {"run": "r-1", "entity": "UK", "dataset": "invoices", "attempt": 0}.items()
    assert audit.keys("r-1", "actuals", NOON) == [KEY]


def test_a_step_that_is_repeated_tells_nothing_new(audit: AuditStore) -> None:
    """What it saw first counts, even if Anaplan has forgotten a dump since."""
    tell(audit, "d-1", "d-2")
    tell(audit, "d-1", "d-2")
    tell(audit, "d-1")

    (noted,) = audit.heads("r-1")
    assert noted.entries == 2
    assert flaw(audit.lines(KEY), noted.part, noted.head) is None


def test_a_head_that_got_lost_with_its_function_is_noted_by_the_repeated_step(audit: AuditStore, table: Table) -> None:
    """The function died between the bucket and the table."""
    tell(audit, "d-1")
    table.delete_item(Key={"pk": "AUDIT#r-1", "sk": "UK#invoices#mapped#0"})

    tell(audit, "d-1", "d-2")

    (noted,) = audit.heads("r-1")
    assert flaw(audit.lines(KEY), noted.part, noted.head) is None


def test_a_head_that_got_lost_with_an_earlier_attempt_is_noted_by_the_next_one(audit: AuditStore, table: Table) -> None:
    """Otherwise a run that was redriven well would look for ever as if somebody had added something to its audit."""
    tell(audit, "d-1", part=PART)
    tell(audit, "d-1", part=replace(PART, attempt=2))
    table.delete_item(Key={"pk": "AUDIT#r-1", "sk": "UK#invoices#mapped#0"})

    tell(audit, "d-1", part=replace(PART, attempt=3))

    assert sorted(noted.key for noted in audit.heads("r-1")) == audit.keys("r-1", "actuals", NOON)
    assert len(audit.keys("r-1", "actuals", NOON)) == 3


def test_a_part_that_was_put_in_the_place_of_a_removed_one_stops_the_step(
    audit: AuditStore, objects: ObjectStore, table: Table
) -> None:
    """Going on would hide that somebody has been there."""
    tell(audit, "d-1")
    other = AuditStore(objects, table)
    table.update_item(
        Key={"pk": "AUDIT#r-1", "sk": "UK#invoices#mapped#0"},
        UpdateExpression="SET chain = :chain",
        ExpressionAttributeValues={":chain": "x"},
    )

    with pytest.raises(ContractBroken, match=r"audit verify r-1"):
        tell(other, "d-1")


def test_the_head_of_a_run_covers_every_part(audit: AuditStore) -> None:
    """A redrive adds parts; the run is closed again with all of them."""
    assert audit.closing("r-1") is None
    tell(audit, "d-1")
    first = audit.close("r-1")
    tell(audit, "d-1", part=replace(PART, attempt=1))
    second = audit.close("r-1")

    assert first != second == audit.closing("r-1") == head_of({one.part: one.head for one in audit.heads("r-1")})
    assert second.entries == 2


def test_a_late_closing_does_not_take_the_place_of_a_later_one(audit: AuditStore, table: Table) -> None:
    """The closing of a failed attempt may be slow, or die and its write arrive when the redriven run has long ended."""
    tell(audit, "d-1")
    early = audit.close("r-1")
    tell(audit, "d-1", part=replace(PART, attempt=1))
    last = audit.close("r-1")
    table.delete_item(Key={"pk": "AUDIT#r-1", "sk": "UK#invoices#mapped#1"})  # what the late one has not seen

    assert audit.close("r-1") == early
    assert audit.closing("r-1") == last


@pytest.mark.parametrize("packed", [b"", b"no gzip", b"\x1f\x8b\x08"])
def test_what_cannot_be_unpacked_has_no_lines(audit: AuditStore, objects: ObjectStore, packed: bytes) -> None:
    """A damaged object is a finding for whoever verifies, and not an error."""
    objects.put_once(KEY, packed)

    assert list(audit.lines(KEY)) == []
