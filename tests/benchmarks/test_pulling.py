"""Pulling: how many calls a pass takes, and what a page costs beside the official client."""

import gzip
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from ml_connector.http import Http
from ml_connector.xero.client import XeroClient
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.pages import read_page
from ml_connector.xero.paging import Position, advance
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token

from infra.local.vendors.xero import start
from infra.local.vendors.xero.books.organisation import books_of
from tests.benchmarks import ledger_pages

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
TENANT = "a1f0c7de-0009-4000-8000-00000000c0de"
MAIN = ("organisation", "accounts", "tracking_categories", "invoices", "bills", "payments")
NO_LIMITS = {"minute": 10**6, "day": 10**6, "app_minute": 10**6}
ROUNDS = 7


class Token:
    """A token that is got once."""

    def __init__(self, about: dict[str, Any]) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": about["refresh_token"]}
        basic = (about["client_id"], about["client_secret"])
        answer = requests.post(f"{about['identity']}/connect/token", data=form, auth=basic, timeout=10)
        self._value: str = answer.json()["access_token"]

    def value(self) -> str:
        """The token."""
        return self._value

    def refused(self, token: str) -> str:
        """Never happens within a benchmark."""
        return token


def organisation(documents: int) -> dict[str, list[Any]]:
    made = [invoice for number in range(-(-documents // 1000)) for invoice in _page(number)]
    return {
        "Organisations": [{"OrganisationID": TENANT, "Name": "Benchmark Ltd", "BaseCurrency": "GBP"}],
        "Invoices": made[:documents],
    }


def _page(number: int) -> list[Any]:
    found: list[Any] = json.loads(ledger_pages.page(number))["Invoices"]
    return found


@pytest.mark.parametrize("documents", [0, 1, 999, 1000, 1001, 5000])
def test_a_pass_takes_a_call_per_thousand_documents_and_at_most_one_more(documents: int) -> None:
    """The smallest tier has 1,000 calls a day."""
    with start(organisations=[books_of(organisation(documents))]) as xero:
        about = xero.description()
        requests.post(f"{xero.admin}/limits", json=NO_LIMITS, timeout=10)
        client = XeroClient(Http(requests.Session()), about["api"], Token(about), TENANT)
        position = Position()
        while not position.done:
            position = advance(position, read_page(client, ENDPOINTS["invoices"], position), lambda: documents)

    print(f"\n{documents} documents: {position.calls} calls (bound {math.ceil(documents / 1000) + 1})")  # noqa: T201
    assert position.calls <= math.ceil(documents / 1000) + 1


def test_a_quiet_delta_takes_a_call_per_dataset_and_at_most_eight_for_the_main_ones() -> None:
    """Nothing is asked in vain; who loads more datasets pays one call more for each."""
    since = datetime.now(UTC) + timedelta(days=1)
    calls: dict[str, int] = {}
    with start(organisations=[books_of(organisation(10))]) as xero:
        about = xero.description()
        client = XeroClient(Http(requests.Session()), about["api"], Token(about), TENANT)
        for endpoint in ENDPOINTS.values():
            position = Position(since=since)
            while not position.done:
                position = advance(position, read_page(client, endpoint, position), lambda: 0)
            calls[endpoint.dataset] = position.calls

    main = sum(calls[name] for name in MAIN)
    print(f"\nquiet delta: {main} calls (bound 8), {sum(calls.values())} with all {len(calls)} datasets")  # noqa: T201
    assert main <= 8
    assert set(calls.values()) == {1}


@contextmanager
def served(folder: Path) -> Iterator[dict[str, Any]]:
    """The simulator in a process of its own, so that its work is not counted."""
    (folder / "organisation.json").write_text(json.dumps({"Organisations": organisation(0)["Organisations"]}))
    (folder / "invoices.json").write_text(json.dumps({"Invoices": organisation(1000)["Invoices"]}))
    command = [sys.executable, "-c", "from infra.cli.main import run; run()", "simulate", "xero", "--port", "0"]
    path = os.pathsep.join((str(ROOT / "layers/ml_connector/python"), str(ROOT)))
    with subprocess.Popen(
        [*command, "--data", str(folder)], cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            about: dict[str, Any] = json.loads(process.stdout.readline())
            requests.post(f"{about['admin']}/limits", json=NO_LIMITS, timeout=10)
            yield about
        finally:
            process.terminate()


def cpu(work: Callable[[], int]) -> float:
    """The least CPU of several rounds; each has to see all documents."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        assert work() == 1000
        taken.append(time.process_time() - began)
    return min(taken)


def official(about: dict[str, Any], token: str) -> Callable[[], int]:
    """Fetching and deserializing a page as xero-python does it."""
    client = ApiClient(Configuration(oauth2_token=OAuth2Token(client_id="x", client_secret="y")))
    held: dict[str, Any] = {"access_token": token, "token_type": "Bearer", "expires_in": 1800, "scope": []}
    held["expires_at"] = time.time() + 1800
    client.oauth2_token_getter(lambda: held)
    api = AccountingApi(client, base_url=f"{about['api']}/api.xro/2.0")
    return lambda: len(api.get_invoices(TENANT, page=1, page_size=1000).invoices)


def ours(about: dict[str, Any], token: Token) -> Callable[[], int]:
    """Asking, parking and reading the same page."""
    client = XeroClient(Http(requests.Session()), about["api"], token, TENANT)
    endpoint, parked = ENDPOINTS["invoices"], dict[str, bytes]()

    def work() -> int:
        parked["page"] = read_page(client, endpoint, Position()).gzipped
        return len(records_of("invoices", gzip.decompress(parked["page"])))

    return work


def test_a_page_costs_at_most_35_hundredths_of_what_it_costs_the_official_client(tmp_path: Path) -> None:
    """Functions are paid for by the millisecond."""
    with served(tmp_path) as about:
        token = Token(about)
        theirs, mine = cpu(official(about, token.value())), cpu(ours(about, token))

    print(f"\npage of 1,000: {mine:.3f} s beside {theirs:.3f} s, ratio {mine / theirs:.2f} (bound 0.35)")  # noqa: T201
    assert mine / theirs <= 0.35
