"""The operator's orders: faults, seeds, resets, models of their own."""

import json
from pathlib import Path

import pytest
import requests

from infra.local.vendors.anaplan import RunningAnaplan, start
from infra.local.vendors.anaplan.declaration import DEMO
from tests.simulators.anaplan.client import TIMEOUT, Anaplan, until
from tests.simulators.anaplan.small_model import BEN, MODEL, SMALL


@pytest.mark.parametrize("status", [409, 410, 500, 502, 503, 504])
def test_a_fault_is_followed_by_success(anna: Anaplan, status: int) -> None:
    """One answer in the vendor's place; the import was not started by it."""
    path = f"imports/{anna.id_of('imports', 'Net')}/tasks"
    anna.admin("POST", "faults", {"method": "POST", "path": "/tasks$", "status": status})
    statuses = [anna.status("POST", path, json={"localeName": "en_US"}) for _ in range(2)]

    assert statuses == [status, 200]
    assert len(anna.get(path)["tasks"]) == 1


def test_a_start_whose_answer_is_lost_has_happened(anna: Anaplan) -> None:
    """The ambiguous case: a client finds the task by listing."""
    path = f"imports/{anna.id_of('imports', 'Net')}/tasks"
    anna.admin("POST", "faults", {"method": "POST", "path": "/tasks$", "kind": "drop_after"})
    with pytest.raises(requests.ConnectionError):
        anna.ask("POST", path, json={"localeName": "en_US"})

    assert len(anna.get(path)["tasks"]) == 1


def test_a_slow_complete_is_done_although_the_client_has_gone(anna: Anaplan) -> None:
    """A timeout says nothing about the outcome."""
    path = f"files/{anna.id_of('files', 'net.csv')}"
    anna.ask("POST", path, json={"chunkCount": -1})
    anna.put(f"{path}/chunks/0", "Line,Net\nL1,5\n")
    anna.admin("POST", "faults", {"path": "/complete$", "kind": "delay", "delay": 0.2})
    with pytest.raises(requests.ReadTimeout):
        anna.ask("POST", f"{path}/complete", json={"id": 1}, timeout=0.05)
    until(lambda: '/complete"' in json.dumps(anna.admin("GET", "journal")))

    assert anna.ask("GET", path).status_code == 200


def test_the_journal_is_without_secrets(anna: Anaplan) -> None:
    """Methods, paths and statuses, never headers or bodies."""
    text = json.dumps(anna.admin("GET", "journal"))

    assert "/token/authenticate" in text
    assert anna.token not in text
    assert anna.user[1] not in text


def test_seeded_items_are_there_with_their_properties(anna: Anaplan) -> None:
    """By code, created or brought up to date."""
    items = [{"code": "N", "name": "Far North", "properties": {"Twin": "S"}}, {"code": "W", "name": "West"}]
    anna.admin("POST", "seed", {"lists": {"Regions": items}})

    assert anna.names("Regions") == {"N": "Far North", "S": "South", "W": "West"}
    assert anna.contents()["lists"]["Regions"][0]["properties"]["Twin"] == "S"


@pytest.mark.parametrize(
    ("path", "order", "told"),
    [
        ("seed", {"lists": {"Nowhere": []}}, "no list 'Nowhere'"),
        ("seed", {"lists": {"Regions": [{"code": "W", "name": "North"}]}}, "Name already exists"),
        ("seed", {"default_files": {"nothing.csv": ""}}, "no file 'nothing.csv'"),
        ("drop-rows", {"import": "Nothing", "rows": 1}, "no import 'Nothing'"),
        ("settings", {"task_secs": 1}, "task_secs"),
        ("settings", {"active_state": "ASLEEP"}, "active_state"),
        ("limits", {"capacity": 0}, "capacity"),
        ("task", {"seconds": 1, "user": "nobody"}, "no user 'nobody'"),
    ],
)
def test_a_wrong_order_is_told_what_is_wrong(anna: Anaplan, path: str, order: object, told: str) -> None:
    """400 with the reason, and nothing has changed."""
    answer = requests.post(f"{anna.admin_url}/{path}", json=order, timeout=TIMEOUT)

    assert answer.status_code == 400
    assert told in answer.json()["error"]


def test_a_reset_is_everything_as_at_the_start(sim: RunningAnaplan, anna: Anaplan) -> None:
    """Contents, files, tasks, tokens, settings, limits, faults, clock and journal."""
    anna.load("net.csv", "Net", "Line,Net", "L1,5")
    anna.admin("POST", "settings", {"active_state": "LOCKED"})
    anna.admin("POST", "faults", {"status": 500, "times": 9})
    anna.admin("POST", "clock", {"advance": 999_999})
    anna.admin("POST", "reset")
    again = Anaplan(sim.url, f"models/{MODEL}", BEN)

    assert anna.cells()["L1"]["Net"] == "0"
    assert anna.status("GET", "files") == 401
    assert again.get(f"imports/{again.id_of('imports', 'Net')}/tasks").get("tasks", []) == []
    assert again.admin("GET", "settings")["active_state"] == "UNLOCKED"
    assert again.admin("GET", "files") == {"files": []}


def test_a_model_of_ones_own_is_served_from_a_folder(tmp_path: Path) -> None:
    """The demo's declaration is the pattern to follow."""
    declared = json.loads(DEMO.read_text())
    declared["model"]["name"] = "Mine"
    (tmp_path / "model.json").write_text(json.dumps(declared))
    with start(data=tmp_path) as sim:
        told = sim.description()
        mine = Anaplan(sim.url, f"models/{told['model_id']}", (told["email"], told["password"]))

        assert mine.get("/2/0/models")["models"][0]["name"] == "Mine"
        assert told["admin"] == f"{sim.url}/__admin__"
        assert told["api"] == told["auth"] == sim.url
        (tmp_path / "model.json").write_text(SMALL.model_dump_json())
        mine.admin("POST", "seed", {"folder": str(tmp_path)})
        assert sim.description()["model_id"] == MODEL


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("imports", [{"name": "I", "file": "no.csv", "list": "Regions", "key": "Code"}], "names file 'no.csv'"),
        ("imports", [{"name": "I", "file": "net.csv", "list": "Regions", "key": "Code"}], "names column 'Code'"),
        ("imports", [{"name": "I", "file": "net.csv", "key": "Line"}], "either a list or a module"),
        ("modules", [{"name": "M", "dimension": "Lines", "line_items": {"A": "MONEY"}}], "'MONEY' is no format"),
        ("modules", [{"name": "M", "dimension": "Lines", "line_items": {"A": "NUMBER = B"}}], "names line item 'B'"),
        ("modules", [{"name": "M", "dimension": "Lines", "line_items": {"A": "NUMBER = B * 2"}}], "is no formula"),
        ("processes", [{"name": "P", "actions": ["Nothing"]}], "names action 'Nothing'"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_told_where(key: str, value: list[object], told: str) -> None:
    """A model builder's slip shall not become a puzzle at run time."""
    declared = SMALL.model_dump()
    declared |= {"exports": [], "views": [], "processes": []} | ({"imports": []} if key == "modules" else {})

    with pytest.raises(ValueError, match=told):
        start(declaration=type(SMALL).model_validate(declared | {key: value}))
