"""What it costs to remember the story of a record: at most one write unit on top of the record itself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from ml_connector import plain
from ml_connector.stores import record_items
from ml_connector.stores.records import Passage, Record
from msgspec.structs import replace

from tests.component.stores.doubles import NOON

KB = 1024
PK = "RECORD#UK#invoices"


def written(one: Record) -> dict[str, Any]:
    return record_items.write(plain.told(one), "UK", PK)


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them. Source: Amazon DynamoDB, Item sizes and formats."""
    return sum(len(name) + len(value if isinstance(value, bytes) else value.encode()) for name, value in item.items())


def units(item: dict[str, Any]) -> int:
    """Write units of one put. Source: Amazon DynamoDB, Write capacity: one for every KB that is begun."""
    return -(-size(item) // KB)


def record(lines: int, passages: int) -> Record:
    runs = [f"actuals-{NOON + timedelta(days=n):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}" for n in range(passages)]
    history = [
        Passage(
            run=run,
            fingerprint=uuid.uuid4().hex,
            page=f"runs/{run}/raw/UK/invoices/01-{n:05d}.json.gz",
            rows=lines,
            version=NOON + timedelta(days=n, milliseconds=n),
            chunk=n,
        )
        for n, run in enumerate(runs)
    ]
    return Record(
        document_id=str(uuid.uuid4()),
        label="INV-0042",
        number="INV-0042",
        period="2026-11",
        fingerprint=uuid.uuid4().hex,
        updated=NOON,
        run="actuals-20261122T120000-1a2b3c",
        lines=[f"UK-{uuid.uuid4()}" for _ in range(lines)],
        history=history,
    )


@pytest.mark.parametrize("passages", [1, 2, 5, 20])
@pytest.mark.parametrize("lines", [0, 1, 3, 10, 25, 100, 1_000])
def test_the_history_of_a_record_takes_at_most_one_write_unit(lines: int, passages: int) -> None:
    """A record is written once per run anyway; its story must not multiply that, however long it gets."""
    told = written(record(lines, passages))
    untold = {name: value for name, value in told.items() if name != "history"}

    assert units(told) - units(untold) <= 1
    assert len(told["history"]) < KB


def test_an_ordinary_document_is_remembered_in_one_write_unit() -> None:
    """Four lines, sent by three runs: what is remembered of it, story included, is no more than one unit."""
    assert units(written(record(lines=4, passages=3))) == 1


def test_the_newest_passages_stay_when_there_is_no_room_for_all() -> None:
    """The older ones are in the bucket for years."""
    whole = record(lines=3, passages=20)
    kept = plain.read(Record, record_items.read(written(whole), "UK"))

    assert len(kept.history) >= 10
    assert kept.history == whole.history[-len(kept.history) :]


@pytest.mark.parametrize("lines", range(1, 201))
def test_the_story_of_a_new_document_costs_nothing_beside_the_index_by_its_number(lines: int) -> None:
    """The index takes a unit once, as its keys stay what they are: no more is to be had for the story."""
    new = record(lines, passages=1)
    new = replace(new, run=new.history[0].run, fingerprint=new.history[0].fingerprint)
    untold = written(replace(new, history=[]))
    del untold["history"]

    assert units(written(new)) <= units(untold)
