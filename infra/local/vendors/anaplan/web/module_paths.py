"""Modules, their line items, their views, the cells of a view, and cells written. All of these wait for a busy model.

Sources: Anaplan, Write module cell data (help.anaplan.com, b7c91527); Integration API v2, views.
"""

from typing import Any

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.actions.export import csv_bytes, view_rows
from infra.local.vendors.anaplan.state.cell_edits import write_cells
from infra.local.vendors.anaplan.state.model import View
from infra.local.vendors.anaplan.state.modules import Module
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import collection, page, sorted_rows, success
from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.anaplan.web.line_item_json import shown_line_item
from infra.local.vendors.anaplan.web.list_paths import check_size, shown_failures
from infra.local.vendors.common.handling import json_answer

MOST_CELLS = 1_000_000  # of one view; more is refused and never cut short
_LINE_ITEMS = {"id": "20000000012", "name": "Line items"}


def add_module_paths(paths: ModelPaths) -> None:
    """Answer modules, line items and views."""
    paths.add("GET", "/modules", _modules)
    paths.add("GET", "/lineItems", _line_items)
    paths.add("GET", "/modules/<module>/lineItems", _line_items)
    paths.add("POST", "/modules/<module>/data", _write)
    paths.add("GET", "/views", _views)
    paths.add("GET", "/views/<view>", _view_info)
    paths.add("GET", "/views/<view>/data", _data)


def _modules(call: Call) -> Response:
    rows = [{"id": one.id, "name": one.name} for one in call.model.modules.values()]
    return page(
        call.request, "module", "modules", sorted_rows(call.request, rows, strict=False), call.switches.page_cap
    )


def _line_items(call: Call, module: str | None = None) -> Response:
    modules = call.model.modules.values() if module is None else [_found(call, module)]
    full = call.request.args.get("includeAll") == "true"
    rows = [
        shown_line_item(one, of, call.model.lists_by_name, full=full)
        for of in modules
        for one in of.line_items.values()
    ]
    return collection(call.request, "lineItem", "items", rows)


def _views(call: Call) -> Response:
    subsidiary = call.request.args.get("includesubsidiaryviews", "").lower() == "true"
    rows = [
        {"code": one.name, "id": one.id, "name": one.name, "moduleId": one.module.id}
        for one in call.model.views.values()
        if subsidiary or one.id == one.module.id
    ]
    return page(call.request, "view", "views", sorted_rows(call.request, rows, strict=False), call.switches.page_cap)


def _view_info(call: Call, view: str) -> Response:
    found = _found_view(call, view)
    dimension = {"id": found.module.dimension.id, "name": found.module.dimension.name}
    info = {"viewName": found.name, "viewId": found.id, "rows": [dimension], "columns": [_LINE_ITEMS]}
    return success(call.request, "view", info)


def _data(call: Call, view: str) -> Response:
    found = _found_view(call, view)
    cells = len(found.module.dimension.items) * len(found.line_items)
    if cells > MOST_CELLS:
        raise ApiError(400, f"The view has {cells} cells, more than the {MOST_CELLS} that can be read at once")
    if pages := call.request.args.get("pages"):
        raise ApiError(400, f"Invalid page selector [{pages}]")  # a flat view has no pages
    rows = view_rows(call.model, found, call.request.args.get("maxRows", type=int))
    names = [one.name for one in found.line_items]
    if call.request.args.get("format") == "v1":
        shown = [{"rowCoordinates": [name], "cells": cells} for name, *cells in rows]
        return json_answer({"columnCoordinates": [[name] for name in names], "rows": shown})
    tabular = call.request.args.get("exportType", "").startswith("TABULAR")
    header = [found.module.dimension.name if tabular else "", *names]
    return Response(csv_bytes(header, rows), content_type="text/csv")


def _write(call: Call, module: str) -> Response:
    rows: Any = call.request.get_json(force=True, silent=True)
    if not isinstance(rows, list):
        raise ApiError(400, "The request body must be an array of cells")
    check_size(call, rows)
    edit = write_cells(call.model, _found(call, module), rows)
    content: dict[str, Any] = {"numberOfCellsChanged": edit.done}
    if edit.failures:
        content["failures"] = shown_failures(edit.failures)
    return success(call.request, "cell", content)


def _found(call: Call, module: str) -> Module:
    if module not in call.model.modules:
        raise ApiError(404)
    return call.model.modules[module]


def _found_view(call: Call, view: str) -> View:
    if view not in call.model.views:
        raise ApiError(404)
    return call.model.views[view]
