"""From an export in the bucket to the journals, files and report of one run of a plan."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from ml_connector import plain
from ml_connector.settings import Settings
from ml_connector.settings.plans import Plan
from ml_connector.steps.budgeting import plan_budgets
from ml_connector.steps.plan_step import PlanStep
from ml_connector.steps.reading import read_references
from ml_connector.steps.trails import trail
from ml_connector.sync.plan import evidence
from ml_connector.sync.plan.building import build
from ml_connector.sync.plan.configured import calendar_of, rules_of, shape_of
from ml_connector.sync.plan.export import Export, read_export
from ml_connector.sync.plan.journals import Journal, Stopped, together
from ml_connector.sync.plan.lines import read_lines
from ml_connector.sync.plan.locked import Books
from ml_connector.sync.plan.naming import ACCOUNT_FIELDS, OPTION_FIELDS, Members, option_fields
from ml_connector.sync.plan.naming import rules_of as columns_naming
from ml_connector.sync.plan.selection import Group, Selection, select
from ml_connector.sync.plan.shape import Shape
from ml_connector.sync.plan.work import Planned, PlannedJournal
from ml_connector.wiring import aws, parked
from ml_connector.xero.profile import Profile, profile

_SHOWN = 10


class Organisations:
    """What this run has read of Xero, by entity."""

    def __init__(self, run: str, settings: Settings) -> None:
        self.run = run
        self.settings = settings
        self.members = cache(self._members)
        self.profile = cache(self._profile)

    def _members(self, entity: str) -> Members:
        """Its accounts and options, by Anaplan's names for them."""
        loads = self.settings.loads
        facts = [rule for name, load in loads.items() if not _is_list(name) for rule in load.columns.values()]
        accounts = list(loads["accounts"].columns.values()) if "accounts" in loads else []
        options = list(loads["tracking_categories"].columns.values()) if "tracking_categories" in loads else []
        chart, _ = read_references(self.run, entity, "accounts", self.settings)
        categories, _ = read_references(self.run, entity, "tracking_categories", self.settings)
        return Members(
            chart,
            categories,
            [*columns_naming(facts, ACCOUNT_FIELDS - OPTION_FIELDS), *columns_naming(accounts, ACCOUNT_FIELDS)],
            lambda category: [*columns_naming(facts, option_fields(category)), *columns_naming(options, OPTION_FIELDS)],
        )

    def _profile(self, entity: str) -> Profile:
        """The organisation itself."""
        raw = parked.raw_pages()
        (page,) = raw.pages(self.run, entity, "organisation")
        return profile(raw.read(page), f"the organisation of {entity}")

    def names(self, plan: Plan, entities: Sequence[str]) -> dict[str, str]:
        """What Anaplan may call the entities, to their codes: as settings say, by code, or by name."""
        by_name = {self.profile(code).name: code for code in entities}
        return by_name | {code: code for code in entities} | {name: code for code, name in plan.entities.items()}

    def books(self, entity: str) -> Books:
        """Up to when its books are locked."""
        return Books(self.profile(entity).locked_until)


def plan_journals(step: PlanStep) -> Planned:
    """Read, select, build; every result is kept in the bucket, and only keys and counts are handed on.

    raises   ContractBroken if the export cannot be explained as a whole
    """
    plan = aws.settings().plans[step.work.plan]
    found = Organisations(step.run, aws.settings())
    entities = found.names(plan, list(dict.fromkeys(pull.entity for pull in step.work.pulls)))
    calendar = calendar_of(aws.settings().calendar)
    shape = shape_of(plan, entities, calendar)
    export = _read(step, plan, shape)
    knows = lambda entity, label: found.members(entity).has_account(label)  # noqa: E731 - named for its parameter
    selection = select(export.rows, shape.roles, rules_of(plan, entities, calendar, knows))
    if not _posts(plan):
        _tell(step, selection.counts)
        return plan_budgets(step, plan, found.members, selection)
    planned, stopped = list[PlannedJournal](), list[Stopped]()
    for group in _emptied(selection):
        built = _build(group, plan, found)
        if isinstance(built, Stopped):
            stopped.append(built)
        else:
            planned.append(_keep(step, len(planned), built))
    _tell(step, selection.counts, planned, stopped)
    faults = (*selection.told_strays, *_reasons(stopped))
    digest = together(one.hash for one in planned)
    return Planned(
        journals=tuple(planned),
        counts=dict(selection.counts) | {"summaries": export.summaries, "journals": len(planned)},
        stopped=len(stopped),
        faults=faults[:_SHOWN],
        hash=digest,
        report=_report(step, export, selection, planned, stopped, digest),
    )


def _read(step: PlanStep, plan: Plan, shape: Shape) -> Export:
    told = step.exported
    shape.check(told.dimensions)
    lines = read_lines(parked.exports().chunks(step.run, told.attempt), told.separator, told.delimiter)
    return read_export(lines, shape, layout=told.layout, pinned=plan.layout, decimal_mark=plan.decimal_mark)


def _build(group: Group, plan: Plan, found: Organisations) -> Journal | Stopped:
    entity = group.key.entity
    status: Literal["DRAFT", "POSTED"] = "POSTED" if plan.mode == "posted_journal" else "DRAFT"
    return build(group, found.members(entity), found.books(entity), plan.journals, sign=plan.sign, status=status)


def _emptied(selection: Selection) -> Iterator[Group]:
    """The groups, each forgotten when the next one comes: all journals of a large plan need not be there at once."""
    for key in list(selection.groups):
        yield selection.groups.pop(key)


def _posts(plan: Plan) -> bool:
    return plan.mode in ("draft_journal", "posted_journal")


def _is_list(name: str) -> bool:
    return name in ("accounts", "tracking_categories", "organisation", "contacts", "currencies")


def _keep(step: PlanStep, number: int, journal: Journal) -> PlannedJournal:
    name = f"{step.attempt}-journal-{number:04d}.json"
    key = parked.exports().put(step.run, name, plain.json(journal).encode())
    lines = sum(len(draft.lines) for draft in journal.drafts)
    return PlannedJournal(**journal.key._asdict(), hash=journal.hash, key=key, lines=lines)


def _tell(
    step: PlanStep, counts: Mapping[str, int], journals: Sequence[PlannedJournal] = (), stopped: Sequence[Stopped] = ()
) -> None:
    """The audit of what the export came to."""
    target = step.work.target
    with trail(step, target.entity, target.dataset, evidence.PLANNED) as entries:
        entries.add(evidence.exported(step.work, step.exported, counts["rows"]))
        for entry in (*map(evidence.planned, journals), *map(evidence.stopped, stopped)):
            entries.add(entry)


def _reasons(stopped: Sequence[Stopped]) -> tuple[str, ...]:
    return tuple(f"{one.entity} {one.version} {one.period}: {why}" for one in stopped for why in one.reasons)


def _report(
    step: PlanStep,
    export: Export,
    selection: Selection,
    journals: Sequence[PlannedJournal],
    stopped: Sequence[Stopped],
    digest: str,
) -> str:
    """Where all that a person may ask later is kept: what was read, from what, and what is posted from which lines."""
    told = {
        "run": step.run,
        "plan": step.work.plan,
        "mode": step.work.mode,
        "export": {"name": step.work.export_name, "sha256": step.exported.digest, "layout": export.layout},
        "counts": dict(selection.counts),
        "strays": dict(selection.strays),
        "hash": digest,
        "journals": [plain.told(one) for one in journals],
        "stopped": [plain.told(one) for one in stopped],
    }
    return parked.exports().put(step.run, f"{step.attempt}-report.json", json.dumps(told, indent=1).encode())
