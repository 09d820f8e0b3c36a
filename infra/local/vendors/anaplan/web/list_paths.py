"""Lists: what there is, what is in them, and items added, updated and deleted. All of these wait for a busy model.

Sources: Anaplan, Add list items (help.anaplan.com, 4c87489b), Update list items (ff3e2766), Retrieve list data
(2309ce30); Integration API v2, dimension items by name or code.
"""

from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.actions.export import csv_bytes
from infra.local.vendors.anaplan.state.list_edits import Edit, Failure, add_items, delete_items, update_items
from infra.local.vendors.anaplan.state.lists import Item, ItemList
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import collection, page, sorted_rows, success
from infra.local.vendors.anaplan.web.errors import ApiError

MOST_ROWS = 100_000  # items or cells in one call
MOST_BYTES = 15_000_000


def add_list_paths(paths: ModelPaths) -> None:
    """Answer everything below ``/lists``."""
    paths.add("GET", "/lists", _lists)
    paths.add("GET", "/lists/<list_id>", _metadata)
    paths.add("GET", "/lists/<list_id>/items", _items)
    paths.add("POST", "/lists/<list_id>/items", _post_items, structural=True)
    paths.add("PUT", "/lists/<list_id>/items", _put_items, structural=True)
    paths.add("POST", "/dimensions/<list_id>/items", _look_up)


def shown_failures(failures: list[Failure]) -> list[dict[str, Any]]:
    """As in answers to writes; the index counts from 0."""
    return [
        {"requestIndex": one.index, "failureType": one.type, "failureMessageDetails": one.message} for one in failures
    ]


def check_size(call: Call, rows: list[Any]) -> None:
    """Refuse what is too much for one call."""
    if len(rows) > MOST_ROWS or len(call.request.get_data()) > MOST_BYTES:
        raise ApiError(400, f"A call takes at most {MOST_ROWS} rows and 15 MB")


def _lists(call: Call) -> Response:
    rows = sorted_rows(
        call.request, [{"id": one.id, "name": one.name} for one in call.model.lists.values()], strict=False
    )
    return page(call.request, "list", "lists", rows, call.switches.page_cap)


def _metadata(call: Call, list_id: str) -> Response:
    target = _found(call, list_id)
    metadata = {
        "id": target.id,
        "name": target.name,
        "hasSelectiveAccess": False,
        "properties": [{"id": name, "name": name, "format": one.kind.value} for name, one in target.properties.items()],
        "subsets": [],
        "productionData": False,
        "managedBy": "",
        "numberedList": target.numbered,
        "useTopLevelAsPageDefault": False,
        "itemCount": len(target.items),
        "nextitemIndex": target.last_index + 1,
        "workflowEnabled": False,
        "permittedItems": 999_999_999,
        "usedInAppliesTo": ", ".join(one.name for one in call.model.modules.values() if one.dimension is target),
    }
    return success(call.request, "listMetadata", {"metadata": metadata})


def _items(call: Call, list_id: str) -> Response:
    target = _found(call, list_id)
    if len(target.items) > call.switches.most_items:
        raise ApiError(400, f"The list has more than the {call.switches.most_items} items that can be read at once")
    if call.request.accept_mimetypes.best == "text/csv":
        return Response(csv_bytes(*list_table(call.model, target)), content_type="text/csv")
    full = call.request.args.get("includeAll") == "true"
    rows = [_item(item, target) for item in target.items.values()]
    if full:
        properties = zip(rows, _properties(call.model, target), strict=True)
        rows = [
            row | {"subsets": {}, "properties": dict(zip(target.properties, of, strict=True))} for row, of in properties
        ]
    return collection(call.request, "listItem", "listItems", rows)


def _short(item: Item) -> dict[str, Any]:
    row = {"id": item.id, "name": item.name}
    return row if item.code is None else row | {"code": item.code}


def _item(item: Item, of: ItemList) -> dict[str, Any]:
    row, parent = _short(item), of.parent_of(item)
    if parent is None:
        return row
    return row | {"parent": parent.name, "parentId": parent.id, "listId": of.above.id, "listName": of.above.name}


def _properties(model: Model, target: ItemList) -> list[tuple[str, ...]]:
    """The texts of all properties, per item."""
    items = list(target.items.values())
    columns = (
        model.shower.texts([item.properties.get(name) for item in items], one)
        for name, one in target.properties.items()
    )
    return list(zip(*columns, strict=True)) if target.properties else [()] * len(items)


def list_table(model: Model, target: ItemList) -> tuple[list[str], Iterator[tuple[str, ...]]]:
    """The items as a table: its header, and a row for each."""
    rows = zip(target.items.values(), _properties(model, target), strict=True)
    header = [target.name, "Parent", "Code", *target.properties]
    return header, ((item.name, _parent(item, target), item.code or "", *texts) for item, texts in rows)


def _parent(item: Item, of: ItemList) -> str:
    parent = of.parent_of(item)
    return parent.name if parent else ""


def _look_up(call: Call, list_id: str) -> Response:
    """The items of these codes and names, letter case aside; what is unknown is simply absent."""
    target, asked = _found(call, list_id), call.json()
    codes, names = (asked.get(name) or [] for name in ("codes", "names"))
    if not codes and not names:
        raise ApiError(400, "codes or names are required")
    if codes and all(item.code is None for item in target.items.values()):
        raise ApiError(400, "The dimension has no codes")
    found = [*map(target.by_code, map(str, codes)), *map(target.by_name, map(str, names))]
    rows = {item.id: _short(item) for item in found if item is not None}
    return collection(call.request, "item", "items", list(rows.values()))


def _post_items(call: Call, list_id: str) -> Response:
    target, rows = _found(call, list_id), _rows(call)
    match call.request.args.get("action"):
        case "add":
            return _told(call, "added", add_items(call.model, target, rows), len(rows))
        case "delete":
            edit = delete_items(call.model, target, rows)
            return success(call.request, "listItem", {"deleted": edit.done} | _failures(edit))
        case other:
            raise ApiError(400, f"Invalid action: {other}")


def _put_items(call: Call, list_id: str) -> Response:
    target, rows = _found(call, list_id), _rows(call)
    return _told(call, "updated", update_items(call.model, target, rows), len(rows))


def _told(call: Call, verb: str, edit: Edit, total: int) -> Response:
    counts = {verb: edit.done, "ignored": len(edit.failures), "total": total}
    return success(call.request, "listItem", counts | _failures(edit))


def _failures(edit: Edit) -> dict[str, Any]:
    return {"failures": shown_failures(edit.failures)} if edit.failures else {}


def _rows(call: Call) -> list[Any]:
    rows = call.json().get("items")
    if not isinstance(rows, list):
        raise ApiError(400, "items is required")
    check_size(call, rows)
    return rows


def _found(call: Call, list_id: str) -> ItemList:
    if list_id not in call.model.lists:
        raise ApiError(404)
    return call.model.lists[list_id]
