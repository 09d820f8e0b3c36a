"""An export's file into plan rows: one per entity, version, period, account and tracking, whatever the layout."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from msgspec import Struct

from ml_connector.errors import ContractBroken
from ml_connector.sync.plan.cells import Cell, Dropped, nothing_in_it
from ml_connector.sync.plan.figures import NotAFigure, figure, flag
from ml_connector.sync.plan.grid import Grid
from ml_connector.sync.plan.layouts import Layout
from ml_connector.sync.plan.lines import Line
from ml_connector.sync.plan.shape import Shape
from ml_connector.sync.plan.tabular import read_table


class PlanRow(Struct, frozen=True):
    """One figure of the plan.

    line      of the export's file, from 1, where the figure stands
    labels    one per role of the shape, in its order, as Anaplan shows them
    amount    None if nothing stands there, or nothing that is a number
    approved  None if the export has no line item for it
    fault     what is wrong with the figure or the flag; empty if nothing is
    """

    line: int
    labels: tuple[str, ...]
    amount: Decimal | None
    approved: bool | None
    fault: str = ""


class Export(Struct, frozen=True):
    """What a file held; ``summaries`` are cells and columns of periods that add up others, which were left out."""

    layout: Layout
    rows: list[PlanRow]
    summaries: int


@dataclass(slots=True)
class _Texts:
    """The texts of one combination of labels, and where they stand."""

    line: int = 0
    amount: str | None = None
    approved: str | None = None


@dataclass
class _Joined:
    """Cells of the same labels put together; a file that says two things about one cell is refused."""

    texts: dict[tuple[str, ...], _Texts] = field(default_factory=dict)

    def add(self, cell: Cell) -> None:
        found = self.texts.setdefault(cell.labels, _Texts())
        if getattr(found, cell.measure) is not None:
            raise ContractBroken(
                f"Lines {found.line} and {cell.line} of the export both hold the {cell.measure} of "
                f"{' / '.join(cell.labels)}; a dimension is missing in it, or two members share a name: mend "
                "it in Anaplan, then run the plan again"
            )
        setattr(found, cell.measure, cell.text)
        if cell.measure == "amount" or not found.line:
            found.line = cell.line


def read_export(
    lines: Iterable[Line], shape: Shape, *, layout: str = "", pinned: Layout | None = None, decimal_mark: str = "."
) -> Export:
    """Read a whole file.

    layout   what Anaplan says of the export; where it says nothing that is known, the file itself tells
    pinned   the layout that settings insist on
    raises   ContractBroken: nothing is taken of a file that cannot be explained as a whole
    """
    lines = iter(lines)
    first = next(lines, None)
    if first is None:
        raise nothing_in_it()
    found = _layout(layout, first[1], shape)
    if pinned not in (None, found):
        raise ContractBroken(
            f"The export is written as {found} and settings say {pinned}: its layout was changed in Anaplan; "
            "change it back, or the layout in the plan's settings"
        )
    dropped, joined = Dropped(), _Joined()
    grid = Grid(shape, dropped)
    cells = grid.cells(chain([first], lines)) if found.is_grid else read_table(first[1], lines, shape, dropped)
    for cell in cells:
        joined.add(cell)
    _check_measures(joined, shape)
    rows = list(_rows(joined, decimal_mark, counted="approved" in shape.measures))
    return Export(found, rows, dropped.summaries)


def _layout(told: str, first: Sequence[str], shape: Shape) -> Layout:
    """As Anaplan says; where it says nothing that is known, by the first line: a table names its columns there."""
    if told in set(Layout):
        return Layout(told)
    names = [name.strip() for name in first]
    if all(names) and any(map(shape.role, names)):
        return Layout.SINGLE if any(map(shape.is_value_column, names)) else Layout.MULTI
    return Layout.ALL_PAGES


def _check_measures(joined: _Joined, shape: Shape) -> None:
    """A renamed line item must not look like a plan in which nothing stands, or nothing is approved."""
    for role, name in shape.measures.items():
        if all(getattr(found, role) is None for found in joined.texts.values()):
            raise ContractBroken(
                f"No cell of the export belongs to the line item '{name}'; name it in the plan's settings as the "
                "export does, or add it to the export in Anaplan"
            )


def _rows(joined: _Joined, decimal_mark: str, *, counted: bool) -> Iterator[PlanRow]:
    for labels in list(joined.texts):
        texts = joined.texts.pop(labels)  # a row takes the place of its texts, so that a large plan is held once
        faults: list[str] = []
        amount, approved = None, None
        try:
            amount = figure(texts.amount or "", decimal_mark)
        except NotAFigure:
            faults.append(
                "text stands where a number has to be; correct it in Anaplan, or set decimal_mark in settings"
            )
        try:
            approved = flag(texts.approved or "") if counted else None
        except NotAFigure:
            faults.append("the flag is neither yes nor no; let the line item of `approved` be a boolean in Anaplan")
        yield PlanRow(texts.line, labels, amount, approved, "; ".join(faults))
