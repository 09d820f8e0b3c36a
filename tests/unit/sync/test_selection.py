"""A replay takes every document from the page of its newest version, whatever was asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.payload import Replay
from ml_connector.sync.selection import from_pages, from_records

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EVERYTHING = Replay()


@dataclass(frozen=True)
class ARecord:
    """What was seen of one document."""

    document_id: str = "d-1"
    period: str = "2026-10"
    updated: datetime | None = NOON
    open: str = ""
    page: str = "runs/2/raw/UK/invoices/01-00001.json.gz"


def at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("replay", "taken"),
    [
        (EVERYTHING, {"plain", "held", "september"}),
        (Replay(period="2026-10"), {"plain", "held"}),
        (Replay(held=True), {"held"}),
        (Replay(documents=("plain", "unknown")), {"plain"}),
        (Replay(period="2026-09", held=True), set()),
    ],
)
def test_what_is_asked_for_is_taken_and_nothing_else(replay: Replay, taken: set[str]) -> None:
    """By month, by document, or what is kept back; all that is asked for must fit."""
    records = [ARecord("plain"), ARecord("held", open="run-1"), ARecord("september", period="2026-09")]

    assert {id_ for ids in from_records(replay, records).values() for id_ in ids} == taken


def test_a_document_that_was_edited_since_is_taken_from_the_later_run() -> None:
    """The run that is replayed has an old version of it, which must not come back."""
    pages = [("old", {"d-1": at(-2), "d-2": at(-2)})]
    records = {"d-1": ARecord("d-1", page="new"), "d-2": ARecord("d-2", updated=at(-2), page="old")}

    assert from_pages(EVERYTHING, pages, records) == {"new": {"d-1"}, "old": {"d-2"}}


def test_what_a_failed_run_has_pulled_and_nobody_has_mapped_is_taken_from_its_own_page() -> None:
    """It is newer than what is remembered, or not remembered at all: bringing it in is what the replay is for."""
    pages: list[tuple[str, dict[str, datetime | None]]] = [
        ("page-1", {"d-1": at(-1), "d-2": at(1)}),
        ("page-2", {"d-1": at(1), "d-3": None}),
    ]

    assert from_pages(EVERYTHING, pages, {"d-1": ARecord("d-1"), "d-2": ARecord("d-2")}) == {
        "page-2": {"d-1", "d-3"},
        "page-1": {"d-2"},
    }


VERSIONS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5).map(at), max_size=4)


@given(seen=VERSIONS, pages=st.lists(VERSIONS, max_size=3))
def test_no_document_is_ever_taken_from_a_page_with_an_older_version_than_was_seen(
    seen: dict[str, datetime], pages: list[dict[str, datetime | None]]
) -> None:
    """Whatever the pages of a run hold: the version that is taken is the newest of what was seen and what they hold."""
    records = {id_: ARecord(id_, updated=version, page=f"seen-{id_}") for id_, version in seen.items()}
    named = [(f"page-{n}", page) for n, page in enumerate(pages)]

    taken = {id_: key for key, ids in from_pages(EVERYTHING, named, records).items() for id_ in ids}

    holds = dict(named) | {f"seen-{id_}": {id_: version} for id_, version in seen.items()}
    assert taken.keys() == {id_ for page in pages for id_ in page}
    for id_, key in taken.items():
        version = holds[key][id_]
        assert version is not None
        assert version >= seen.get(id_, version)
