"""The auth service and the door of the API (behaviours 1, 2, 4 and 6)."""

from datetime import datetime
from typing import Any

import pytest
import requests

from tests.simulators.anaplan.client import TIMEOUT, Anaplan
from tests.simulators.anaplan.small_model import ANNA, BEN

LIFE = 35 * 60


def auth(anna: Anaplan, method: str, path: str, header: str | None) -> requests.Response:
    headers = {} if header is None else {"Authorization": header}
    return requests.request(method, f"{anna.url}/token/{path}", headers=headers, timeout=TIMEOUT)


def own(anna: Anaplan) -> str:
    return f"AnaplanAuthToken {anna.token}"


def now(anna: Anaplan) -> datetime:
    return datetime.fromisoformat(anna.admin("GET", "clock")["now"])


def test_a_good_password_is_a_token_for_35_minutes(anna: Anaplan) -> None:
    """Clients plan their refresh by expiresAt, in milliseconds."""
    anna.admin("POST", "clock", {"speed": 0})
    answer = requests.post(f"{anna.url}/token/authenticate", auth=ANNA, timeout=TIMEOUT)

    assert answer.status_code == 201
    assert answer.json()["status"] == "SUCCESS"
    expires: int = answer.json()["tokenInfo"]["expiresAt"]
    assert expires == int((now(anna).timestamp() + LIFE) * 1000)


@pytest.mark.parametrize("user", [(ANNA[0], BEN[1]), ("nobody@example.test", ANNA[1])], ids=["password", "user"])
def test_a_wrong_login_is_a_bad_credential(anna: Anaplan, user: tuple[str, str]) -> None:
    """Neither the password nor the user is named, so that nothing can be learnt."""
    answer = requests.post(f"{anna.url}/token/authenticate", auth=user, timeout=TIMEOUT)

    assert (answer.status_code, answer.json()["status"]) == (401, "FAILURE_BAD_CREDENTIAL")
    assert set(answer.json()) == {"status", "statusMessage"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "authenticate", 401), ("POST", "logout", 401), ("POST", "refresh", 400), ("GET", "validate", 400)],
)
@pytest.mark.parametrize("header", [None, "nonsense", "Bearer x"], ids=["none", "nonsense", "bearer"])
def test_a_malformed_header_is_told_by_each_call_in_its_way(
    anna: Anaplan, method: str, path: str, status: int, header: str | None
) -> None:
    """A client must not take the 400 of refresh for a reason other than a bad token."""
    answer = auth(anna, method, path, header)

    assert answer.status_code == status
    assert answer.json()["status"] in {"FAILURE_BAD_HEADER", "FAILURE_BAD_CREDENTIAL"}


def test_a_validated_token_is_told_whose_it_is(anna: Anaplan) -> None:
    """The user's guid is 32 lower-case hex digits."""
    answer = auth(anna, "GET", "validate", own(anna)).json()

    assert answer["userInfo"]["userId"] == ANNA[0]
    assert answer["userInfo"]["userGuid"] == anna.get("/2/0/users/me")["user"]["id"]


@pytest.mark.parametrize("kept", [True, False], ids=["same value", "new value"])
def test_a_refreshed_token_is_good_for_longer(anna: Anaplan, kept: bool) -> None:  # noqa: FBT001 - a case
    """Both behaviours have been seen; a client has to store whatever comes back."""
    anna.admin("POST", "settings", {"refresh_keeps_value": kept})
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "clock", {"advance": LIFE - 60})
    answer = auth(anna, "POST", "refresh", own(anna))
    anna.admin("POST", "clock", {"advance": 120})

    assert answer.status_code == 200
    value: Any = answer.json()["tokenInfo"]["tokenValue"]
    assert (value == anna.token) is kept
    assert auth(anna, "GET", "validate", own(anna)).status_code == (200 if kept else 401)
    assert auth(anna, "GET", "validate", f"AnaplanAuthToken {value}").status_code == 200


def test_an_expired_token_is_dead(anna: Anaplan) -> None:
    """It cannot be refreshed either: the client has to log in again."""
    anna.admin("POST", "clock", {"advance": LIFE + 1})

    assert auth(anna, "POST", "refresh", own(anna)).status_code == 401
    assert anna.status("GET", "files") == 401


def test_a_logged_out_token_is_dead_at_once(anna: Anaplan) -> None:
    """Logout is not a hint."""
    answer = auth(anna, "POST", "logout", own(anna))

    assert (answer.status_code, answer.content) == (204, b"")
    assert auth(anna, "POST", "logout", own(anna)).status_code == 401
    assert anna.status("GET", "files") == 401


@pytest.mark.parametrize("scheme", ["AnaplanAuthToken", "Bearer"])
def test_both_schemes_are_taken_by_the_api(anna: Anaplan, scheme: str) -> None:
    """Anaplan documents one and takes both."""
    assert anna.status("GET", "files", headers={"Authorization": f"{scheme} {anna.token}"}) == 200


@pytest.mark.parametrize("header", ["", "Basic YTpi", "AnaplanAuthToken wrong"], ids=["none", "basic", "wrong"])
def test_a_call_without_a_token_is_refused(anna: Anaplan, header: str) -> None:
    """On any call, and told in the API's own shape."""
    answer = anna.ask("GET", "imports", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json()["status"]["code"] == 401


def test_a_token_that_expires_in_the_middle_of_an_upload_is_told_by_the_next_chunk(anna: Anaplan) -> None:
    """Long uploads outlast tokens; the chunks before stay where they are."""
    path = f"files/{anna.id_of('files', 'net.csv')}"
    anna.ask("POST", path, json={"chunkCount": 2})
    assert anna.put(f"{path}/chunks/0", "Line,Net\n") == 204
    anna.admin("POST", "clock", {"advance": LIFE + 1})

    assert anna.put(f"{path}/chunks/1", b"x" * 5_000_000) == 401
