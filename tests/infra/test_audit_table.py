"""The audit is kept for years, nobody takes anything out of it, and Athena can read it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from ml_connector.settings import load
from ml_connector.sync import story
from ml_connector.sync.changes import Change
from ml_connector.sync.prove import Loaded, Proof
from ml_connector.sync.remembered import Remembered

from infra.constructs.audit_table import COLUMNS
from infra.local.home.lifecycle import DEMO
from tests.infra.reading import Template, resources

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEEN = Remembered("d-1", NOON, "page", 1, Change(send=True, fingerprint="f"), "INV-1")
LOADED = Loaded(entity="UK", dataset="invoices", rows_sent=1, ok=1, ignored=0, failed=0, task="t")
PROOF = Proof(entity="UK", dataset="invoices", proven=True, accounted=True, reason="all is there")
ENTRIES: dict[str, dict[str, Any]] = {
    story.MAPPED: story.mapped(SEEN, NOON),
    story.IMPORTED: story.imported(LOADED, "Load"),
    "refused": next(iter(story.refused([({"Line": "UK-1"}, ["no such account"])], "t", "Line"))),
    story.PROVED: story.proved(PROOF),
}


@pytest.mark.parametrize("stage", ENTRIES)
def test_every_field_of_an_entry_is_a_column(stage: str) -> None:
    """A field without a column is kept for ten years and seen by nobody."""
    assert ENTRIES[stage].keys() <= COLUMNS.keys()


def test_a_new_month_needs_nobody(template: Template) -> None:
    """Partitions follow from the keys: whoever queries last month need not run anything before."""
    (table,) = resources(template, "AWS::Glue::Table").values()
    described = table["TableInput"]

    assert described["Parameters"]["projection.enabled"] == "true"
    assert [column["Name"] for column in described["PartitionKeys"]] == ["flow", "year", "month"]
    assert str(described["Parameters"]["storage.location.template"]).count("month=${month}/") == 1


def test_pages_and_audit_are_kept_for_the_years_that_settings_name(template: Template) -> None:
    """A replay reaches as far back as the pages do; an auditor asks for longer than that."""
    keep = load(DEMO).keep
    (bucket,) = resources(template, "AWS::S3::Bucket").values()
    rules = {rule.get("Prefix"): rule.get("ExpirationInDays") for rule in bucket["LifecycleConfiguration"]["Rules"]}

    assert rules == {None: None, "runs/": keep.runs * 366, "audit/": keep.audit * 366}


def test_an_entry_of_the_audit_is_neither_deleted_nor_overwritten(template: Template) -> None:
    """Not even by who may do everything else: the bucket itself refuses."""
    (policy,) = resources(template, "AWS::S3::BucketPolicy").values()
    denied = {
        action: statement.get("Condition")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny" and "/audit/*" in str(statement["Resource"])
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }

    assert denied == {
        "s3:DeleteObject": None,
        "s3:DeleteObjectVersion": None,
        "s3:PutObject": {"Null": {"s3:if-none-match": "true"}},
    }
