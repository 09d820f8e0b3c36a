"""A plain client of the simulator for the tests: it adds the headers and nothing else."""

from collections.abc import Callable
from typing import Any

import requests

from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.simulator import XeroSimulator

TIMEOUT = 10


class Client:
    """Speaks to one running simulator, for one organisation."""

    def __init__(self, running: Running[XeroSimulator], tenant_id: str | None = None) -> None:
        self.running = running
        self.about = running.description()
        self.tenant_id = tenant_id or self.about["tenants"][0]["tenant_id"]
        self.token = ""

    def ask_token(self, **form: str) -> requests.Response:
        """POST to the token endpoint with a Basic header."""
        basic = (self.about["client_id"], self.about["client_secret"])
        return requests.post(f"{self.running.url}/connect/token", data=form, auth=basic, timeout=TIMEOUT)

    def refresh(self, token: str | None = None) -> requests.Response:
        """Refresh with this token or the one the simulator started with."""
        return self.ask_token(grant_type="refresh_token", refresh_token=token or self.about["refresh_token"])

    def log_in(self) -> "Client":
        """Take an access token, with the newest refresh token."""
        self.token = self.refresh(self.running.description()["refresh_token"]).json()["access_token"]
        return self

    def headers(self, **other: str | None) -> dict[str, str]:
        """The headers of a good call; underscores in names are hyphens, None leaves one out."""
        usual = {
            "Authorization": f"Bearer {self.token}",
            "Xero-Tenant-Id": self.tenant_id,
            "Accept": "application/json",
        }
        named = {name.replace("_", "-"): value for name, value in other.items()}
        return {name: value for name, value in (usual | named).items() if value is not None}

    def get(self, path: str, params: dict[str, Any] | None = None, **headers: str | None) -> requests.Response:
        """GET below /api.xro/2.0."""
        url = f"{self.running.url}/api.xro/2.0/{path}"
        return requests.get(url, params=params, headers=self.headers(**headers), timeout=TIMEOUT)

    def all(self, collection: str, params: dict[str, Any] | None = None, **headers: str | None) -> list[Any]:
        """The records of a list answer."""
        answer = self.get(collection, params, **headers)
        assert answer.status_code == 200, answer.text
        records: list[Any] = answer.json()[{"Organisation": "Organisations"}.get(collection, collection)]
        return records

    def connections(self, method: str = "GET", path: str = "", **params: str) -> requests.Response:
        """GET or DELETE /connections, which needs no tenant."""
        url = f"{self.running.url}/connections{path}"
        return requests.request(method, url, params=params, headers=self.headers(Xero_Tenant_Id=None), timeout=TIMEOUT)

    def admin(self, method: str, path: str, order: Any = None) -> requests.Response:
        """An operator's request; fails the test if it is refused."""
        answer = requests.request(method, f"{self.running.admin}/{path}", json=order, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer

    def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.admin("POST", "clock", {"advance": seconds})

    def edit(self, collection: str, *changes: dict[str, Any], touch: bool = True) -> None:
        """Change records as an operator."""
        self.admin("PUT", f"tenants/{self.tenant_id}/{collection}?touch={touch}", list(changes))


Serve = Callable[..., Client]  # starts a simulator with organisations and logs in
