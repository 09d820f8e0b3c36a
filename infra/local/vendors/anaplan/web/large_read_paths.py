"""Large reads of views and lists. All of these wait for a busy model.

Source: Anaplan, Initiate large read request (help.anaplan.com, 741ca811), Retrieve status (6216fdd8).
"""

from typing import Any

from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.actions.export import view_rows
from infra.local.vendors.anaplan.large_reads import LargeRead
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import success
from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.anaplan.web.list_paths import list_table

_TYPES = ("TABULAR_MULTI_COLUMN",)  # of a flat view; the others' names differ between Anaplan's own pages


class _Order(BaseModel):
    exportType: str  # noqa: N815 - as it is written in JSON


def add_large_read_paths(paths: ModelPaths) -> None:
    """Answer everything below the ``/readRequests`` of a view or a list."""
    paths.add("POST", "/views/<of>/readRequests", _begin_view)
    paths.add("POST", "/lists/<of>/readRequests", _begin_list)
    for kind in ("views", "lists"):
        paths.add("GET", f"/{kind}/<of>/readRequests/<read>", _status)
        paths.add("GET", f"/{kind}/<of>/readRequests/<read>/pages/<page>", _page)
        paths.add("DELETE", f"/{kind}/<of>/readRequests/<read>", _forget)


def _begin_list(call: Call, of: str) -> Response:
    if of not in call.model.lists:
        raise ApiError(404)
    header, rows = list_table(call.model, call.model.lists[of])
    return _shown(call, call.live.large_reads.begin(of, header, rows))


def _begin_view(call: Call, of: str) -> Response:
    if of not in call.model.views:
        raise ApiError(404)
    try:
        wanted = _Order.model_validate(call.json()).exportType
    except ValidationError:
        wanted = ""
    if wanted not in _TYPES:
        raise ApiError(400, f"exportType must be one of {', '.join(_TYPES)}")
    view = call.model.views[of]
    header = [view.module.dimension.name, *(one.name for one in view.line_items)]
    return _shown(call, call.live.large_reads.begin(of, header, view_rows(call.model, view)))


def _status(call: Call, of: str, read: str) -> Response:
    return _shown(call, _found(call, of, read))


def _page(call: Call, of: str, read: str, page: str) -> Response:
    body = call.live.large_reads.page(_found(call, of, read), int(page)) if page.isdecimal() else None
    if body is None:
        raise ApiError(404)
    return Response(body, content_type="text/csv")


def _forget(call: Call, of: str, read: str) -> Response:
    found = _found(call, of, read)
    call.live.large_reads.forget(found)
    return _shown(call, found)


def _found(call: Call, of: str, read: str) -> LargeRead:
    found = call.live.large_reads.find(of, read)
    if found is None:
        raise ApiError(404)
    return found


def _shown(call: Call, read: LargeRead) -> Response:
    ready, subject = call.live.large_reads.is_ready(read), "view" if read.of in call.model.views else "list"
    state: dict[str, Any] = {
        "requestId": read.id,
        f"{subject}Id": read.of,
        "requestState": "COMPLETE" if ready else "IN_PROGRESS",
        "url": f"{call.request.base_url}/{read.id}" if call.request.method == "POST" else call.request.base_url,
    }
    if ready:
        state |= {"successful": True, "availablePages": len(read.pages)}
    return success(call.request, f"{subject}ReadRequest", {f"{subject}ReadRequest": state})
