"""Imports, exports, processes and other actions, with their metadata. All of these answer while a model is busy."""

from typing import Any

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.model import Action, Export, Import
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import Row, page, sorted_rows, success
from infra.local.vendors.anaplan.web.errors import ApiError

_CSV = "text/csv"


def add_action_paths(paths: ModelPaths) -> None:
    """Answer the lists of runnable things and what is told of each."""
    paths.add("GET", "/imports", _imports, waits=False)
    paths.add("GET", "/imports/<action>", _import_metadata, waits=False)
    paths.add("GET", "/exports", _exports, waits=False)
    paths.add("GET", "/exports/<action>", _export_metadata, waits=False)
    paths.add("GET", "/processes", _processes, waits=False)
    paths.add("GET", "/processes/<action>", _process_metadata, waits=False)
    paths.add("GET", "/actions", _actions, waits=False)


def _told(call: Call, subject: str, key: str, rows: list[dict[str, Any]]) -> Response:
    ordered: list[Row] = sorted_rows(call.request, rows, strict=False)
    return page(call.request, subject, key, ordered, call.switches.page_cap)


def _imports(call: Call) -> Response:
    rows = [{"id": one.id, "name": one.name} | _import_source(one) for one in call.model.imports.values()]
    return _told(call, "import", "imports", rows)


def _import_source(one: Import) -> dict[str, str]:
    return {
        "importDataSourceId": one.source.id,
        "importType": "HIERARCHY_DATA" if isinstance(one.target, ItemList) else "MODULE_DATA",
    }


def _import_metadata(call: Call, action: str) -> Response:
    if action not in call.model.imports:
        raise ApiError(500)  # seen with Anaplan: an invented import on a reachable model is no 404
    one = call.model.imports[action]
    source = {
        "textEncoding": one.source.encoding,
        "columnSeparator": one.source.separator,
        "textDelimiter": one.source.delimiter,
        "headerRow": one.source.header_row,
        "firstDataRow": one.source.first_data_row,
        "decimalSeparator": ".",
        "headerNames": list(one.source.columns),
        "columnCount": len(one.source.columns),
    }
    metadata = {"name": one.name, "type": "FILE", "source": source}
    return success(call.request, "importMetadata", {"importMetadata": metadata})


def _exports(call: Call) -> Response:
    rows = [{"id": one.id, "name": one.name} | _export_format(call, one) for one in call.model.exports.values()]
    return _told(call, "export", "exports", rows)


def _export_format(call: Call, one: Export) -> dict[str, str]:
    layout = (call.switches.export_layout if one.pivot else "") or one.layout
    return {"exportType": layout, "exportFormat": _CSV, "encoding": "UTF-8", "layout": layout}


def _export_metadata(call: Call, action: str) -> Response:
    if action not in call.model.exports:
        raise ApiError(404)
    one = call.model.exports[action]
    view, lists = one.view, list(one.pivot.dimensions) if one.pivot else [one.view.module.dimension.name]
    values = one.pivot.values if one.pivot else [line_item.name for line_item in view.line_items]
    header = [*lists, *values]
    metadata = {
        "columnCount": len(header),
        "dataTypes": [*["ENTITY"] * len(lists), *(view.module.line_items[x].format.kind.value for x in values)],
        "delimiter": '"',
        "encoding": "UTF-8",
        "exportFormat": _CSV,
        "headerNames": header,
        "listNames": lists,
        "rowCount": len(view.module.dimension.items),
        "separator": ",",
    }
    return success(call.request, "exportMetadata", {"exportMetadata": metadata})


def _processes(call: Call) -> Response:
    rows = [{"id": one.id, "name": one.name} for one in call.model.processes.values()]
    return _told(call, "process", "processes", rows)


def _process_metadata(call: Call, action: str) -> Response:
    if action not in call.model.processes:
        raise ApiError(404)
    process = call.model.processes[action]
    shown = call.request.args.get("showImportDataSource") == "true"
    actions = [_process_entry(one, shown=shown) for one in process.actions]
    metadata = {"name": process.name, "actions": actions}
    return success(call.request, "processMetadata", {"processMetadata": metadata})


def _process_entry(one: Action, *, shown: bool) -> dict[str, str]:
    entry = {"id": one.id, "name": one.name, "actionType": _type(one)}
    return entry | _import_source(one) if isinstance(one, Import) and shown else entry


def _type(one: Action) -> str:
    if isinstance(one, Import):
        return "IMPORT"
    return "EXPORT" if isinstance(one, Export) else "DELETE_BY_SELECTION"


def _actions(call: Call) -> Response:
    rows = [{"id": one.id, "name": one.name, "actionType": _type(one)} for one in call.model.deletions.values()]
    return _told(call, "action", "actions", rows)
