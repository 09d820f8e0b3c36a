"""Asks Xero's accounting API for one organisation and turns refusals into errors by what should happen next.

Knows headers, tokens and statuses; what an answer holds is for ``pages`` and ``reading`` to say. Never waits and,
but for a token that has died, never asks twice.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from msgspec import Struct

from ml_connector.answer import Answer
from ml_connector.errors import ConnectorError
from ml_connector.http import Http
from ml_connector.limits.gate import Gate, OpenGate
from ml_connector.tokens import TRIES, Bearer
from ml_connector.xero.connections import Connection, connections, forbidden
from ml_connector.xero.limits import Limits, news, rate_limited, short_jitter
from ml_connector.xero.refusals import lacks_scope, refusal, rejection

_log = logging.getLogger(__name__)


class XeroAnswer(Struct, frozen=True):
    """An answer to a question about one organisation.

    calls   how many calls it took, which Xero counts
    """

    http: Answer
    limits: Limits
    calls: int

    @property
    def unchanged(self) -> bool:
        """Xero said 304 instead of an empty list: undocumented, and understood as no change."""
        return self.http.status == HTTPStatus.NOT_MODIFIED


class XeroClient:
    """One organisation, seen with one connection's token.

    api_url   the root of Xero's API host
    jitter    seconds to propose when Xero refuses concurrent calls without naming a time
    gate      asked before every call that Xero counts, and told what its answer says
    """

    def __init__(
        self,
        http: Http,
        api_url: str,
        token: Bearer,
        tenant_id: str,
        jitter: Callable[[], float] = short_jitter,
        gate: Gate | None = None,
    ) -> None:
        self._http = http
        self._root = api_url.rstrip("/")
        self._token = token
        self._jitter = jitter
        self._gate = gate or OpenGate()
        self.tenant_id = tenant_id

    def get(self, path: str, params: Mapping[str, str] | None = None, since: datetime | None = None) -> XeroAnswer:
        """What stands under ``path`` (such as ``Invoices``), complete.

        since    aware; only what was changed at or after this second, sent as If-Modified-Since
        raises   RateLimited, VendorDown · BadCredentials, SettingsWrong, ContractBroken

        Source: Xero, Requests and responses, Retrieving data.
        """
        # Cut to the second, never rounded up, so that nothing changed within that second is left out.
        told = {} if since is None else {"If-Modified-Since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")}
        return self._call("GET", path, params, told)

    def write(
        self, method: str, path: str, body: object, *, key: str, params: Mapping[str, str] | None = None
    ) -> XeroAnswer:
        """What Xero answers to a body that it has stored.

        key      the Idempotency-Key: for six minutes the same call under it does nothing again and is answered alike
        raises   Rejected with Xero's own messages if it refuses what the body says
                 VendorDown when it is unknown whether it was stored; otherwise like ``get``

        Source: Xero, Idempotent requests; HTTP response codes and errors, validation exceptions.
        """
        return self._call(method, path, params, {"Idempotency-Key": key}, body)

    def _call(
        self, method: str, path: str, params: Mapping[str, str] | None, told: Mapping[str, str], body: object = None
    ) -> XeroAnswer:
        headers = {"Accept": "application/json", "xero-tenant-id": self.tenant_id, **told}
        answer, calls = self._ask(f"{self._root}/api.xro/2.0/{path}", params, headers, self._gate, method, body)
        refused = None if answer.status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) else self._refusal(answer)
        self._gate.told(news(answer, refused))
        if refused is not None:
            raise refused
        return XeroAnswer(answer, Limits.told_by(answer.headers), calls)

    def connections(self, event: str | None = None) -> list[Connection]:
        """Every organisation that this connection may read, or those of one consent by its authEventId."""
        params = None if event is None else {"authEventId": event}
        # Xero does not count this one.
        answer, _ = self._ask(f"{self._root}/connections", params, {"Accept": "application/json"}, OpenGate())
        if answer.status != HTTPStatus.OK:
            raise self._refusal(answer, ask_who=False)
        return connections(answer)

    def _ask(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        gate: Gate,
        method: str = "GET",
        body: object = None,
    ) -> tuple[Answer, int]:
        token, calls = self._token.value(), 1
        gate.enter()
        answer = self._send(method, url, params, headers, token, body)
        while answer.status == HTTPStatus.UNAUTHORIZED and not lacks_scope(answer) and calls < TRIES:
            token, calls = self._token.refused(token), calls + 1
            gate.enter()
            answer = self._send(method, url, params, headers, token, body)
        return answer, calls

    def _send(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        token: str,
        body: object,
    ) -> Answer:
        signed = {"Authorization": f"Bearer {token}", **headers}
        answer = self._http.send(method, url, headers=signed, params=params, json=body)
        limits = Limits.told_by(answer.headers)
        _log.info(
            "Xero answered",
            extra={
                "asked": answer.asked,
                "status": answer.status,
                "tenant_id": self.tenant_id,
                "correlation_id": answer.headers.get("Xero-Correlation-Id"),
                "day_left": limits.day,
                "minute_left": limits.minute,
            },
        )
        return answer

    def _refusal(self, answer: Answer, *, ask_who: bool = True) -> ConnectorError:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return rate_limited(answer, self.tenant_id, self._jitter)
        if answer.status == HTTPStatus.FORBIDDEN and ask_who:
            return forbidden(answer.asked, self.tenant_id, self.connections())
        return rejection(answer) or refusal(answer, self.tenant_id)
