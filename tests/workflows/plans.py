"""Plans typed into the model by a planner, and what Xero shows of them afterwards."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from infra.local.home import Run
from infra.local.vendors.anaplan.state.seeding import store_rows
from tests.workflows.rig import Rig
from tests.workflows.run import Told

Row = Mapping[str, str]
_CODES = count(1)


def row(rig: Rig, account: str, amount: str, period: str = "Dec 26", **more: str) -> Row:
    """A line of the plan: an account of UK by its code, an amount, approved unless it is said otherwise."""
    entity = more.pop("entity", "UK")
    told = {
        "Code": f"P{next(_CODES)}",
        "Entity": entity,
        "Version": "Forecast",
        "Period": period,
        "Account": f"{entity}:{_account(rig, entity, account)}",
        "Department": "",
        "Amount": amount,
        "Approved": "true",
    }
    return {**told, **more}


def type_in(rig: Rig, rows: Sequence[Row]) -> None:
    """Make this the whole plan."""
    model = rig.live.model
    target = model.lists_by_name["Plan lines"]
    model.delete_items(target, list(target.items.values()))
    store_rows(model, "Accruals", rows)


def start(rig: Rig, plan: str = "accruals", name: str | None = None, **more: Any) -> Run:
    """A run of a plan."""
    return rig.home.run("plan", {"plan": plan, **more}, name)


def run(rig: Rig, plan: str = "accruals", **more: Any) -> Told:
    """A run of a plan, from its start to its end."""
    return rig.finish(start(rig, plan, **more))


def journals(rig: Rig, entity: str = "UK", kind: str = "accrual") -> list[Mapping[str, Any]]:
    """What Xero holds of a kind and counts, by date."""
    found = [one for one in rig.books(entity)["ManualJournals"].records() if f"({kind})" in str(one["Narration"])]
    return sorted((one for one in found if one["Status"] in ("DRAFT", "POSTED")), key=lambda one: str(one["Date"]))


def budget(rig: Rig, name: str) -> list[Mapping[str, Any]]:
    """The budgets of UK that are called so."""
    return [one for one in rig.books("UK")["Budgets"].records() if one["Description"] == name]


def begin_budget(rig: Rig, name: str, type_: str = "OVERALL", tracking: Sequence[Mapping[str, str]] = ()) -> None:
    """An empty one, unless it is there."""
    if not budget(rig, name):
        new = {"Type": type_, "Description": name, "Tracking": [*tracking], "BudgetLines": []}
        rig.books("UK").upsert("Budgets", [{"BudgetID": str(uuid4()), **new}])


def _account(rig: Rig, entity: str, code: str) -> str:
    found = [one for one in rig.books(entity)["Accounts"].records() if one.get("Code") == code]
    return str(found[0]["AccountID"])
