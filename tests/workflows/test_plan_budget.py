"""A plan as budgets: the files that a person imports, and what Xero says before and after; and beside the actuals."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from ml_connector import plain

from infra.cli.main import main
from infra.local.vendors.xero.books.budget_file import imported, read_budget_file
from infra.local.vendors.xero.ledger.balances import balances
from tests.workflows import plans
from tests.workflows.planners import BUDGET
from tests.workflows.rig import Rig

BY_OPTION = "Budget 2026/27 Boats"


def _begin_budgets(rig: Rig) -> str:
    """Some test may have let somebody delete them; the member of the option that the second one is for."""
    (category,) = (one for one in rig.books("UK")["TrackingCategories"].records() if one["Name"] == "Department")
    option = next(one for one in category["Options"] if one["Status"] == "ACTIVE")
    tag = {"TrackingCategoryID": category["TrackingCategoryID"], "Name": "Department", "Option": option["Name"]}
    plans.begin_budget(rig, BUDGET)
    plans.begin_budget(rig, BY_OPTION, "TRACKING", [tag])
    return f"UK:{option['TrackingOptionID']}"


def _import(rig: Rig, name: str, text: str) -> None:
    """As a person does in Budget Manager."""
    books = rig.books("UK")
    accounts = books["Accounts"].records()
    (budget,) = plans.budget(rig, name)
    lines = imported(budget.get("BudgetLines") or (), read_budget_file(text, accounts), accounts)
    books.upsert("Budgets", [{"BudgetID": budget["BudgetID"], "BudgetLines": lines}])


def test_budgets_are_as_planned_once_their_files_were_imported(loaded: Rig, tmp_path: Path) -> None:
    """One file for the organisation and one for the option that Xero keeps a budget of; read back cell by cell."""
    member = _begin_budgets(loaded)
    tracked = plans.row(loaded, "477", "-7", "Feb 27", Department=member)
    plans.type_in(loaded, [plans.row(loaded, "469", "1200.50", "Jan 27", Department=member), tracked])
    home = tmp_path / "home.json"
    home.write_text(plain.json(loaded.home.description), encoding="utf-8")

    verify = ["budget", "verify", "budgeted", "--folder", str(tmp_path / "files"), "--home", str(home)]
    assert main(verify) == 1, "Xero's budgets are empty"
    of_option = "Budget-2026-27-Boats.csv"
    overall, by_option = sorted((tmp_path / "files").iterdir(), key=lambda file: file.name.endswith(of_option))
    _import(loaded, BUDGET, overall.read_text())
    _import(loaded, BY_OPTION, by_option.read_text())

    assert by_option.name.endswith(of_option)
    assert overall.read_text() == by_option.read_text(), "all of the plan is the option's"
    assert main(verify) == 0, "every cell has arrived"


def _moved(rig: Rig, month: date) -> dict[str, Decimal]:
    """What each account moved, debit positive, by code."""
    ledger = rig.books("UK").ledger
    last = date(month.year, month.month + 1, 1) - timedelta(days=1)
    found = balances(ledger.days(), ledger.chart, last, date(month.year, 1, 1))
    return {one.account.code: one.moved for one in found if one.account.code}


def test_a_plan_for_reference_is_compared_with_the_trial_balance(
    loaded: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the month has moved in the books of the organisation, and nothing for a month that has not begun."""
    moved = _moved(loaded, date(2026, 10, 1))
    spent = next(code for code, amount in sorted(moved.items()) if "4" <= code < "5" and amount > 0)
    earned = next(code for code, amount in sorted(moved.items()) if "2" <= code < "3" and amount < 0)
    plans.type_in(loaded, [plans.row(loaded, spent, "10", "Oct 26"), plans.row(loaded, spent, "11", "Jan 27")])
    home = tmp_path / "home.json"
    home.write_text(plain.json(loaded.home.description), encoding="utf-8")

    assert main(["budget", "compare", "kept", "--json", "--home", str(home)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["budget", "compare", "--run", found["run"], "--csv", "--home", str(home)]) == 0

    rows = {(row["code"], row["period"]): row for row in found["rows"]}
    assert Decimal(rows[spent, "2026-10"]["actual"]) == moved[spent]
    assert Decimal(rows[earned, "2026-10"]["actual"]) == -moved[earned], "earned, and not planned"
    assert rows[spent, "2027-01"]["actual"] is None
    assert f",10.00,{moved[spent]:.2f},{moved[spent] - 10:.2f}" in capsys.readouterr().out
