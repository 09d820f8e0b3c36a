"""What the stage of these tests is told: the demo firm's settings, small pages and chunks, organisations to spare.

Warm functions keep the settings they started with, so every organisation a test may need is named from the start.
"""

from typing import Any
from uuid import UUID

import yaml
from ml_connector.settings import Settings, parse

from infra.local.home.lifecycle import DEMO
from infra.local.stage import Stage
from infra.local.stage.webhooks import QUICK

PAGE_SIZE = 10
SILENCE = 2.0
"""Seconds after which a vendor that hangs is given up."""

DEAR = ("currencies", "contacts")
"""Lists that no test looks at, and that every run would bring along; the demo's own test has them."""

PLENTY = {"minute": 100_000, "day": 1_000_000, "app_minute": 10_000_000}
"""Tests do not wait for a minute to be over, however many there are of them."""

SPARE = tuple(f"E{number:02}" for number in range(1, 41))
"""Codes of entities whose organisation a test makes up, in pounds."""

LOST, REVOKED, LOCKED_OUT, NO_MODEL = "LOST", "REVOKED", "LOCKEDOUT", "NOMODEL"
"""Entities that settings describe wrongly: an unknown tenant, a revoked consent, a wrong password, a wrong model id."""

XERO_SECRET, ANAPLAN_SECRET = "ml-connector/xero/group", "ml-connector/anaplan/planning"
REVOKED_SECRET, LOCKED_OUT_SECRET = "tests/xero/revoked", "tests/anaplan/locked-out"
UNKNOWN_MODEL = "F" * 32


def tenant_of(code: str) -> str:
    """The tenant id that settings give a spare entity."""
    return str(UUID(int=0xE0000000_0000_4000_8000_00000000_0000 + SPARE.index(code)))


def settings_for(stage: Stage) -> Settings:
    """The settings of a running stage, with everything that these tests need."""
    content: dict[str, Any] = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    content["endpoints"] = stage.settings.endpoints.model_dump()
    content["silence_seconds"] = SILENCE
    content["xero"] |= {"page_size": PAGE_SIZE, "calls_per_step": 2, "limits": PLENTY}
    content["anaplan"] |= {"chunk_bytes": 8_000, "poll_seconds": [1], "calls_a_minute": 1_000_000}
    content["proof"] = {"books": False}  # test_proof.py turns it on for itself
    content["xero"]["connections"]["revoked"] = {"kind": "web_app", "secret": REVOKED_SECRET}
    content["anaplan"]["connections"]["locked_out"] = {"kind": "basic", "secret": LOCKED_OUT_SECRET}
    content["webhooks"] |= QUICK
    for name in DEAR:
        del content["loads"][name]
        del content["dimensions"][name]
    # One list is kept item by item and the others by imports, so that every test goes both ways.
    accounts = content["loads"]["accounts"]
    content["loads"]["accounts"] = {"list": "Accounts", "columns": accounts["columns"]}
    hub = content["anaplan"]["models"]["hub"]
    content["anaplan"]["models"] |= {
        "locked_out": {**hub, "connection": "locked_out"},
        "nowhere": {**hub, "model": UNKNOWN_MODEL},
    }
    ordinary = {"connection": "group", "base_currency": "GBP", "model": "hub"}
    unknown = {"tenant_id": "0000dead-0000-4000-8000-00000000c0de"}
    (demo,) = content["plans"].values()
    ours = {"UK": "UK", "NZ": "NZ"}
    crossed = {"version": "Time", "period": "Versions"}
    content["plans"] = {
        "accruals": {**demo, "entities": ours},
        "posted": {**demo, "entities": ours, "mode": "posted_journal", "kind": "posted"},
        "confirmed": {**demo, "entities": ours, "kind": "confirmed", "second_approval": True},
        "chaos": {**demo, "entities": {"UK": "UK"}, "mode": "posted_journal", "kind": "chaos", "second_approval": True},
        "renamed": {**demo, "entities": ours, "export": "An export of another name"},
        "budgeted": {**demo, "entities": {"UK": "UK"}, "mode": "budget_file", "budget": "Budget 2026/27*"},
        "kept": {**demo, "entities": {"UK": "UK"}, "mode": "reference"},
        "narrow": {**demo, "entities": ours, "tracking": {}},
        "doubled": {**demo, "entities": ours, "tracking": {}, "ignored": ["Departments"]},
        "comma": {**demo, "entities": ours, "decimal_mark": ",", "kind": "comma"},
        "of-nz": {**demo, "entities": {"NZ": "NZ"}},
        "crossed": {**demo, "entities": ours, "dimensions": {**demo["dimensions"], **crossed}},
        "limited": {**demo, "entities": ours, "journals": {"lines": 2}, "kind": "limited"},
        "pinned": {**demo, "entities": ours, "layout": "TABULAR_MULTI_COLUMN", "kind": "pinned"},
    }
    content["entities"] |= {code: {**ordinary, "tenant_id": tenant_of(code)} for code in SPARE}
    content["entities"] |= {
        LOST: {**ordinary, **unknown},
        REVOKED: {**ordinary, **unknown, "connection": "revoked"},
        LOCKED_OUT: {**ordinary, **unknown, "model": "locked_out"},
        NO_MODEL: {**ordinary, **unknown, "model": "nowhere"},
    }
    return parse(content, "of the workflow tests")
