"""Plain stand-ins for what stands around the Xero client: tokens, answers, an organisation's pages."""

import json
from typing import Any

import requests
import responses
from ml_connector.http import Http
from ml_connector.xero.client import XeroClient

API = "https://api.xero.test"
TENANT = "a1f0c7de-0001-4000-8000-00000000c0de"
INVOICES = f"{API}/api.xro/2.0/Invoices"
CONNECTIONS = f"{API}/connections"


class Tokens:
    """Hands out t1 until it is refused, then t2, and so on."""

    def __init__(self) -> None:
        self.number = 1

    def value(self) -> str:
        return f"t{self.number}"

    def refused(self, token: str) -> str:
        assert token == self.value()
        self.number += 1
        return self.value()


def a_client(tokens: Tokens | None = None) -> XeroClient:
    return XeroClient(Http(requests.Session()), API, tokens or Tokens(), TENANT, jitter=lambda: 0.5)


def page(key: str = "Invoices", records: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """An answer as Xero wraps it."""
    return {"Id": "x", "Status": "OK", "DateTimeUTC": "/Date(1700000000123)/", key: records or [], **more}


def shape_a(title: str, detail: str) -> str:
    """How Xero's gateway refuses."""
    return json.dumps({"Type": None, "Title": title, "Status": 0, "Detail": detail, "Instance": "i", "Extensions": {}})


def sent(server: responses.RequestsMock, place: int = -1) -> requests.PreparedRequest:
    """One of the requests that were made."""
    return server.calls[place].request
