"""When Xero does not answer as hoped."""

from datetime import timedelta

import pytest
import requests
from ml_connector.errors import BadCredentials, ContractBroken, RateLimited, SettingsWrong, VendorDown
from ml_connector.xero.client import XeroClient
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.pages import read_page
from ml_connector.xero.paging import Position
from pydantic import SecretStr

from infra.local.vendors.common.faults import Fault
from tests.component.xero.reader import MemoryVault, NewClient, Simulator, read_invoices


def statuses(simulator: Simulator, ending: str) -> list[int | None]:
    """What was answered on paths that end so, in order."""
    return [entry.status for entry in simulator.simulator.state.journal.entries(0) if entry.path.endswith(ending)]


def test_an_expired_token_is_renewed_once_and_nobody_notices(
    client: XeroClient, simulator: Simulator, vault: MemoryVault
) -> None:
    """Its end by Xero's clock counts, not ours."""
    read_invoices(client)
    simulator.simulator.state.clock.advance(timedelta(minutes=31))

    assert len(read_invoices(client).seen) == 45
    assert statuses(simulator, "/Invoices").count(401) == 1
    assert statuses(simulator, "/connect/token") == [200, 200]
    assert vault.writes == 2


def test_a_revoked_consent_needs_a_person(client: XeroClient, simulator: Simulator) -> None:
    """The message says how to connect again."""
    read_invoices(client)
    requests.post(f"{simulator.admin}/revoke", timeout=5).raise_for_status()

    with pytest.raises(BadCredentials, match="ml-connector connect"):
        read_invoices(client)


def test_a_wrong_tenant_is_told_with_the_ones_that_are_connected(new_client: NewClient) -> None:
    """A copied id of another firm must never read as an empty organisation."""
    with pytest.raises(BadCredentials, match=r"connected are: .*Test \(NZ\) Limited"):
        read_invoices(new_client("aaaaaaaa-0009-4000-8000-00000000c0de"))


def test_a_full_minute_is_handed_back_with_the_wait(client: XeroClient, simulator: Simulator) -> None:
    """The workflow waits; after that the same page is asked again and the pass goes on."""
    simulator.simulator.state.limits.minute = 2
    endpoint, position = ENDPOINTS["invoices"], Position()
    for _ in range(2):
        read_page(client, endpoint, position)

    with pytest.raises(RateLimited, match="'minute'") as caught:
        read_page(client, endpoint, position)
    assert 0 < caught.value.retry_after <= 60

    simulator.simulator.state.clock.advance(timedelta(seconds=caught.value.retry_after))
    assert read_page(client, endpoint, position).count == 45


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(path="Invoices", kind="drop_before"), VendorDown),
        (Fault(path="Invoices", kind="drop_after"), VendorDown),
        (Fault(path="Invoices", status=503, body="The Organisation is offline"), VendorDown),
        (Fault(path="Invoices", status=200, body='{"Invoices": ['), ContractBroken),
        (Fault(path="Invoices", status=200, body="<html>Maintenance</html>"), ContractBroken),
        (Fault(path="connect/token", status=500), VendorDown),
    ],
    ids=["cut before", "cut after", "offline", "cut JSON", "HTML", "identity down"],
)
def test_a_fault_is_named_and_the_next_try_succeeds(
    client: XeroClient, simulator: Simulator, fault: Fault, error: type[Exception]
) -> None:
    """Nothing of a broken answer is kept."""
    simulator.simulator.state.faults.add(fault)

    with pytest.raises(error):
        read_invoices(client)
    assert len(read_invoices(client).seen) == 45


def test_a_scope_that_was_not_granted_is_a_matter_of_settings(
    client: XeroClient, simulator: Simulator, vault: MemoryVault
) -> None:
    """Renewing would bring the same scopes for ever."""
    requests.post(f"{simulator.admin}/scopes", json={"scopes": ["offline_access"]}, timeout=5).raise_for_status()
    requests.post(f"{simulator.admin}/consent", timeout=5).raise_for_status()
    vault.credentials = vault.credentials.model_copy(
        update={"refresh_token": SecretStr(simulator.description()["refresh_token"])}
    )

    with pytest.raises(SettingsWrong, match="scope"):
        read_invoices(client)
    assert vault.writes == 1
