"""Workspace, model, file and action are found at run time, and a miss says what to change."""

from typing import Any

import pytest
import responses
from ml_connector.anaplan import discovery
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, Model, Workspace
from ml_connector.errors import SettingsWrong

ROOT = "https://api.test/2/0"
MODEL = f"{ROOT}/workspaces/8a8b/models/C0DE"
LIST = "112000000001"
DATA = "112000000002"
PROCESS = {"id": "118000000001", "name": "Load Xero invoices"}
IMPORTS = [
    {"id": LIST, "name": "Lines list", "importType": "HIERARCHY_DATA", "importDataSourceId": "113000000001"},
    {"id": DATA, "name": "Lines data", "importType": "MODULE_DATA", "importDataSourceId": "113000000001"},
    {"id": "112000000003", "name": "From hub", "importType": "MODULE_DATA", "importDataSourceId": "109000000001"},
    {"id": "112000000004", "name": "Orphan", "importType": "MODULE_DATA"},
]


def _lists(server: responses.RequestsMock, path: str, *rows: dict[str, Any]) -> None:
    paging = {"currentPageSize": len(rows), "totalSize": len(rows)}
    server.get(path, json={"meta": {"paging": paging}, path.rpartition("/")[2]: list(rows)})


def test_a_workspace_is_found_by_name(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Sizes and other fields do not matter."""
    _lists(server, f"{ROOT}/workspaces", {"id": "8a8b", "name": "Finance", "active": True})

    assert discovery.find_workspace(client, "Finance") == Workspace(id="8a8b", name="Finance")


def test_a_model_is_found_with_its_path(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Later steps need only the ids."""
    _lists(server, f"{ROOT}/workspaces/8a8b/models", {"id": "C0DE", "name": "Hub", "activeState": "UNLOCKED"})

    found = discovery.find_model(client, Workspace(id="8a8b"), "Hub")

    assert found.path == "/workspaces/8a8b/models/C0DE"
    assert found == Model(id="C0DE", name="Hub", workspace_id="8a8b", active_state="UNLOCKED")


def test_an_archived_model_is_told_before_anything_is_sent(
    server: responses.RequestsMock, client: AnaplanClient
) -> None:
    """It would refuse every upload with 422."""
    _lists(server, f"{ROOT}/workspaces/8a8b/models", {"id": "C0DE", "name": "Hub", "activeState": "ARCHIVED"})

    with pytest.raises(SettingsWrong, match=r"'Hub' .* is archived"):
        discovery.find_model(client, Workspace(id="8a8b"), "Hub")


def test_a_list_that_is_not_visible_is_a_matter_of_settings(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """A role without access gets 404 for everything inside the model."""
    server.get(f"{MODEL}/files", status=404)

    with pytest.raises(SettingsWrong, match=r"may not see it.*nothing in it can be looked up"):
        discovery.find_file(client, model, "lines.csv")


def test_a_file_is_found_by_id(server: responses.RequestsMock, client: AnaplanClient, model: Model) -> None:
    """Numbers on the wire become text."""
    _lists(server, f"{MODEL}/files", {"id": 113000000001, "name": "lines.csv", "chunkCount": 0, "encoding": "UTF-8"})

    assert discovery.find_file(client, model, "113000000001").name == "lines.csv"


def test_an_import_and_a_process_are_found_by_name(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """Both are actions, under different paths."""
    _lists(server, f"{MODEL}/imports", *IMPORTS)
    _lists(server, f"{MODEL}/processes", PROCESS)

    assert discovery.find_action(client, model, "Lines data", "import").path == f"/imports/{DATA}"
    assert discovery.find_action(client, model, PROCESS["name"], "process").path == f"/processes/{PROCESS['id']}"


def test_a_process_that_settings_call_an_import_is_recognised(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """One word in settings mends it."""
    _lists(server, f"{MODEL}/imports", *IMPORTS)
    _lists(server, f"{MODEL}/processes", PROCESS)

    with pytest.raises(SettingsWrong, match="write `process: Load Xero invoices` in settings"):
        discovery.find_action(client, model, "Load Xero invoices", "import")


def test_an_action_nobody_made_names_the_closest(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """Imports are made by model builders, and renamed by them."""
    _lists(server, f"{MODEL}/imports", *IMPORTS)
    _lists(server, f"{MODEL}/processes", PROCESS)

    with pytest.raises(SettingsWrong, match=r"no import 'Line data' .* closest are 'Lines data'"):
        discovery.find_action(client, model, "Line data", "import")


def test_the_sources_of_a_process_are_those_of_its_imports(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """In the order in which they run; what is no import has no source."""
    source = {"headerNames": ["Line", "Amount"], "textEncoding": "UTF-8", "headerRow": 1}
    steps = [{"id": "117000000001", "name": "Clear"}, *({"id": step} for step in (LIST, DATA, "112000000003"))]
    _lists(server, f"{MODEL}/imports", *IMPORTS)
    server.get(f"{MODEL}/processes/{PROCESS['id']}", json={"processMetadata": {"actions": steps}})
    for import_id in (LIST, DATA):
        server.get(f"{MODEL}/imports/{import_id}", json={"importMetadata": {"type": "FILE", "source": source}})

    found = discovery.sources_of(client, model, Action(kind="process", **PROCESS))

    assert [(s.name, s.file_id) for s in found] == [
        ("Lines list", "113000000001"),
        ("Lines data", "113000000001"),
        ("From hub", None),
    ]
    assert found[0].format.header_names == ("Line", "Amount")


def test_an_import_without_a_source_reads_no_file(
    server: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """Anaplan leaves the field out."""
    _lists(server, f"{MODEL}/imports", *IMPORTS)

    found = discovery.sources_of(client, model, Action(id="112000000004", name="Orphan", kind="import"))

    assert [(s.name, s.file_id) for s in found] == [("Orphan", None)]
