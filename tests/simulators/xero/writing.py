"""A client that writes manual journals, and the small books it writes them to."""

from typing import Any

import requests

from infra.local.vendors.xero.books.organisation import GivenBooks
from tests.simulators.xero.books import Fields, category
from tests.simulators.xero.client import TIMEOUT, Client
from tests.simulators.xero.ledgers import ledger_books

TODAY = "/Date(1793491200000+0000)/"  # 1 November 2026


def writable_books(**collections: list[Fields]) -> GivenBooks:
    """Books with two tracking categories; the period is locked until 1 January 2026."""
    return ledger_books(TrackingCategories=[category(1, "North", "-South"), category(2, "Red")], **collections)


def draft(*amounts: str, **other: Any) -> Fields:
    """A manual journal on accounts 400 and 200 in turn."""
    codes = ("400", "200")
    lines = [
        {"LineAmount": amount, "AccountCode": codes[n % 2]} for n, amount in enumerate(amounts or ("5.00", "-5.00"))
    ]
    return {"Narration": "Plan of November", "JournalLines": lines, **other}


def send(client: Client, method: str, *journals: Fields, path: str = "", **options: Any) -> requests.Response:
    """Write journals; ``params`` and ``key`` (an Idempotency-Key) may be given."""
    return requests.request(
        method,
        f"{client.running.url}/api.xro/2.0/ManualJournals{path}",
        json={"ManualJournals": list(journals)},
        params=options.get("params"),
        headers=client.headers(Idempotency_Key=options.get("key")),
        timeout=TIMEOUT,
    )


def made(client: Client, *journals: Fields, **options: Any) -> list[Fields]:
    """The journals as they were created; fails the test if they were not."""
    answer = send(client, "PUT", *journals, **options)
    assert answer.status_code == 200, answer.text
    found: list[Fields] = answer.json()["ManualJournals"]
    return found


def refusal(answer: requests.Response) -> list[str]:
    """The messages of a refused write."""
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert (body["ErrorNumber"], body["Type"]) == (10, "ValidationException")
    return [error["Message"] for element in body["Elements"] for error in element["ValidationErrors"]]
