"""What changed in the model is traced back to the edit that made it, and nothing is overlooked."""

from infra.local.demo.changes import Change, changes, shown
from infra.local.demo.edits import Edit
from infra.local.demo.operator import Contents

EDITS = [Edit("UK", "INV-1 is voided", "inv-1"), Edit("NZ", "account 310 is archived", "acc-310")]
LINE = {
    "Document": "inv-1",
    "Document number": "INV-1",
    "Description": "Design",
    "Base amount": "100",
    "Status": "PAID",
}
ACCOUNT = {"Name": "NZ 310 Subcontractors", "Status": "ACTIVE"}


def contents(line: dict[str, str] | None = None, account: dict[str, str] | None = None) -> Contents:
    return Contents(
        members={"Accounts": {} if account is None else {"NZ:acc-310": account}},
        lines={"Invoice lines": {} if line is None else {"UK-1": line}},
    )


def one(before: Contents, after: Contents) -> Change:
    (found,) = changes(before, after, EDITS)
    return found


def test_nothing_has_changed_in_an_equal_model() -> None:
    """However often it is looked at."""
    assert changes(contents(LINE, ACCOUNT), contents(LINE, ACCOUNT), EDITS) == []


def test_a_line_belongs_to_the_edit_of_its_document() -> None:
    """With the fields that differ and no others."""
    found = one(contents(LINE), contents(LINE | {"Base amount": "0", "Status": "VOIDED"}))

    assert found.edit == 0
    assert (found.before, found.after) == (
        {"Base amount": "100", "Status": "PAID"},
        {"Base amount": "0", "Status": "VOIDED"},
    )
    assert (shown(found, found.before), shown(found, found.after)) == ("100.00 PAID", "0.00 VOIDED")


def test_a_member_belongs_to_the_edit_of_its_record() -> None:
    """Members are keyed by entity and id."""
    found = one(contents(account=ACCOUNT), contents(account=ACCOUNT | {"Status": "ARCHIVED"}))

    assert (found.edit, found.title, shown(found, found.after)) == (1, "NZ 310 Subcontractors", "ARCHIVED")


def test_a_new_line_has_no_before() -> None:
    """It was not there."""
    found = one(contents(), contents(LINE))

    assert (found.before, found.title) == ({}, "INV-1: Design")
    assert shown(found, found.before) == ""


def test_a_line_that_nobody_edited_is_told_apart() -> None:
    """Such a change is a mistake of ours."""
    stranger = LINE | {"Document": "inv-2"}

    assert one(contents(stranger), contents(stranger | {"Base amount": "1"})).edit is None
