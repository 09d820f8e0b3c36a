"""What a run would do, asked of a home and shown as tables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import uuid4

from ml_connector import plain
from ml_connector.sync.prepare import Request
from ml_connector.sync.preview import Movement, Preview
from msgspec.structs import replace
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from infra.cli.asking import ask
from infra.local.home import Home

_FUNCTION = "preview_run"
_FOR = {
    "pull": "pull what is loaded",
    "trial_balance": "trial balances",
    "journals": "journals",
    "not_loaded": "datasets that are not loaded",
    "moved_on": "documents changed meanwhile",
}
_MOST = 40
"""Rows of a table for people; CSV and JSON have all of them."""


def look_ahead(home: Home, request: Request, period: str | None) -> Preview:
    """What a run of this request would do now; each entity is looked at by itself, for an answer has its limits."""
    run, entities = f"preview-{uuid4().hex[:8]}", request.entities or tuple(home.settings().entities)
    return _together(period, [_of(home, run, request, entity, period) for entity in entities])


def as_tables(found: Preview) -> RenderableType:
    """For people: the work, what is kept back and why, the members, and the figures that would change most."""
    return Group(*_parts(found))


def _of(home: Home, run: str, request: Request, entity: str, period: str | None) -> Preview:
    asked = plain.told(replace(request, entities=(entity,)))
    question = {"run": run, "attempt": 0, "request": asked, "period": period}
    return plain.read(Preview, ask(home, _FUNCTION, question))


def _together(period: str | None, parts: Sequence[Preview]) -> Preview:
    return Preview(
        period=period,
        calls=tuple(calls for one in parts for calls in one.calls),
        work=tuple(work for one in parts for work in one.work),
        members=tuple(member for one in parts for member in one.members),
        movements=tuple(movement for one in parts for movement in one.movements),
        unshown=tuple(dict.fromkeys(name for one in parts for name in one.unshown)),
    )


def _parts(found: Preview) -> Iterable[RenderableType]:
    most = f", {found.xero_calls_at_most} at most" if found.xero_calls_at_most > found.xero_calls else ""
    yield Text(f"A run now would take {found.xero_calls} Xero calls{most}. Nothing has been written.")
    yield _calls(found)
    yield _work(found)
    if any(one.kept for one in found.work):
        yield _kept(found)
    yield _members(found) if found.members else Text("The lists need no change.\n")
    yield _movements(found) if found.movements else Text(f"No figure would change{_in(found.period)}.")
    for name in found.unshown:
        yield Text(
            f"Nobody can say what the model holds of {name}: name a view under loads.{name}.read_back that shows line, "
            "account, period and base amount",
            "yellow",
        )


def _calls(found: Preview) -> Table:
    table = Table(box=box.SIMPLE, title="Xero calls", title_justify="left", show_footer=True)
    table.add_column("Entity", footer="Total")
    table.add_column("For")
    table.add_column("At least", justify="right", footer=f"{found.xero_calls:,}")
    table.add_column("At most", justify="right", footer=f"{found.xero_calls_at_most:,}")
    table.add_column("Why", overflow="fold")
    for one in found.calls:
        table.add_row(one.entity, _FOR[one.purpose], f"{one.least:,}", f"{one.most:,}", one.why)
    return table


def _work(found: Preview) -> Table:
    table = Table(box=box.SIMPLE, title="Rows by dataset", title_justify="left", show_footer=True)
    table.add_column("Entity", footer="Total")
    table.add_column("Dataset")
    for title, name in (
        ("Documents", "documents"),
        ("Rows", "rows"),
        ("Tombstones", "tombstones"),
        ("Quarantined", "quarantined"),
        ("Xero calls", "xero_calls"),
    ):
        table.add_column(title, justify="right", footer=f"{sum(getattr(one, name) for one in found.work):,}")
    for one in found.work:
        figures = (one.documents, one.rows, one.tombstones, one.quarantined, one.xero_calls)
        table.add_row(one.entity, one.dataset, *(f"{figure:,}" for figure in figures))
    return table


def _kept(found: Preview) -> Table:
    table = Table(box=box.SIMPLE, title="Rows that would be kept back", title_justify="left")
    for title in ("Entity", "Dataset", "Rows", "Reason", "Such as", "What to do"):
        table.add_column(title, overflow="fold", justify="right" if title == "Rows" else "left")
    for work in found.work:
        for one in work.kept:
            table.add_row(work.entity, work.dataset, f"{one.rows:,}", one.reason, one.example, one.remedy)
    return table


def _members(found: Preview) -> Table:
    table = Table(box=box.SIMPLE, title="Members", title_justify="left")
    for title in ("Entity", "Dimension", "Found", "Member", "In Anaplan", "In Xero", "Then"):
        table.add_column(title, overflow="fold")
    for one in found.members[:_MOST]:
        style = "yellow" if one.keeps_back and one.then != "added by the load" else ""
        cells = (one.entity, one.dimension, one.kind, one.member, one.before, one.now or one.name, one.then)
        table.add_row(*cells, style=style)
    return _with_the_rest(table, len(found.members))


def _movements(found: Preview) -> Table:
    title = f"Change per account and period{_in(found.period)}, in base currency"
    table = Table(box=box.SIMPLE, title=title, title_justify="left")
    for column in ("Entity", "Account", "Period"):
        table.add_column(column, overflow="fold")
    for column in ("In the model", "Change", "After"):
        table.add_column(column, justify="right", no_wrap=True)
    for one in sorted(found.movements, key=lambda one: -abs(one.change))[:_MOST]:
        figures = ("unknown" if amount is None else f"{amount:,.2f}" for amount in _figures(one))
        table.add_row(one.entity, one.account, one.period, *figures)
    return _with_the_rest(table, len(found.movements))


def _with_the_rest(table: Table, rows: int) -> Table:
    if rows > _MOST:
        table.caption = f"and {rows - _MOST:,} more: --csv and --json have all"
        table.caption_justify = "left"
    return table


def _figures(one: Movement) -> tuple[Decimal | None, Decimal, Decimal | None]:
    return one.before, one.change, one.after


def _in(period: str | None) -> str:
    return f" in {period}" if period else ""
