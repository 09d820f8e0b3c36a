"""What settings say of a plan, as reading and selecting need it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ml_connector.settings import Calendar as Division
from ml_connector.settings.plans import Plan
from ml_connector.sync.calendar import Periods
from ml_connector.sync.plan.periods import Calendar, Period
from ml_connector.sync.plan.selection import Rules
from ml_connector.sync.plan.shape import TRACKING, Shape

_FIRST, _LAST = date(2015, 1, 1), date(2045, 12, 31)


def calendar_of(division: Division) -> Calendar:
    """The model's calendar: names that the actuals are loaded under, taken back to their days, and the usual ones."""
    if division.kind == "months":
        return Calendar(division.first_month)
    names, found = Periods(division.model_copy(update={"first": None, "last": None})), dict[str, tuple[date, date]]()
    for number in range((_LAST - _FIRST).days):
        day = _FIRST + timedelta(days=number)
        name = names[day.isoformat()].casefold()
        found[name] = (found.get(name, (day, day))[0], day)
    periods = {
        name: Period(first, last, f"{first:%Y-%m-%d}+{(last - first).days + 1}")
        for name, (first, last) in found.items()
    }
    return Calendar(division.first_month, periods)


def shape_of(plan: Plan, entities: Mapping[str, str], calendar: Calendar) -> Shape:
    """What the export has to show.

    entities   what Anaplan may call the entities, to their codes
    """
    named = plan.dimensions.model_dump(exclude_none=True)
    tracking = {f"{TRACKING}{category}": dimension for category, dimension in plan.tracking.items()}
    measures = {"amount": plan.amount} | ({"approved": plan.approved} if plan.approved else {})
    return Shape(
        dimensions=named | tracking,
        measures=measures,
        ignored=frozenset(plan.ignored),
        line_items=plan.line_items,
        value=plan.value,
        rows=plan.rows,
        known={"entity": frozenset(entities), "version": frozenset(plan.versions)},
        calendar=calendar,
    )


def rules_of(plan: Plan, entities: Mapping[str, str], calendar: Calendar, knows: Callable[[str, str], bool]) -> Rules:
    """Which rows count; ``knows`` says whether an entity's organisation has an account of a label."""
    return Rules(
        entities=entities,
        entity=plan.entity,
        version=plan.version,
        approved_versions=frozenset(plan.approved_versions),
        flagged=plan.approved is not None,
        units=plan.units,
        totals=plan.totals,
        control=plan.control,
        unassigned=frozenset(plan.unassigned),
        calendar=calendar,
        kind=plan.kind,
        knows=knows,
    )
