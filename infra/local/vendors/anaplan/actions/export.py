"""A view as a table, and as the CSV text of an export with one column per line item."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice

from infra.local.vendors.anaplan.actions.pivot import pivot_rows
from infra.local.vendors.anaplan.state.model import Export, Model, View

Row = tuple[str, ...]  # the member's name, then a text per line item


def view_rows(model: Model, view: View, limit: int | None = None) -> list[Row]:
    """The members of the view's dimension with their cells, in the order of the list; the first ``limit`` of them."""
    items = list(islice(view.module.dimension.items.values(), limit))
    names = [item.name for item in items]
    columns = [model.shower.texts(view.module.column(one, items), one.format) for one in view.line_items]
    return list(zip(names, *columns, strict=True))


def export_file(model: Model, export: Export, layout: str = "") -> bytes:
    """What the export writes; ``layout`` instead of its own, as somebody may have changed it in Anaplan."""
    if export.pivot is None:
        return export_table(model, export.view)
    first, *rest = pivot_rows(model, export, layout or export.layout)
    return csv_bytes(first, map(tuple, rest))


def export_table(model: Model, view: View) -> bytes:
    """TABULAR_MULTI_COLUMN: the dimension's items by name, then the line items. Text exports are UTF-8.

    Source: Anaplan, Special characters in exports (help.anaplan.com, fa793649).
    """
    return csv_bytes([view.module.dimension.name, *(one.name for one in view.line_items)], view_rows(model, view))


def csv_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV with ``,`` and ``"``."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    lines.writerows(rows)
    return text.getvalue().encode()
