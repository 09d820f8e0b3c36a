"""The demo's own tables: the edits, what changed, and both sides beside each other. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from infra.local.demo.changes import Change, shown
from infra.local.demo.comparison import Comparison, Row
from infra.local.demo.edits import Edit
from infra.local.demo.hearing import Heard


def edits(made: Sequence[Edit]) -> Table:
    """What somebody did in Xero."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for number, edit in enumerate(made, start=1):
        table.add_row(str(number), Text(edit.entity, "bold"), Text(edit.said))
    return table


def changes(made: Sequence[Edit], found: Sequence[Change]) -> Table:
    """Lines and members before and after, with the number of the edit that they come from."""
    table = Table("Edit", "In the model", "Line or member", box=box.SIMPLE)
    table.add_column("Before", justify="right")
    table.add_column("After", justify="right")
    for change in found:
        number = "none" if change.edit is None else f"{change.edit + 1} {made[change.edit].entity}"
        table.add_row(number, change.place, Text(change.title), *_sides(change))
    return table


def heard(found: Heard) -> Table:
    """An edit that came by webhook, and how long it took."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row(Text(found.entity, "bold"), Text(found.said))
    told = f"{found.rows} rows are in the model {found.seconds:.0f} s later, brought by run {found.run}"
    table.add_row("", Text(told if found.run else "no run followed", "" if found.rows else "bold red"))
    return table


def comparison(found: Comparison, currencies: Mapping[str, str]) -> Iterator[Table]:
    """One table per entity: months down, datasets across, net of tax; a difference shows both sides.

    currencies   by entity
    """
    for entity, currency in currencies.items():
        months = [row for row in found.months if row.entity == entity and row.measure == "net"]
        totals = [row for row in found.totals if row.entity == entity and row.measure == "net"]
        yield _entity(f"{entity}, net of tax in {currency}", months, totals)


def _entity(title: str, months: Sequence[Row], totals: Sequence[Row]) -> Table:
    datasets = [row.dataset for row in totals]
    cells = {(row.month, row.dataset): _cell(row) for row in months}
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    table.add_column("Month")
    for dataset in datasets:
        table.add_column(dataset.replace("_", " ").capitalize(), justify="right")
    for month in sorted({row.month for row in months}):
        table.add_row(month or "none", *(cells.get((month, dataset), "") for dataset in datasets))
    table.add_section()
    table.add_row("Books", *(f"{row.books:,.2f}  " for row in totals))
    table.add_row("Model", *(_cell(row, row.model) for row in totals))
    return table


def _cell(row: Row, shown_alone: object = None) -> Text:
    """One amount, ticked when both sides have it."""
    if row.equal:
        return Text.assemble(f"{row.books:,.2f} ", ("✓", "green"))
    both = f"{row.books:,.2f} ≠ {row.model:,.2f}" if shown_alone is None else f"{row.model:,.2f} ≠"
    return Text(both, "bold red")


def _sides(change: Change) -> Iterator[Text]:
    for side in (change.before, change.after):
        yield Text(shown(change, side) or "-")
