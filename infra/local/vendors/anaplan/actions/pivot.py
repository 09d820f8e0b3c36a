"""A flat module written as the multi-dimensional one that it stands for, in each layout that exports can have.

Source: Anaplan, Export labels and layouts. The exact form of page selectors above a grid is not documented; here they
are the names of the selected members, and the corner names the dimensions of the rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from infra.local.vendors.anaplan.state.model import Export, Model, Pivot

Coordinates = tuple[str, ...]
_LINE_ITEMS, _VALUE = "Line items", "Value"


def pivot_rows(model: Model, export: Export, layout: str) -> list[list[str]]:
    """The lines of the file, the header or the first page selectors first."""
    if export.pivot is None:
        raise ValueError(f"export {export.name!r} declares no dimensions")
    pivot, cells = export.pivot, dict(_cells(model, export, export.pivot))
    if pivot.total:
        cells = _with_totals(cells, pivot)
    write: Mapping[str, Callable[[Mapping[Coordinates, list[str]], Pivot], Iterator[list[str]]]] = {
        "TABULAR_SINGLE_COLUMN": _single,
        "TABULAR_MULTI_COLUMN": _multi,
        "GRID_CURRENT_PAGE": _current_page,
        "GRID_ALL_PAGES": _all_pages,
    }
    return list(write[layout](cells, pivot))


def _cells(model: Model, export: Export, pivot: Pivot) -> Iterator[tuple[Coordinates, list[str]]]:
    """Texts of the values by coordinates; the same coordinates twice are one cell, whose numbers are added up."""
    module = export.view.module
    items = list(module.dimension.items.values())
    columns = [
        model.shower.texts(module.column(one, items), one.format)
        for name in (*pivot.dimensions.values(), *pivot.values)
        for one in (module.line_items[name],)
    ]
    for row in zip(*columns, strict=True):
        yield row[: len(pivot.dimensions)], list(row[len(pivot.dimensions) :])


def _with_totals(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> dict[Coordinates, list[str]]:
    """With the parent of all members of the dimension that has one; over it, numbers are sums and flags are blank."""
    place = list(pivot.dimensions).index(pivot.total[0])
    apart = [place_ for place_, name in enumerate(pivot.dimensions) if name in pivot.flat]
    sums: dict[Coordinates, list[Decimal | None]] = {}
    for coordinates, texts in cells.items():
        over = list(coordinates)
        over[place] = pivot.total[1]
        for one in apart:
            over[one] = ""
        found = sums.setdefault(tuple(over), [None] * len(texts))
        for index, text in enumerate(texts):
            if text not in ("", "true", "false"):
                found[index] = (found[index] or Decimal(0)) + Decimal(text)
    return {**cells, **{key: ["" if x is None else format(x, "f") for x in found] for key, found in sums.items()}}


def _single(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> Iterator[list[str]]:
    yield [*pivot.dimensions, _LINE_ITEMS, _VALUE]
    for coordinates, texts in cells.items():
        for name, text in zip(pivot.values, texts, strict=True):
            yield [*coordinates, name, text]


def _multi(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> Iterator[list[str]]:
    yield [*pivot.dimensions, *pivot.values]
    for coordinates, texts in cells.items():
        yield [*coordinates, *texts]


def _current_page(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> Iterator[list[str]]:
    """The first page only, which is the one that a user sees first."""
    pages = list(_pages(cells, pivot))
    return iter(pages[0] if pages else [[*_corner(pivot)]])


def _all_pages(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> Iterator[list[str]]:
    pages = list(_pages(cells, pivot)) or [[[*_corner(pivot)]]]
    return (line for page in pages for line in page)


def _pages(cells: Mapping[Coordinates, list[str]], pivot: Pivot) -> Iterator[list[list[str]]]:
    """Pages by the page dimensions; each with one column per member of the column dimension and line item."""
    names = list(pivot.dimensions)
    at = {axis: [names.index(name) for name in chosen] for axis, chosen in pivot.axes.items()}

    def part(coordinates: Coordinates, axis: str) -> Coordinates:
        return tuple(coordinates[place] for place in at[axis])

    ordered = sorted(cells, key=lambda coordinates: part(coordinates, "pages"))
    for selected, group in groupby(ordered, key=lambda coordinates: part(coordinates, "pages")):
        page = {(part(one, "rows"), part(one, "columns")): cells[one] for one in group}
        across = list(dict.fromkeys(column for _, column in page))
        down = list(dict.fromkeys(row for row, _ in page))
        blank = [""] * len(pivot.values)
        yield [
            list(selected),
            [*[""] * len(pivot.axes["rows"]), *(text for (name,) in across for text in (name, *blank[1:]))],
            [*_corner(pivot), *(name for _ in across for name in pivot.values)],
            *([*row, *(text for column in across for text in page.get((row, column), blank))] for row in down),
            [],
        ]


def _corner(pivot: Pivot) -> Sequence[str]:
    return pivot.axes["rows"]
