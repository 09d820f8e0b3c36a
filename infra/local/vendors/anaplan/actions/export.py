"""A view as a table, and as the CSV text of an export with one column per line item."""

import csv
import io
from collections.abc import Iterator

from infra.local.vendors.anaplan.state.lists import Item
from infra.local.vendors.anaplan.state.model import Model, View


def view_rows(model: Model, view: View) -> Iterator[tuple[Item, list[str]]]:
    """Each member of the view's dimension with its cells as text, in the order of the list."""
    for item in view.module.dimension.items.values():
        yield item, [model.shower.text(view.module.value(one, item), one.format) for one in view.line_items]


def export_table(model: Model, view: View) -> bytes:
    """TABULAR_MULTI_COLUMN: the dimension's items by name, then the line items. Text exports are UTF-8.

    Source: Anaplan, Special characters in exports (help.anaplan.com, fa793649).
    """
    return csv_bytes([view.module.dimension.name, *(one.name for one in view.line_items)], view_rows(model, view))


def csv_bytes(header: list[str], rows: Iterator[tuple[Item, list[str]]]) -> bytes:
    """CSV with ``,`` and ``"``."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    lines.writerows([item.name, *cells] for item, cells in rows)
    return text.getvalue().encode()
