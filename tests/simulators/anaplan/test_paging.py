"""Pages, and what is missing from them (behaviours 10 and 11)."""

import pytest

from infra.local.vendors.anaplan import start
from infra.local.vendors.anaplan.declaration import DeclaredFile
from tests.simulators.anaplan.client import Anaplan
from tests.simulators.anaplan.small_model import ANNA, MODEL, SMALL


def tasks(anna: Anaplan, count: int) -> str:
    for _ in range(count):
        anna.start("imports", "Net")
    anna.wait_for_model()
    return f"imports/{anna.id_of('imports', 'Net')}/tasks"


def test_a_list_without_a_limit_is_whole_and_names_a_next_page_all_the_same(anna: Anaplan) -> None:
    """Following ``next`` would read rows again: it is not to be trusted."""
    answer = anna.get("imports")

    paging = answer["meta"]["paging"]
    assert paging["currentPageSize"] == paging["totalSize"] == len(answer["imports"])
    assert paging["next"].endswith("?limit=20&offset=20")
    assert "previous" not in paging


def test_a_list_is_cut_by_limit_and_offset(anna: Anaplan) -> None:
    """previous is there past the first page, next before the last."""
    every = [row["id"] for row in anna.get("imports")["imports"]]
    first, last = anna.get("imports", limit=2), anna.get("imports", limit=2, offset=5)

    assert [row["id"] for row in first["imports"]] == every[:2]
    assert [row["id"] for row in last["imports"]] == every[5:]
    assert first["meta"]["paging"]["next"].endswith("?limit=2&offset=2")
    assert "previous" not in first["meta"]["paging"]
    assert "next" not in last["meta"]["paging"]
    assert last["meta"]["paging"]["previous"].endswith("?limit=2&offset=3")


def test_a_page_without_a_limit_is_at_most_5000_rows() -> None:
    """A client that takes the first page for everything loses rows."""
    files = [DeclaredFile(name=f"{number}.csv", columns=["Code"]) for number in range(5_001)]
    declared = SMALL.model_copy(update={"files": files, "imports": [], "processes": []})
    with start(declaration=declared) as sim:
        answer = Anaplan(sim.url, f"models/{MODEL}", ANNA).get("files")

    assert len(answer["files"]) == answer["meta"]["paging"]["currentPageSize"] == 5_000
    assert answer["meta"]["paging"]["totalSize"] == 5_002, "with the export's file"


def test_a_page_may_be_cut_below_its_limit_without_a_word(anna: Anaplan) -> None:
    """The page size that counts is the one that is told back; items of lists have no pages at all."""
    regions = anna.id_of("lists", "Regions")
    anna.admin("POST", "settings", {"page_cap": 1})

    assert anna.get("imports", limit=100)["meta"]["paging"]["currentPageSize"] == 1
    assert len(anna.get(f"lists/{regions}/items")["listItems"]) == 2


def test_an_empty_collection_has_no_key(anna: Anaplan) -> None:
    """A client must not read that as an error, nor index it blindly."""
    file = anna.id_of("files", "net.csv")
    region_list = anna.id_of("lists", "Regions")
    anna.ask("POST", f"lists/{region_list}/items?action=delete", json={"items": [{"code": "N"}, {"code": "S"}]})

    assert "chunks" not in anna.get(f"files/{file}/chunks")
    assert "listItems" not in anna.get(f"lists/{region_list}/items")
    assert "tasks" not in anna.get("imports/112999999999/tasks"), "200 even below an invented import"


@pytest.mark.parametrize("order", ["name", "+nothing"], ids=["no sign", "unknown field"])
def test_a_badly_sorted_list_of_models_is_refused(anna: Anaplan, order: str) -> None:
    """Models, workspaces and users are strict."""
    answer = anna.ask("GET", "/2/0/models", params={"sort": order})

    assert answer.status_code == 400
    assert answer.json()["status"]["message"].startswith("Bad sort order format")
    assert anna.get("/2/0/models", sort="-name")["models"]


def test_a_badly_sorted_list_below_a_model_is_not_refused(anna: Anaplan) -> None:
    """There, unknown fields are ignored."""
    assert anna.get("imports", sort="nothing")["imports"] == anna.get("imports")["imports"]
    names = [row["name"] for row in anna.get("imports", sort="-name")["imports"]]
    assert names == sorted(names, reverse=True)


def test_tasks_are_listed_newest_first_if_asked(anna: Anaplan) -> None:
    """After an ambiguous start, a client looks for the newest task."""
    path = tasks(anna, 3)
    oldest_first = [row["taskId"] for row in anna.get(path)["tasks"]]

    assert [row["taskId"] for row in anna.get(path, sort="-creationDate")["tasks"]] == oldest_first[::-1]
