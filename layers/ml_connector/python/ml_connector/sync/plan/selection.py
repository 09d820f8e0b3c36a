"""Which rows of an export count: approved ones that are no totals, sorted by the journal that they are for."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase

from msgspec import Struct

from ml_connector.sync.money import CENT, ZERO
from ml_connector.sync.plan.export import PlanRow
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.periods import Calendar, Period, is_summary
from ml_connector.sync.plan.shape import TRACKING


class Figure(Struct, frozen=True):
    """One approved figure of a journal; labels as Anaplan shows them, tracking by category."""

    line: int
    account: str
    tracking: Mapping[str, str]
    amount: Decimal


@dataclass
class Group:
    """All that an export says about one journal."""

    key: JournalKey
    period: Period
    figures: list[Figure] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    total: Decimal = ZERO
    control: Decimal | None = None


@dataclass
class Selection:
    """What counts, and how many rows do not, by the reason; ``strays`` say what cannot even be given to a journal."""

    groups: dict[JournalKey, Group] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    strays: Counter[str] = field(default_factory=Counter)

    @property
    def told_strays(self) -> tuple[str, ...]:
        """The strays in words."""
        return tuple(f"{count} rows: {why}" for why, count in self.strays.items())


class Rules(Struct, frozen=True):
    """What settings say of a plan's rows; see ``settings.plans``.

    entities      label to code
    knows         whether an entity's organisation has an account of this label
    """

    entities: Mapping[str, str]
    entity: str | None
    version: str | None
    approved_versions: frozenset[str]
    flagged: bool
    units: Decimal
    totals: tuple[str, ...]
    control: str | None
    unassigned: frozenset[str]
    calendar: Calendar
    kind: str
    knows: Callable[[str, str], bool]


def select(rows: Iterable[PlanRow], roles: tuple[str, ...], rules: Rules) -> Selection:
    """Sort the rows; nothing is left out without being counted."""
    found = Selection()
    for row in rows:
        found.counts["rows"] += 1
        _place(row, dict(zip(roles, row.labels, strict=True)), rules, found)
    for group in found.groups.values():
        if group.control is not None and abs(group.control - group.total) >= CENT:
            group.faults.append(
                f"the control total is {group.control:,} and its rows add up to {group.total:,}; rows are missing in "
                "the export, or stand in it twice"
            )
    found.groups = {key: group for key, group in found.groups.items() if group.figures or group.faults}
    return found


def _place(row: PlanRow, labels: Mapping[str, str], rules: Rules, found: Selection) -> None:
    version = rules.version or labels["version"]
    code = rules.entity or rules.entities.get(labels.get("entity", ""))
    period = rules.calendar.period(labels["period"])
    if (code is None and _is_total(labels["entity"], rules)) or (period is None and is_summary(labels["period"])):
        found.counts["totals"] += 1
    elif code is None:
        found.strays[
            f"settings know no entity '{labels['entity']}'; name it under `entities` in the plan's settings, or take "
            "it out of the export"
        ] += 1
    elif period is None:
        found.strays[
            f"'{labels['period']}' is no month or week; name the export's dimension of time as `dimensions.period` in "
            "the plan's settings, or take it out of the export"
        ] += 1
    else:
        _count(row, labels, rules, found, JournalKey(code, version, period.name, rules.kind), period)


def _count(
    row: PlanRow, labels: Mapping[str, str], rules: Rules, found: Selection, key: JournalKey, period: Period
) -> None:
    group = found.groups.setdefault(key, Group(key, period))
    if labels["account"] == rules.control:
        group.control = (group.control or ZERO) + (row.amount or ZERO) * rules.units
        found.counts["control"] += 1
        return
    if _adds_up(labels, rules, key.entity):
        found.counts["totals"] += 1
        return
    group.total += (row.amount or ZERO) * rules.units
    if not _approved(row, key.version, rules):
        found.counts["unapproved"] += 1
    elif row.fault:
        group.faults.append(f"line {row.line}: {row.fault}")
        found.counts["faulty"] += 1
    elif row.amount is None:
        found.counts["empty"] += 1
    else:
        found.counts["approved"] += 1
        group.figures.append(Figure(row.line, labels["account"], _tracking(labels, rules), row.amount * rules.units))


def _approved(row: PlanRow, version: str, rules: Rules) -> bool:
    """A flag that cannot be read is a fault of an approved row, so that a person hears of it."""
    whole = not rules.approved_versions or version in rules.approved_versions
    return whole and (not rules.flagged or row.approved is True or (row.approved is None and bool(row.fault)))


def _tracking(labels: Mapping[str, str], rules: Rules) -> dict[str, str]:
    found = {role.removeprefix(TRACKING): label for role, label in labels.items() if role.startswith(TRACKING)}
    return {category: label for category, label in found.items() if label not in rules.unassigned}


def _adds_up(labels: Mapping[str, str], rules: Rules, entity: str) -> bool:
    tracked = (label for role, label in labels.items() if role.startswith(TRACKING))
    if any(_is_total(label, rules) for label in tracked):
        return True
    return _is_total(labels["account"], rules) and not rules.knows(entity, labels["account"])


def _is_total(label: str, rules: Rules) -> bool:
    return any(fnmatchcase(label.casefold(), pattern.casefold()) for pattern in rules.totals)
