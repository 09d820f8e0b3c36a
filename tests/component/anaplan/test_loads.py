"""Uploads, imports and processes end in the model, and what does not is in the dump."""

import pytest
from ml_connector.anaplan.actions import DumpGone
from ml_connector.anaplan.counts import RowCounts
from ml_connector.anaplan.dumps import read_dump
from ml_connector.anaplan.files import Files
from ml_connector.errors import ContractBroken

from tests.component.anaplan.csv_files import ENTITIES, LINES, line
from tests.component.anaplan.desk import Desk, Operator

UK = ["UK", "Zoë's shop, Ltd", "GBP"]
NZ = ["NZ", "Harbour & Vale (NZ)", "NZD"]


def _load_entities(desk: Desk) -> None:
    desk.upload("xero_entities.csv", ENTITIES, UK, NZ)
    assert desk.run(desk.action("Entities from Xero", "import")).clean


def test_an_upload_in_chunks_ends_in_the_list(desk: Desk, operator: Operator) -> None:
    """Joined where they were cut, with accents and commas intact."""
    _load_entities(desk)

    members = operator.read("model")["lists"]["Entities"]
    assert {member["code"]: member["name"] for member in members} == {"UK": UK[1], "NZ": NZ[1]}


def test_a_clean_import_accounts_for_every_row(desk: Desk) -> None:
    """Sent = ok + ignored + failed."""
    desk.upload("xero_entities.csv", ENTITIES, UK, NZ)

    result = desk.run(desk.action("Entities from Xero", "import"))

    assert result.actions[0].completed(sent=2, dumped=0).accounts_for(2)


def test_a_list_import_that_drops_a_row_is_not_clean(desk: Desk) -> None:
    """Anaplan calls it successful; the dump has the second row of the pair."""
    action = desk.action("Entities from Xero", "import")
    desk.upload("xero_entities.csv", ENTITIES, UK, ["UK", "Another shop", "GBP"], NZ)

    result = desk.run(action)

    assert result.successful
    assert not result.clean
    assert result.actions[0].rows == RowCounts(total=3, ok=2, warned=0, failed=1, ignored=0)
    dump = list(read_dump(desk.actions.dump(action, result.task_id)))
    assert [row.cells["Name"] for row in dump] == ["Another shop"]
    assert dump[0].reasons


@pytest.fixture
def partly(desk: Desk) -> Desk:
    """Two of four invoice lines name what the model does not have."""
    _load_entities(desk)
    desk.upload(
        "xero_invoices.csv",
        LINES,
        line("UK-1", "10.50"),
        line("UK-2", "20", Account="UK:nowhere"),
        line("UK-3", "30", Period="Oct 99"),
        line("UK-4", "40.25"),
    )
    return desk


def test_a_process_with_failures_is_read_part_by_part(partly: Desk, operator: Operator) -> None:
    """The list took all four, the module two of them; the flag on top says success."""
    result = partly.run(partly.action("Load Xero invoices", "process"))

    members, data = result.actions
    assert result.successful
    assert not result.clean
    assert not result.failed
    assert (members.name, members.clean) == ("Invoice lines list", True)
    assert members.completed(sent=4, dumped=0).ok == 4
    assert data.completed(sent=4, dumped=2) == RowCounts(total=4, ok=2, warned=0, failed=2, ignored=0)
    assert {finding.code for finding in data.problems} == {
        "moduleImportInvalidListIdentifier",
        "moduleImportInvalidTimeEntityIdentifier",
    }
    assert _amounts(operator) == {"UK-1": "10.5", "UK-4": "40.25"}


def test_the_dump_of_a_process_names_the_rows_and_the_reasons(partly: Desk) -> None:
    """It is kept under the part that failed."""
    action = partly.action("Load Xero invoices", "process")
    result = partly.run(action)

    data = result.actions[1]
    dump = list(read_dump(partly.actions.dump(action, result.task_id, data.object_id)))

    assert [row.cells["Line"] for row in dump] == ["UK-2", "UK-3"]
    assert all(row.reasons for row in dump)


def test_a_dump_that_a_later_run_replaced_is_gone(partly: Desk) -> None:
    """The older task still claims to have one."""
    action = partly.action("Load Xero invoices", "process")
    first = partly.run(action)
    second = partly.run(action)

    with pytest.raises(DumpGone):
        list(partly.actions.dump(action, first.task_id, first.actions[1].object_id))
    assert list(partly.actions.dump(action, second.task_id, second.actions[1].object_id))


def test_an_import_without_its_upload_says_how_to_mend_it(desk: Desk) -> None:
    """The upload is private and forgotten after two days."""
    result = desk.run(desk.action("Entities from Xero", "import"))

    with pytest.raises(ContractBroken, match="uploadedFileNoLongerAvailable; the upload is gone"):
        result.require_success("Entities from Xero")


def test_a_file_nobody_made_is_not_loaded_into(desk: Desk) -> None:
    """For an unknown id Anaplan makes a new file that no import reads."""
    with pytest.raises(ContractBroken, match="made a new one"):
        Files(desk.client, desk.model).begin_upload("113000009999", 1)


def _amounts(operator: Operator) -> dict[str, str]:
    rows = operator.read("model")["modules"]["Invoice lines"]
    amounts = {row["code"]: row["cells"]["Amount"] for row in rows}
    return {code: amount for code, amount in amounts.items() if amount not in ("", "0")}
