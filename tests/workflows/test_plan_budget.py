"""A plan as a budget: the file that a person imports, and what Xero says before and after."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from infra.local.vendors.xero.books.budget_file import imported, read_budget_file
from tests.workflows import plans
from tests.workflows.rig import Rig

BUDGET = "Budget 2026/27"


def _budgets(rig: Rig) -> list[Mapping[str, Any]]:
    return [one for one in rig.books("UK")["Budgets"].records() if one["Description"] == BUDGET]


def _begin_a_budget(rig: Rig) -> None:
    """Some test may have let somebody delete it."""
    if not _budgets(rig):
        new = {"BudgetID": str(uuid4()), "Type": "OVERALL", "Description": BUDGET, "Tracking": [], "BudgetLines": []}
        rig.books("UK").upsert("Budgets", [new])


def _import(rig: Rig, text: str) -> None:
    """As a person does in Budget Manager."""
    books = rig.books("UK")
    accounts = books["Accounts"].records()
    (budget,) = _budgets(rig)
    lines = imported(budget.get("BudgetLines") or (), read_budget_file(text, accounts), accounts)
    books.upsert("Budgets", [{"BudgetID": budget["BudgetID"], "BudgetLines": lines}])


def test_a_budget_is_as_planned_once_its_file_was_imported(loaded: Rig) -> None:
    """Xero's budgets cannot be written by programs, so what a person did is read back cell by cell."""
    _begin_a_budget(loaded)
    plans.type_in(loaded, [plans.row(loaded, "469", "1200.50", "Jan 27"), plans.row(loaded, "477", "-7", "Feb 27")])

    before = plans.run(loaded, "budgeted")
    assert before.succeeded, before.why
    (key,) = before.ending.output["files"]
    _import(loaded, loaded.kept.content(key))
    after = plans.run(loaded, "budgeted")

    assert before.ending.output["counts"]["differences"] == 2
    assert after.ending.output["counts"]["differences"] == 0, loaded.kept.content(after.ending.output["report"])
    assert before.ending.output["journals"] == []
