"""Everything is found in the demo model by name and by id, and each miss is explained."""

from typing import Any

import pytest
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.discovery import find_action, find_file, find_model, find_workspace, sources_of
from ml_connector.anaplan.header import check_sources
from ml_connector.anaplan.models import Workspace
from ml_connector.errors import ContractBroken, SettingsWrong

from tests.component.anaplan.csv_files import ENTITIES, LINES
from tests.component.anaplan.desk import Desk, Operator


def test_a_model_is_found_by_names_and_by_ids(simulator: dict[str, Any], desk: Desk) -> None:
    """Both lead to the same place."""
    by_id = find_model(desk.client, find_workspace(desk.client, simulator["workspace_id"]), simulator["model_id"])

    assert by_id == desk.model
    assert by_id.id == simulator["model_id"]


def test_ids_in_the_wrong_case_are_shown_in_the_right_one(simulator: dict[str, Any], client: AnaplanClient) -> None:
    """Anaplan itself would answer 404."""
    workspace, model = simulator["workspace_id"], simulator["model_id"]

    with pytest.raises(SettingsWrong, match=workspace):
        find_workspace(client, workspace.upper())
    with pytest.raises(SettingsWrong, match=model):
        find_model(client, Workspace(id=workspace), model.lower())


def test_actions_and_files_are_found_in_lists_of_short_pages(desk: Desk, operator: Operator) -> None:
    """Some lists are cut below the limit that was asked for."""
    operator.order("settings", page_cap=1)

    assert desk.action("Tracking options from Xero", "import").kind == "import"
    assert desk.action("Load Xero payments", "process").kind == "process"
    assert find_file(desk.client, desk.model, "xero_payments.csv").name == "xero_payments.csv"


def test_a_missing_import_names_the_closest(desk: Desk) -> None:
    """Imports are renamed by model builders."""
    with pytest.raises(SettingsWrong, match="closest are 'Accounts from Xero'"):
        desk.action("Accounts of Xero", "import")


def test_a_process_called_an_import_is_recognised(desk: Desk) -> None:
    """One word in settings mends it."""
    with pytest.raises(SettingsWrong, match="write `process: Load Xero bills`"):
        desk.action("Load Xero bills", "import")


def test_the_columns_of_a_process_are_those_of_both_its_imports(desk: Desk) -> None:
    """What settings describe is what the demo model expects."""
    action = desk.action("Load Xero invoices", "process")
    file = find_file(desk.client, desk.model, "xero_invoices.csv")
    sources = sources_of(desk.client, desk.model, action)

    assert [source.name for source in sources] == ["Invoice lines list", "Invoice lines data"]
    check_sources(action.name, file, sources, LINES)


def test_a_renamed_column_stops_before_the_upload(desk: Desk) -> None:
    """Anaplan would drop it without a word."""
    action = desk.action("Entities from Xero", "import")
    file = find_file(desk.client, desk.model, "xero_entities.csv")
    ours = ["Code", "Title", "Base Currency"]

    with pytest.raises(ContractBroken) as caught:
        check_sources(action.name, file, sources_of(desk.client, desk.model, action), ours)

    assert "column 'Base Currency' here, 'Base currency' there" in str(caught.value)
    assert "column 'Name' there, missing here" in str(caught.value)


def test_a_file_that_the_action_does_not_read_is_refused(desk: Desk) -> None:
    """The upload would succeed and nothing would be loaded."""
    action = desk.action("Entities from Xero", "import")
    file = find_file(desk.client, desk.model, "xero_accounts.csv")

    with pytest.raises(SettingsWrong, match=r"does not read the file 'xero_accounts\.csv'"):
        check_sources(action.name, file, sources_of(desk.client, desk.model, action), ENTITIES)


def test_an_archived_model_is_told(client: AnaplanClient, operator: Operator) -> None:
    """It takes no data until somebody unarchives it."""
    operator.order("settings", active_state="ARCHIVED")

    with pytest.raises(SettingsWrong, match="archived"):
        find_action(client, find_model(client, find_workspace(client, "Finance"), "Xero Data Hub"), "x", "import")
