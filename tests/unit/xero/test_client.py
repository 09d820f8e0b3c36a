"""Asking Xero: what is sent, and what each answer means."""

import logging
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import responses
from ml_connector.errors import (
    BadCredentials,
    ConnectorError,
    ContractBroken,
    RateLimited,
    SettingsWrong,
    VendorDown,
)
from ml_connector.xero.connections import Connection
from ml_connector.xero.limits import Limits, short_jitter

from tests.unit.xero.vendor import CONNECTIONS, INVOICES, TENANT, Tokens, a_client, page, sent, shape_a


def connected(tenant_id: str, name: str | None = "Harbour & Vale Ltd", kind: str = "ORGANISATION") -> dict[str, Any]:
    return {"id": "c", "tenantId": tenant_id, "tenantType": kind, "tenantName": name}


def test_a_question_carries_tenant_token_and_format(server: responses.RequestsMock) -> None:
    """Without Accept Xero answers XML, without the tenant 403."""
    server.get(INVOICES, json=page())

    answer = a_client().get("Invoices", {"page": "1", "where": 'Type=="ACCREC"'})

    assert answer.calls == 1
    headers = sent(server).headers
    assert headers["xero-tenant-id"] == TENANT
    assert (headers["Accept"], headers["Authorization"]) == ("application/json", "Bearer t1")
    assert "If-Modified-Since" not in headers
    assert "where=Type%3D%3D%22ACCREC%22" in str(sent(server).url)


def test_a_delta_is_asked_in_utc_cut_to_the_second(server: responses.RequestsMock) -> None:
    """Xero reads the header as UTC and by the second; rounding up would skip a change."""
    server.get(INVOICES, json=page())
    auckland = timezone(timedelta(hours=13))

    a_client().get("Invoices", since=datetime(2026, 11, 22, 23, 4, 5, 999_999, tzinfo=auckland))

    assert sent(server).headers["If-Modified-Since"] == "2026-11-22T10:04:05"


def test_what_is_left_of_the_limits_comes_with_the_answer(
    server: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    """The pull decides by it whether to go on, and support asks for the correlation id."""
    told = {"X-DayLimit-Remaining": "4990", "X-MinLimit-Remaining": "59", "X-AppMinLimit-Remaining": "odd"}
    server.get(INVOICES, json=page(), headers=told | {"Xero-Correlation-Id": "c-1"})

    with caplog.at_level(logging.INFO, "ml_connector.xero.client"):
        answer = a_client().get("Invoices")

    assert answer.limits == Limits(day=4990, minute=59, app_minute=None)
    assert caplog.records[0].__dict__["correlation_id"] == "c-1"


def test_a_304_is_an_answer_without_changes(server: responses.RequestsMock) -> None:
    """Undocumented, yet HTTP allows it; taking it for a failure would stop a quiet night."""
    server.get(INVOICES, status=304)

    assert a_client().get("Invoices").unchanged


@pytest.mark.parametrize("detail", ["TokenExpired: token expired at 11/22/2026", "AuthenticationUnsuccessful", ""])
def test_a_refused_token_is_renewed_and_the_question_asked_once_more(
    server: responses.RequestsMock, detail: str
) -> None:
    """Tokens end while functions run; nobody should notice."""
    server.get(INVOICES, status=401, body=shape_a("Unauthorized", detail))
    server.get(INVOICES, json=page())

    answer = a_client().get("Invoices")

    assert answer.calls == 2
    assert [call.request.headers["Authorization"] for call in server.calls] == ["Bearer t1", "Bearer t2"]


def test_a_dead_token_that_another_function_stored_is_renewed_too(server: responses.RequestsMock) -> None:
    """A warm function may hold a token older than the stored one, and both may be dead: only a new one is proof."""
    for _ in range(2):
        server.get(INVOICES, status=401, body=shape_a("Unauthorized", "TokenExpired: token expired"))
    server.get(INVOICES, json=page())

    assert a_client().get("Invoices").calls == 3


def test_a_renewed_token_that_is_refused_too_stops_the_run(server: responses.RequestsMock) -> None:
    """Renewing again and again would only spend refresh tokens."""
    server.get(INVOICES, status=401, body=shape_a("Unauthorized", "AuthenticationUnsuccessful: secret"))

    with pytest.raises(BadCredentials, match=r"401 AuthenticationUnsuccessful\)") as caught:
        a_client().get("Invoices")
    assert [call.request.headers["Authorization"] for call in server.calls] == ["Bearer t1", "Bearer t2", "Bearer t3"]
    assert "secret" not in str(caught.value)


def test_a_refusal_that_repeats_what_was_sent_is_not_repeated(server: responses.RequestsMock) -> None:
    """A proxy in between may echo the request; a message ends in logs that many can read."""
    server.get(INVOICES, status=401, body=shape_a("Unauthorized", "Bearer t1 was sent"))

    with pytest.raises(BadCredentials, match="no known reason") as caught:
        a_client().get("Invoices")
    assert "t1" not in str(caught.value)


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({"WWW-Authenticate": 'Bearer error="insufficient_scope"'}, "x"),
        ({"WWW-Authenticate": 'Bearer error="insufficent_scope"'}, "x"),
        ({}, "AuthorizationUnsuccessful"),
    ],
)
def test_a_missing_scope_is_never_answered_by_renewing(
    server: responses.RequestsMock, headers: dict[str, str], detail: str
) -> None:
    """A new token has the same scopes; only a person can grant more."""
    server.get(INVOICES, status=401, body=shape_a("Unauthorized", detail), headers=headers)
    tokens = Tokens()

    with pytest.raises(SettingsWrong, match="scope"):
        a_client(tokens).get("Invoices")
    assert tokens.number == 1


def test_a_tenant_that_is_not_connected_is_told_with_those_that_are(server: responses.RequestsMock) -> None:
    """A wrong id in settings and a disconnected organisation look the same; the list tells which it is."""
    server.get(INVOICES, status=403, body=shape_a("Forbidden", "AuthenticationUnsuccessful"))
    others = [connected("b-1"), connected("b-2", None), connected("p", "A practice", "PRACTICE")]
    server.get(CONNECTIONS, json=others)

    with pytest.raises(BadCredentials) as caught:
        a_client().get("Invoices")
    assert f"tenant {TENANT} is not connected" in str(caught.value)
    assert "connected are: Harbour & Vale Ltd (b-1), unnamed (b-2);" in str(caught.value)
    assert "xero-tenant-id" not in sent(server).headers


def test_a_403_for_a_connected_tenant_can_pass_by_itself(server: responses.RequestsMock) -> None:
    """Clients in the field have seen it come and go."""
    server.get(INVOICES, status=403)
    server.get(CONNECTIONS, json=[connected(TENANT.upper())])

    with pytest.raises(VendorDown, match="although"):
        a_client().get("Invoices")


def test_a_403_that_cannot_be_explained_tells_what_stood_in_the_way(server: responses.RequestsMock) -> None:
    """No answer from /connections must not be read as nobody being connected."""
    server.get(INVOICES, status=403)
    server.get(CONNECTIONS, status=503)

    with pytest.raises(VendorDown, match="connections"):
        a_client().get("Invoices")


def test_connections_are_organisations_only(server: responses.RequestsMock) -> None:
    """A practice has no ledger."""
    server.get(CONNECTIONS, json=[connected("a", "A"), connected("p", "P", "PRACTICE"), "odd"])

    assert a_client().connections() == [Connection("a", "A")]


@pytest.mark.parametrize("body", ["{}", "<html>"])
def test_connections_that_are_no_list_break_the_contract(server: responses.RequestsMock, body: str) -> None:
    """It is a bare array, without Xero's envelope."""
    server.get(CONNECTIONS, body=body)

    with pytest.raises(ContractBroken):
        a_client().connections()


@pytest.mark.parametrize(
    ("headers", "seconds", "problem"),
    [
        ({"X-Rate-Limit-Problem": "minute", "Retry-After": "13"}, 13, "minute"),
        ({"X-Rate-Limit-Problem": "Day", "Retry-After": "40000"}, 40000, "day"),
        ({"X-Rate-Limit-Problem": "appminute", "Retry-After": "5"}, 5, "appminute"),
        ({"X-Rate-Limit-Problem": "concurrent"}, 0.5, "concurrent"),
        ({"X-Rate-Limit-Problem": "minute"}, 60, "minute"),
        ({"X-Rate-Limit-Problem": "day"}, 3600, "day"),
        ({}, 60, "unnamed"),
    ],
)
def test_a_limit_names_itself_and_the_wait(
    server: responses.RequestsMock, headers: dict[str, str], seconds: float, problem: str
) -> None:
    """A minute is waited out, a day is not; and its body is empty, so only headers can say."""
    server.get(INVOICES, status=429, headers=headers)

    with pytest.raises(RateLimited, match=f"'{problem}'") as caught:
        a_client().get("Invoices")
    assert caught.value.retry_after == seconds


def test_the_wait_for_too_many_calls_at_once_is_short_and_varies() -> None:
    """Functions that were refused together must not come back together."""
    waits = {short_jitter() for _ in range(20)}

    assert all(0.25 <= wait <= 2 for wait in waits)
    assert len(waits) > 10


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (500, "", VendorDown, "Xero failed"),
        (502, "<html>", VendorDown, "502"),
        (503, "The Xero API is currently offline for maintenance", VendorDown, "maintenance"),
        (503, "The Xero API is temporarily unavailable", VendorDown, "temporarily unavailable"),
        (503, "The Organisation is offline", VendorDown, "organisation is offline"),
        (504, "", VendorDown, "504"),
        (400, '{"ErrorNumber":51,"Type":"HighVolumeException","Message":"m"}', ContractBroken, "51 HighVolumeEx"),
        (400, '{"ErrorNumber":16,"Type":"QueryParseException","Message":"m"}', ContractBroken, "16 QueryParseEx"),
        (400, '{"ErrorNumber":"x","Type":"<b>"}', ContractBroken, "answered 400; look"),
        (404, "The resource you're looking for cannot be found", ContractBroken, "404"),
        (412, "", ContractBroken, "412"),
        (501, "", ContractBroken, "501"),
        (302, "", ContractBroken, "302"),
    ],
)
def test_each_refusal_is_told_with_its_proof(
    server: responses.RequestsMock, status: int, body: str, error: type[ConnectorError], says: str
) -> None:
    """Whether a person is needed, and the id that Xero's support will ask for."""
    server.get(INVOICES, status=status, body=body, headers={"Xero-Correlation-Id": "c-7"})

    with pytest.raises(error, match=says) as caught:
        a_client().get("Invoices")
    assert "(Xero-Correlation-Id c-7)" in str(caught.value)
