"""The operator's paths of this simulator."""

import json
from pathlib import Path

import pytest
import requests

from tests.simulators.xero.books import NZ, UK, books, category, invoice, made_id
from tests.simulators.xero.client import Client, Serve

OTHER = "aaaaaaaa-0003-4000-8000-00000000c0de"
INLINE = {"Organisations": [{"OrganisationID": OTHER, "Name": "Third"}], "Invoices": [{"InvoiceID": made_id(1, 77)}]}


def test_a_put_is_merging_field_by_field(client: Client) -> None:
    """What is not named stays; the stamp and the texts beside dates follow."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1).upper(), "Status": "VOIDED", "Date": "2026-05-04"})

    shown = client.get(f"Invoices/{made_id(1, 1)}").json()["Invoices"][0]

    assert shown["InvoiceID"] == made_id(1, 1)
    assert (shown["Status"], shown["Total"]) == ("VOIDED", 12.6)
    assert (shown["Date"], shown["DateString"]) == ("/Date(1777852800000+0000)/", "2026-05-04T00:00:00")
    assert shown["UpdatedDateUTCString"] == "2026-11-01T12:00:00Z"


def test_a_put_is_creating_what_is_not_there(client: Client) -> None:
    """With an id, lines with ids, and a stamp of now."""
    client.edit("Invoices", {"Type": "ACCPAY", "LineItems": [{"LineAmount": 1.5}]})

    newest = client.all("Invoices", {"page": 1})[-1]

    assert newest["InvoiceID"]
    assert newest["LineItems"][0]["LineItemID"]
    assert newest["UpdatedDateUTC"] == "/Date(1793534400000+0000)/"


@pytest.mark.parametrize("form", ["object", "list", "answer"])
def test_a_put_is_taken_in_the_shape_of_an_answer_too(client: Client, form: str) -> None:
    """Whatever GET gave can be sent back."""
    change = {"InvoiceID": made_id(1, 1), "Reference": "x"}
    order = {"object": change, "list": [change], "answer": {"Invoices": [change]}}[form]

    client.admin("PUT", f"tenants/{UK}/Invoices", order)

    assert client.get(f"Invoices/{made_id(1, 1)}").json()["Invoices"][0]["Reference"] == "x"


def test_a_put_of_numbers_is_exact(client: Client) -> None:
    """Digits survive the operator's way in and out."""
    url = f"{client.running.admin}/tenants/{UK}/Invoices"
    body = '{"InvoiceID": "' + made_id(1, 1) + '", "CurrencyRate": 0.1000000000000000055, "Total": 1.10}'

    answer = requests.put(url, data=body, timeout=10)

    assert '"CurrencyRate":0.1000000000000000055' in answer.text
    assert '"Total":1.10' in requests.get(url, timeout=10).text


def test_a_tracking_option_is_removed_by_its_category(serve: Serve) -> None:
    """As at Xero: it vanishes without a trace."""
    client = serve(books(TrackingCategories=[category(1, "A", "B")]))
    kept = client.all("TrackingCategories")[0]["Options"][:1]

    client.edit("TrackingCategories", {"TrackingCategoryID": made_id(6, 1), "Options": kept})

    assert [each["Name"] for each in client.all("TrackingCategories")[0]["Options"]] == ["A"]
    assert "UpdatedDateUTC" not in client.all("TrackingCategories")[0]


def test_a_deleted_record_is_gone_for_good(client: Client) -> None:
    """Something Xero does to unused accounts and options only."""
    client.admin("DELETE", f"tenants/{UK}/Invoices/{made_id(1, 1)}")

    assert client.get(f"Invoices/{made_id(1, 1)}").status_code == 404
    assert len(client.all("Invoices")) == 4


def test_all_records_are_read_complete(client: Client) -> None:
    """Lines included, without paging, without a token, connected or not."""
    client.admin("DELETE", f"tenants/{UK}")

    invoices = client.admin("GET", f"tenants/{UK}/invoices").json()["Invoices"]

    assert len(invoices) == 5
    assert invoices[0]["LineItems"]


def test_a_new_organisation_is_connected(client: Client, tmp_path: Path) -> None:
    """From a folder or inline; the same again is a reconnection."""
    (tmp_path / "organisation.json").write_text(json.dumps({"Organisations": [{"OrganisationID": made_id(9, 1)}]}))
    client.admin("POST", "tenants", INLINE)
    client.admin("POST", "tenants", {"folder": str(tmp_path)})

    assert {each["tenantId"] for each in client.connections().json()} == {UK, NZ, OTHER, made_id(9, 1)}
    assert client.get("Invoices", Xero_Tenant_Id=OTHER).json()["Invoices"][0]["InvoiceID"] == made_id(1, 77)


def test_a_seed_is_replacing_all_organisations(client: Client) -> None:
    """Tokens stay good."""
    tenants = client.admin("POST", "seed", {"organisations": [INLINE]}).json()["tenants"]

    assert tenants == [{"tenant_id": OTHER, "name": "Third", "connected": True}]
    assert [each["tenantId"] for each in client.connections().json()] == [OTHER]


def test_a_reset_is_the_start_again(client: Client) -> None:
    """Books, tokens, limits, faults, drift, journal and clock."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "Status": "VOIDED"})
    client.admin("POST", "limits", {"minute": 1})
    client.admin("POST", "faults", {"times": None})
    client.admin("POST", "scopes", {"scopes": []})

    client.admin("POST", "reset")
    client.log_in()

    assert {each["Status"] for each in client.all("Invoices")} == {"AUTHORISED"}
    assert client.get("Invoices").status_code == 200
    assert client.running.simulator.state.journal.count("GET", "Invoices") == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"tenants/{UK}/Nothing", None, 404),
        ("GET", "tenants/unknown/Invoices", None, 404),
        ("DELETE", "tenants/unknown", None, 404),
        ("DELETE", f"tenants/{UK}/Invoices/unknown", None, 404),
        ("PUT", f"tenants/{UK}/Invoices", "{", 400),
        ("PUT", f"tenants/{UK}/Invoices", "3", 400),
        ("POST", "seed", "{}", 400),
        ("POST", "seed", '{"folder": "/does/not/exist"}', 400),
        ("POST", "seed", '{"Organisations": [{"OrganisationID": "x"}], "Nonsense": []}', 400),
        ("POST", "drift", '{"tenant": "unknown", "collection": "Invoices"}', 404),
        ("POST", "drift", '{"tenant": "' + UK + '", "collection": "Nonsense"}', 404),
    ],
)
def test_a_wrong_order_is_refused_with_its_reason(
    client: Client, method: str, path: str, body: str | None, status: int
) -> None:
    """And changes nothing."""
    answer = requests.request(method, f"{client.running.admin}/{path}", data=body, timeout=10)

    assert answer.status_code == status
    assert answer.json()["error"]
    assert len(client.connections().json()) == 2


def test_a_listener_may_edit_in_process(serve: Serve) -> None:
    """State is there for tests that run in the same process."""
    client = serve(books(Invoices=[invoice(1), invoice(2)]))
    tenant = client.running.simulator.state.tenant(UK)

    tenant.upsert("Invoices", [{"InvoiceID": made_id(1, 1), "Status": "PAID"}])
    tenant.touch("Invoices", made_id(1, 1))
    tenant.remove("Invoices", made_id(1, 2))

    assert [each["Status"] for each in client.all("Invoices")] == ["PAID"]
