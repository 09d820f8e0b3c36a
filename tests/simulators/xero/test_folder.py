"""Where the books come from: folders, and the demo firm."""

import json
from pathlib import Path
from typing import Any

import pytest
from ml_connector.settings import load

from infra.local.home.lifecycle import DEMO
from infra.local.stage.entities import with_entities
from infra.local.vendors.xero import start
from infra.local.vendors.xero.books.folder import FolderWrong, read_folder
from tests.simulators.xero.books import made_id
from tests.simulators.xero.client import Client


def write(folder: Path, **files: Any) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def organisation(number: int, **fields: Any) -> dict[str, Any]:
    """The content of organisation.json."""
    return {"Organisations": [{"OrganisationID": made_id(9, number), **fields}]}


def test_a_folder_is_one_organisation(tmp_path: Path) -> None:
    """Files of no collection are left alone, numbers keep their digits, odd records are served as they are."""
    write(
        tmp_path,
        organisation=organisation(1, BaseCurrency="CAD"),
        accounts={"Accounts": [{"AccountID": made_id(5, 1), "Name": "No code", "Type": "BANK"}]},
        invoices='{"Invoices": [{"InvoiceID": "odd-id-z", "Total": 0.00, "CurrencyCode": "USD"}]}',
        contacts={"Contacts": [{"ContactID": made_id(2, 1)}]},
        payslips={"whatever": 1},
        manifest="not even json",
    )

    with start(data=tmp_path) as running:
        client = Client(running).log_in()
        assert client.about["tenants"] == [{"tenant_id": made_id(9, 1), "name": made_id(9, 1)}]
        assert client.connections().json()[0]["tenantName"] is None
        assert "Name" not in client.all("Organisation")[0]
        assert "Code" not in client.all("Accounts")[0]
        assert '"Total":0.00' in client.get("Invoices/odd-id-z").text
        assert client.all("Contacts")[0]["UpdatedDateUTC"]
        assert [each["Code"] for each in client.all("Currencies")] == ["CAD", "USD"]


def test_a_folder_of_folders_is_an_organisation_each(tmp_path: Path) -> None:
    """In the order of their names; folders without an organisation are left alone."""
    write(tmp_path / "b", organisation=organisation(1, Name="Bee"))
    write(tmp_path / "a", organisation=organisation(2, Name="Ay"))
    write(tmp_path / "notes")

    assert [books.name for books in read_folder(tmp_path)] == ["Ay", "Bee"]


def test_a_folder_without_settings_is_loaded_as_it_is(tmp_path: Path) -> None:
    """An entity for each organisation; what a folder lacks of the ledger must not fail the run that loads the rest."""
    write(tmp_path / "b", organisation=organisation(1, Name="Bee Books Ltd", BaseCurrency="CAD"))
    write(tmp_path / "a", organisation=organisation(2, Name="Ay", BaseCurrency="NZD"))

    made = with_entities(load(DEMO), read_folder(tmp_path))

    assert {code: one.base_currency for code, one in made.entities.items()} == {"A": "NZD", "BBL": "CAD"}
    assert not made.proof.books


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({}, "organisation.json"),
        ({"organisation": "{"}, "is not JSON"),
        ({"organisation": {"Organisations": []}}, "OrganisationID"),
        ({"organisation": {"Organisations": [{}]}}, "OrganisationID"),
        ({"organisation": {"Organisations": [{"OrganisationID": "x"}]}, "invoices": [1]}, '"Invoices"'),
    ],
)
def test_a_wrong_folder_is_named_with_what_would_be_right(tmp_path: Path, files: dict[str, Any], named: str) -> None:
    """The operator has to find the file without a debugger."""
    with pytest.raises(FolderWrong, match=named):
        read_folder(write(tmp_path, **files))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A typing mistake on the command line."""
    with pytest.raises(FolderWrong, match="nowhere"):
        read_folder(tmp_path / "nowhere")


def test_without_a_folder_the_demo_firm_is_served() -> None:
    """What a newcomer meets first: two organisations under one consent."""
    with start() as running:
        tenants = running.description()["tenants"]

    assert [each["name"] for each in tenants] == ["Harbour & Vale Ltd", "Harbour & Vale (NZ) Limited"]
