"""What answers where (behaviours 7 and 8, and both forms of paths)."""

import pytest

from tests.simulators.anaplan.client import Anaplan
from tests.simulators.anaplan.small_model import ANNA, MODEL, WORKSPACE


@pytest.mark.parametrize(
    "path",
    [
        f"/2/0/models/{MODEL.lower()}/files",
        f"/2/0/workspaces/{WORKSPACE.upper()}/models/{MODEL}/files",
        f"/2/0/workspaces/{'0' * 32}/models/{MODEL}/files",
        f"/2/0/models/{MODEL}/files/113999999999/chunks",
        f"/2/0/models/{MODEL}/nothing",
    ],
    ids=["model in lower case", "workspace in upper case", "another workspace", "unknown file", "unknown path"],
)
def test_an_id_that_does_not_fit_to_the_letter_is_not_found(anna: Anaplan, path: str) -> None:
    """Ids are case-sensitive, and the error has the vendor's shape."""
    answer = anna.ask("GET", path)

    assert answer.status_code == 404
    assert answer.json()["status"] == {"code": 404, "message": "Not Found"}
    assert answer.json()["path"] == path
    assert answer.json()["timestamp"].endswith("Z")


def test_a_model_is_found_below_models_only(anna: Anaplan) -> None:
    """GET on the long form is 405, although everything below it answers."""
    assert anna.status("GET", f"/2/0/workspaces/{WORKSPACE}/models/{MODEL}") == 405
    assert anna.get(f"/2/0/models/{MODEL}")["model"]["name"] == "Small"


@pytest.mark.parametrize("resource", ["files", "imports", "exports", "processes", "actions", "lists", "modules"])
def test_both_forms_of_a_path_are_the_same_resource(anna: Anaplan, ben: Anaplan, resource: str) -> None:
    """Anna's session uses the long form, Ben's the short one."""
    assert anna.get(resource)[resource] == ben.get(resource)[resource]


def test_workspaces_and_models_are_listed_with_their_details(anna: Anaplan) -> None:
    """A client finds its ids by name here."""
    workspace = anna.get("/2/0/workspaces", tenantDetails="true")["workspaces"][0]
    model = anna.get("/2/0/models", modelDetails="true")["models"][0]

    assert (workspace["id"], workspace["name"]) == (WORKSPACE, "Finance")
    assert (model["id"], model["currentWorkspaceId"]) == (MODEL, WORKSPACE)
    assert anna.get(f"/2/0/workspaces/{WORKSPACE}/models")["models"][0]["id"] == MODEL
    assert anna.status("GET", f"/2/0/workspaces/{'0' * 32}/models") == 404


def test_the_caller_is_told_who_they_are(anna: Anaplan) -> None:
    """Files are private per user, so it matters which one this is."""
    assert anna.get("/2/0/users/me")["user"]["email"] == ANNA[0]


def test_every_id_is_text_with_the_prefix_of_its_kind(anna: Anaplan) -> None:
    """Clients tell files from model-to-model sources by the prefix."""
    found = {
        resource: {row["id"][:3] for row in anna.get(resource)[resource]}
        for resource in ("lists", "modules", "imports", "files", "exports", "actions", "processes")
    }

    assert found["files"] == {"113", "116"}
    assert {kind: ids.pop() for kind, ids in found.items() if kind != "files"} == {
        "lists": "101",
        "modules": "102",
        "imports": "112",
        "exports": "116",
        "actions": "117",
        "processes": "118",
    }
    assert all(row["id"].startswith("206") for row in anna.get("lineItems")["items"])


def test_an_import_tells_its_file_and_the_header_it_expects(anna: Anaplan) -> None:
    """A client compares its header with this one before it uploads anything."""
    entry = next(row for row in anna.get("imports")["imports"] if row["name"] == "Net")
    source = anna.get(f"imports/{entry['id']}")["importMetadata"]["source"]

    assert (entry["importType"], entry["importDataSourceId"]) == ("MODULE_DATA", anna.id_of("files", "net.csv"))
    assert source["headerNames"] == ["Line", "Net"]
    assert (source["textEncoding"], source["columnSeparator"], source["textDelimiter"]) == ("UTF-8", ",", '"')
    assert (source["headerRow"], source["firstDataRow"]) == (1, 2)


def test_an_invented_import_is_a_server_error(anna: Anaplan) -> None:
    """Seen with Anaplan: 500 here, where everything else is 404."""
    assert anna.status("GET", "imports/112999999999") == 500
    assert anna.status("GET", "processes/118999999999") == 404


def test_a_process_tells_its_actions_in_order(anna: Anaplan) -> None:
    """With the files they read, if asked."""
    path = f"processes/{anna.id_of('processes', 'Load sales')}"
    actions = anna.get(path, showImportDataSource="true")["processMetadata"]["actions"]

    assert [(one["name"], one["actionType"]) for one in actions] == [("Lines", "IMPORT"), ("Sales", "IMPORT")]
    assert {one["importDataSourceId"] for one in actions} == {anna.id_of("files", "sales.csv")}
    assert "importDataSourceId" not in anna.get(path)["processMetadata"]["actions"][0]
