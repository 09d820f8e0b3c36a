"""Notes in the history of records. Source: Xero, History and Notes."""

import pytest
import requests

from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.client import TIMEOUT, Client, Serve
from tests.simulators.xero.writing import draft, made, writable_books


@pytest.fixture
def writing(serve: Serve) -> Client:
    """A client of an organisation whose books can be written."""
    return serve(writable_books())


def note(client: Client, path: str, *details: str) -> requests.Response:
    """Add notes."""
    body = {"HistoryRecords": [{"Details": text} for text in details]}
    url = f"{client.running.url}/api.xro/2.0/{path}/History"
    return requests.put(url, json=body, headers=client.headers(), timeout=TIMEOUT)


def test_notes_stay_with_their_record_newest_first(writing: Client) -> None:
    """The record itself does not change by them."""
    one, other = made(writing, draft(), draft())
    path = f"ManualJournals/{one['ManualJournalID']}"

    first = note(writing, path, "Approved by Kim")
    note(writing, path, "Checked", "Filed")

    (shown,) = first.json()["HistoryRecords"]
    assert shown == {
        "Changes": "Note",
        "DateUTCString": "2026-11-01T12:00:00",
        "DateUTC": "/Date(1793534400000+0000)/",
        "User": "System Generated",
        "Details": "Approved by Kim",
    }
    listed: list[Fields] = writing.get(f"{path}/History").json()["HistoryRecords"]
    assert [each["Details"] for each in listed] == ["Filed", "Checked", "Approved by Kim"]
    assert writing.get(f"ManualJournals/{other['ManualJournalID']}/History").json()["HistoryRecords"] == []
    assert writing.get(path).json()["ManualJournals"] == [one]


def test_a_note_needs_a_record_and_a_text(writing: Client) -> None:
    """404 and 400."""
    (journal,) = made(writing, draft())

    assert note(writing, f"ManualJournals/{made_id(11, 9)}", "Lost").status_code == 404
    assert note(writing, f"ManualJournals/{journal['ManualJournalID']}", "").json()["ErrorNumber"] == 10
    assert writing.get(f"Accounts/{made_id(5, 200)}/History").status_code == 404
