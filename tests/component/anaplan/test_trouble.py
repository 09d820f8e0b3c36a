"""Cut connections, dead tokens, limits and other users: nothing runs twice and nothing hangs."""

from datetime import datetime
from typing import Any

import pytest
import requests
from ml_connector.anaplan.auth import MARGIN, AnaplanCredentials, renew
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.discovery import find_file, find_workspace
from ml_connector.errors import BadCredentials, ContractBroken, ModelBusy, RateLimited, VendorDown
from ml_connector.http import Http
from ml_connector.tokens import SharedToken

from tests.component.anaplan.csv_files import ENTITIES, chunks_of
from tests.component.anaplan.desk import Desk, MemoryVault, Operator

ROWS = [ENTITIES, ["UK", "Harbour & Vale", "GBP"], ["NZ", "Harbour & Vale (NZ)", "NZD"]]


def test_a_start_whose_answer_was_cut_off_is_adopted(desk: Desk, operator: Operator) -> None:
    """Anaplan made the task; a second one would load twice."""
    action = desk.action("Entities from Xero", "import")
    desk.upload("xero_entities.csv", *ROWS)
    operator.order("faults", method="POST", path="/tasks$", kind="drop_after")

    task_id = desk.actions.start(action, known=())

    assert [task.task_id for task in desk.actions.tasks(action)] == [task_id]
    assert desk.finish(action, task_id).clean


def test_a_start_that_never_arrived_can_be_repeated(desk: Desk, operator: Operator) -> None:
    """No task was made, so the same call makes one."""
    action = desk.action("Entities from Xero", "import")
    desk.upload("xero_entities.csv", *ROWS)
    operator.order("faults", method="POST", path="/tasks$", kind="drop_before")

    with pytest.raises(VendorDown, match="starting it again"):
        desk.actions.start(action, known=())

    assert desk.finish(action, desk.actions.start(action, known=())).clean
    assert len(desk.actions.tasks(action)) == 1


def test_a_start_whose_function_died_is_adopted(desk: Desk, operator: Operator) -> None:
    """The next attempt knows only the tasks of before."""
    action = desk.action("Entities from Xero", "import")
    desk.upload("xero_entities.csv", *ROWS)

    first = desk.actions.start(action, known=())
    again = desk.actions.start(action, known=())

    assert again == first
    assert operator.asked("POST", "/tasks") == 1


@pytest.mark.parametrize("bare", [False, True], ids=["nested id", "bare id"])
def test_a_task_id_is_read_from_either_place(desk: Desk, operator: Operator, bare: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """Anaplan's own pages differ."""
    operator.order("settings", bare_task_id=bare)
    desk.upload("xero_entities.csv", *ROWS)

    assert desk.run(desk.action("Entities from Xero", "import")).clean


def test_a_cancelled_task_ends_as_a_failure(desk: Desk, operator: Operator) -> None:
    """It is over, and its rows are not in the model."""
    operator.order("settings", task_seconds=3600)
    action = desk.action("Entities from Xero", "import")
    desk.upload("xero_entities.csv", *ROWS)
    task_id = desk.actions.start(action, known=())

    desk.actions.cancel(action, task_id)
    result = desk.finish(action, task_id)

    assert result.cancelled
    with pytest.raises(ContractBroken, match="was cancelled"):
        result.require_success(action.name)
    assert operator.read("model")["lists"]["Entities"] == []


def test_a_token_that_dies_in_an_upload_is_replaced(desk: Desk, operator: Operator) -> None:
    """Chunks already put stay, and the rest follows with the new token."""
    action = desk.action("Entities from Xero", "import")
    file = find_file(desk.client, desk.model, "xero_entities.csv")
    first, second = chunks_of(ROWS, 2)
    desk.files.begin_upload(file.id, 2)
    desk.files.put_chunk(file.id, 0, first)
    operator.order("clock", advance=36 * 60)

    desk.files.put_chunk(file.id, 1, second)
    desk.files.complete(file.id, 2)

    assert desk.run(action).clean
    assert operator.asked("POST", "/token/authenticate") == 2


@pytest.mark.parametrize("keeps", [True, False], ids=["same value", "new value"])
def test_a_token_near_its_end_is_prolonged(
    simulator: dict[str, Any],
    operator: Operator,
    vault: MemoryVault,
    keeps: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    """Long before its 35 minutes are over, and without the password."""
    operator.order("settings", refresh_keeps_value=keeps)
    http = Http(requests.Session())

    def now() -> datetime:
        return datetime.fromisoformat(operator.read("clock")["now"])

    token = SharedToken(vault, renew(http, simulator["auth"], now), now, MARGIN)
    client = AnaplanClient(http, simulator["api"], token)
    find_workspace(client, "Finance")
    operator.order("clock", advance=30 * 60)

    find_workspace(client, "Finance")

    assert (operator.asked("POST", "/token/refresh"), operator.asked("POST", "/token/authenticate")) == (1, 1)


def test_a_wrong_password_is_told_once(desk: Desk, operator: Operator) -> None:
    """Every further attempt brings the user closer to being locked out."""
    desk.vault.write(AnaplanCredentials.model_validate({"email": "integration@harbourvale.example", "password": "no"}))
    operator.order("clock", advance=36 * 60)

    with pytest.raises(BadCredentials, match="FAILURE_BAD_CREDENTIAL"):
        find_workspace(desk.client, "Finance")
    assert operator.asked("POST", "/token/authenticate") == 2


@pytest.mark.parametrize(("says", "least", "most"), [("none", 10, 10), ("seconds", 1, 120), ("date", 1, 120)])
def test_a_tenant_out_of_calls_says_how_long_to_wait(
    desk: Desk, operator: Operator, says: str, least: float, most: float
) -> None:
    """With seconds, with a date, or with nothing, which means ten seconds."""
    operator.order("limits", capacity=1, per_second=0.02, retry_after=says)
    find_workspace(desk.client, "Finance")

    with pytest.raises(RateLimited) as caught:
        find_workspace(desk.client, "Finance")

    assert least <= caught.value.retry_after <= most


def test_a_process_that_stops_at_a_failure_names_what_did_not_run(desk: Desk, operator: Operator) -> None:
    """Without the upload the first part fails, and the second never starts."""
    operator.order("settings", process_goes_on=False)

    result = desk.run(desk.action("Load Xero bills", "process"))

    assert result.not_run == ("Bill lines data",)
    with pytest.raises(ContractBroken, match="in 'Bill lines list' before 'Bill lines data' could run"):
        result.require_success("Load Xero bills")


def test_a_model_that_is_busy_lets_an_upload_wait(desk: Desk, operator: Operator) -> None:
    """The call hangs until the other user's import is done, and is then as good as any."""
    operator.order("task", seconds=0.3, user="other")

    desk.upload("xero_entities.csv", *ROWS)

    assert desk.run(desk.action("Entities from Xero", "import")).clean


def test_a_model_that_stays_busy_is_told_with_its_job(desk: Desk, operator: Operator, hasty: AnaplanClient) -> None:
    """Silence alone would read like an outage."""
    operator.order("task", seconds=3600, user="other")

    with pytest.raises(ModelBusy, match=r"Xero Data Hub: .* started by"):
        find_file(hasty, desk.model, "xero_entities.csv")
