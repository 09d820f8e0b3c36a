"""From the approved figures of a plan to budgets: a file for each, and where Xero's budget says otherwise."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from ml_connector.errors import ContractBroken
from ml_connector.settings.plans import Plan
from ml_connector.steps.plan_step import PlanStep
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.plan.budgets import Budget, Budgets
from ml_connector.sync.plan.naming import Members
from ml_connector.sync.plan.selection import Selection
from ml_connector.sync.plan.targets import Cell, Target, chosen, words
from ml_connector.sync.plan.work import Planned
from ml_connector.wiring import parked
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.budgets import Budget as XeroBudget
from ml_connector.xero.reading import records

_SHOWN = 10
_NO_WORD = re.compile(r"[^A-Za-z0-9]+")


def plan_budgets(step: PlanStep, plan: Plan, members: Callable[[str], Members], selection: Selection) -> Planned:
    """A file per entity, version and budget; and, where it is one of Xero's, every cell that differs there."""
    found = {entity: members(entity) for entity in dict.fromkeys(key.entity for key in selection.groups)}
    budgets = Budgets(found, _targets(step.run, plan, found), natural=plan.sign == "natural")
    for group in selection.groups.values():
        budgets.add(group)
    faults = [*selection.told_strays, *budgets.faults]
    made = [one.with_zeros(found[one.entity].accounts) for one in budgets.made]
    files = {_put(step, place, one): one for place, one in enumerate(made)}
    differing = [f"{_called(one)}: {difference}" for one in made if one.target.name for difference in one.differences()]
    told = {
        "plan": step.work.plan,
        "budgets": [{"file": key, **_about(one)} for key, one in files.items()],
        "files": list(files),
        "differences": differing,
        "faults": faults,
    }
    return Planned(
        journals=(),
        counts=dict(selection.counts) | {"differences": len(differing)},
        stopped=0,
        faults=tuple(faults[:_SHOWN]),
        hash="",
        report=parked.exports().put(step.run, f"{step.attempt}-report.json", json.dumps(told, indent=1).encode()),
        files=tuple(files),
        figures=_keep_figures(step, made) if plan.mode == "reference" else "",
    )


def held_budgets(run: str, entity: str) -> list[Target]:
    """Every budget of the organisation with all that was read of it.

    raises   ContractBroken if one cannot be read: what it holds would look like nothing
    """
    endpoint, raw = ENDPOINTS["budgets"], parked.raw_pages()
    found: dict[str, Target] = {}
    for key in raw.pages(run, entity, "budgets")[1:]:  # the first one only lists them
        for one in records(raw.read(key), endpoint.key, XeroBudget):
            if isinstance(one, Unreadable):
                raise ContractBroken(
                    f"{entity}: Xero's budget {one.id} cannot be read: {one.reason}; look at it in Budget Manager, the "
                    f"answer is kept at {key}"
                )
            before = found[one.id].held if one.id in found else dict[Cell, Decimal]()
            cells = {(line.account_id, month.period): month.amount for line in one.lines for month in line.balances}
            options = frozenset((tag.category, tag.option) for tag in one.tracking)
            found[one.id] = Target(one.description, options, {**before, **cells})
    return list(found.values())


def _targets(run: str, plan: Plan, entities: Iterable[str]) -> dict[str, Sequence[Target]] | None:
    if plan.budget is None:
        return None
    return {entity: chosen(entity, held_budgets(run, entity), plan.budget, plan.tracking) for entity in entities}


def _put(step: PlanStep, place: int, one: Budget) -> str:
    name = _NO_WORD.sub("-", one.target.name or one.version).strip("-")[:60]
    file = f"{step.attempt}-{step.work.mode}-{one.entity}-{place}-{name}.csv"
    return parked.exports().put(step.run, file, one.file(), "text/csv")


def _keep_figures(step: PlanStep, made: Sequence[Budget]) -> str:
    """The cells with their ids, for whoever compares them."""
    told = [
        {
            "entity": one.entity,
            "version": one.version,
            "cells": [[account, month, str(amount)] for (account, month), amount in sorted(one.cells.items())],
        }
        for one in made
    ]
    return parked.exports().put(step.run, f"{step.attempt}-figures.json", json.dumps(told).encode())


def _about(one: Budget) -> dict[str, str]:
    told = {"entity": one.entity, "version": one.version}
    return told | {"budget": one.target.name, "for": words(one.target.options)} if one.target.name else told


def _called(one: Budget) -> str:
    return f"{one.entity} {one.version}, '{one.target.name}'"
