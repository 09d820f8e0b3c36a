"""Every way to log in to Anaplan, against the simulator, and what is said when one is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.anaplan.consent import Authorization, Consent
from ml_connector.anaplan.login import renewal
from ml_connector.errors import BadCredentials
from ml_connector.hosts import Endpoints
from ml_connector.http import Http
from ml_connector.settings import AnaplanConnection
from pydantic import SecretStr

from infra.local.vendors.anaplan import RunningAnaplan, start
from infra.local.vendors.anaplan.grants import CODE_CLIENT, CODE_SECRET, DEVICE_CLIENT
from tests.component.anaplan.certified import certificate, key, pem

BACK = "http://localhost:8765/callback"
Kind = Literal["basic", "certificate", "oauth", "device"]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def server() -> Iterator[RunningAnaplan]:
    with start() as running:
        yield running


def renewed(server: RunningAnaplan, kind: Kind, credentials: AnaplanCredentials, **more: Any) -> AnaplanCredentials:
    chosen = AnaplanConnection(kind=kind, secret="made-up", **more)
    hosts = Endpoints(anaplan_auth=server.url, anaplan_oauth=server.url)
    return renewal(Http(requests.Session()), chosen, hosts, now)(credentials)


def works(server: RunningAnaplan, credentials: AnaplanCredentials) -> bool:
    assert credentials.token is not None
    headers = {"Authorization": f"AnaplanAuthToken {credentials.token.get_secret_value()}"}
    return requests.get(f"{server.url}/2/0/workspaces", headers=headers, timeout=10).ok


def certified(server: RunningAnaplan, text: str, **more: str) -> AnaplanCredentials:
    order = {"email": server.description()["email"], "certificate": text}
    requests.post(f"{server.admin}/certificates", json=order, timeout=10).raise_for_status()
    return AnaplanCredentials.model_validate({"certificate": text, "private_key": pem(key())} | more)


@pytest.mark.parametrize(
    ("settings", "switches"),
    [
        ({}, {}),
        ({"certificate_format": "v1"}, {}),
        ({"timestamp_unit": "milliseconds"}, {"certificate_timestamp": "milliseconds"}),
        ({}, {"certificate_v1": False, "single_sign_on": True}),
    ],
    ids=["v2", "v1", "milliseconds", "single sign-on"],
)
def test_a_certificate_logs_in(server: RunningAnaplan, settings: dict[str, Any], switches: dict[str, Any]) -> None:
    """The form and the unit are settings, because what Anaplan's pages say is not what all clients do."""
    server.simulator.tenant.switches.change(switches)

    assert works(server, renewed(server, "certificate", certified(server, certificate(key())), **settings))


def test_a_key_with_a_passphrase_is_opened(server: RunningAnaplan) -> None:
    """Certificate authorities hand keys out like that."""
    locked = {"private_key": pem(key(), "open sesame"), "passphrase": "open sesame"}

    assert works(server, renewed(server, "certificate", certified(server, certificate(key()), **locked)))


@pytest.mark.parametrize(
    ("days", "more", "says"),
    [
        ((-30, -1), {}, "expired on"),
        ((1, 30), {}, "not yet"),
        ((-1, 30), {"private_key": pem(key(1))}, "is not the one of the certificate"),
        ((-1, 30), {"private_key": pem(key(), "open sesame")}, "passphrase"),
        ((-1, 30), {"private_key": pem(key(), "open sesame"), "passphrase": "wrong"}, "passphrase"),
        ((-1, 30), {"private_key": "no key"}, "cannot be read"),
        ((-1, 30), {"certificate": "no certificate"}, "no PEM text"),
    ],
    ids=["expired", "early", "wrong key", "locked", "wrong passphrase", "no key", "no certificate"],
)
def test_a_certificate_that_cannot_work_is_told_before_anything_is_sent(
    server: RunningAnaplan, days: tuple[float, float], more: dict[str, str], says: str
) -> None:
    """Anaplan would answer all of these with the same refusal."""
    credentials = certified(server, certificate(key(), days), **more)
    server.simulator.journal.clear()

    with pytest.raises(BadCredentials, match=says) as caught:
        renewed(server, "certificate", credentials)
    assert not server.simulator.journal.entries(0)
    assert "PRIVATE KEY" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "switches", "skew"),
    [
        ({"certificate_format": "v1"}, {"certificate_v1": False}, 0),
        ({"timestamp_unit": "milliseconds"}, {}, 0),
        ({}, {}, 600),
        ({}, {}, -600),
    ],
    ids=["v1 switched off", "wrong unit", "clock ten minutes behind", "clock ten minutes ahead"],
)
def test_a_refused_certificate_is_told_with_what_to_try(
    server: RunningAnaplan, settings: dict[str, Any], switches: dict[str, Any], skew: float
) -> None:
    """Anaplan says only that it was refused."""
    credentials = certified(server, certificate(key()))
    server.simulator.tenant.switches.change(switches)
    server.simulator.clock.advance(timedelta(seconds=skew))

    with pytest.raises(BadCredentials, match="timestamp_unit"):
        renewed(server, "certificate", credentials, **settings)


@pytest.mark.parametrize("skew", [600, -600])
def test_a_clock_ten_minutes_off_does_not_change_how_long_a_token_is_used(server: RunningAnaplan, skew: float) -> None:
    """Anaplan tells the end by its own clock; compared with ours it would be ten minutes wrong."""
    server.simulator.clock.advance(timedelta(seconds=skew))
    told = server.description()
    login = AnaplanCredentials.model_validate({"email": told["email"], "password": told["password"]})

    ends = renewed(server, "basic", login).expires_at

    assert ends is not None
    assert abs(ends - now() - timedelta(minutes=35)) < timedelta(seconds=30)


def test_a_password_with_odd_characters_logs_in(server: RunningAnaplan) -> None:
    """Colons, quotes, umlauts and emoji all stand in real passwords."""
    odd, users = "p:ä\"'ß\\ 😀%\t", server.simulator.tenant.users
    users.change_password(users.first.email, odd)
    login = AnaplanCredentials(email=users.first.email, password=SecretStr(odd))

    assert works(server, renewed(server, "basic", login))


def granted(server: RunningAnaplan) -> AnaplanCredentials:
    """What a person's consent in the browser is worth."""
    asked = Authorization(CODE_CLIENT, BACK)
    page = asked.address(server.url)
    fields = dict(parse_qsl(urlsplit(page).query))
    back = requests.post(page.partition("?")[0], data=fields, timeout=10, allow_redirects=False)
    code = asked.code_in(back.headers["Location"])
    return Consent(Http(requests.Session()), server.url, now).exchange(asked, SecretStr(CODE_SECRET), code)


@pytest.mark.parametrize("rotating", [True, False], ids=["rotating", "lasting"])
def test_a_consent_is_renewed_again_and_again(server: RunningAnaplan, *, rotating: bool) -> None:
    """Whatever comes back is kept; what does not come back stays."""
    server.simulator.tenant.switches.rotating_refresh_tokens = rotating
    first = granted(server)
    second = renewed(server, "oauth", first)
    third = renewed(server, "oauth", second)

    assert all(works(server, each) for each in (first, second, third))
    assert (second.refresh_token != first.refresh_token) is rotating
    assert third.client_secret == SecretStr(CODE_SECRET)


def test_a_used_refresh_token_is_spent_for_good(server: RunningAnaplan) -> None:
    """Anaplan has no grace: only a person can help."""
    first = granted(server)
    renewed(server, "oauth", first)

    with pytest.raises(BadCredentials, match="connect again") as caught:
        renewed(server, "oauth", first)
    assert caught.value.spent


def test_a_device_is_let_in_once_a_person_has_typed_its_code(server: RunningAnaplan) -> None:
    """Asking too often is told, and then asked more slowly."""
    oauth, clock = Consent(Http(requests.Session()), server.url, now), server.simulator.clock
    device = oauth.start_device(DEVICE_CLIENT)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock.advance(timedelta(seconds=1 if len(pauses) == 1 else seconds))
        if len(pauses) == 2:
            form = {"user_code": device.user_code}
            assert requests.post(device.address.partition("?")[0], data=form, timeout=10).ok

    login = oauth.finish_device(DEVICE_CLIENT, device, pause)

    assert pauses == [5, 10]
    assert works(server, renewed(server, "device", login))


def test_a_device_under_single_sign_on_is_explained(server: RunningAnaplan) -> None:
    """The person at the terminal cannot change it, but can ask the right one for the right thing."""
    server.simulator.tenant.switches.single_sign_on = True

    with pytest.raises(BadCredentials, match=r"tenant security administrator.*exception user.*kind: oauth"):
        Consent(Http(requests.Session()), server.url, now).start_device(DEVICE_CLIENT)


def test_a_client_of_the_other_grant_is_explained(server: RunningAnaplan) -> None:
    """Both grants need clients of their own, which look alike."""
    login = AnaplanCredentials(client_id=CODE_CLIENT, refresh_token=SecretStr("any"))

    with pytest.raises(BadCredentials, match="separate clients"):
        renewed(server, "oauth", login)
