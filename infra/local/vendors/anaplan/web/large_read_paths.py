"""Large reads of views. All of these wait for a busy model.

Source: Anaplan, Initiate large read request (help.anaplan.com, 741ca811), Retrieve status (6216fdd8).
"""

from typing import Any

from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.large_reads import LargeRead
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import success
from infra.local.vendors.anaplan.web.errors import ApiError

_TYPES = ("TABULAR_MULTI_COLUMN",)  # of a flat view; the others' names differ between Anaplan's own pages


class _Order(BaseModel):
    exportType: str  # noqa: N815 - as it is written in JSON


def add_large_read_paths(paths: ModelPaths) -> None:
    """Answer everything below a view's ``/readRequests``."""
    paths.add("POST", "/views/<view>/readRequests", _begin)
    paths.add("GET", "/views/<view>/readRequests/<read>", _status)
    paths.add("GET", "/views/<view>/readRequests/<read>/pages/<page>", _page)
    paths.add("DELETE", "/views/<view>/readRequests/<read>", _forget)


def _begin(call: Call, view: str) -> Response:
    if view not in call.model.views:
        raise ApiError(404)
    try:
        wanted = _Order.model_validate(call.json()).exportType
    except ValidationError:
        wanted = ""
    if wanted not in _TYPES:
        raise ApiError(400, f"exportType must be one of {', '.join(_TYPES)}")
    return _shown(call, call.live.large_reads.begin(call.model.views[view]))


def _status(call: Call, view: str, read: str) -> Response:
    return _shown(call, _found(call, view, read))


def _page(call: Call, view: str, read: str, page: str) -> Response:
    body = call.live.large_reads.page(_found(call, view, read), int(page)) if page.isdecimal() else None
    if body is None:
        raise ApiError(404)
    return Response(body, content_type="text/csv")


def _forget(call: Call, view: str, read: str) -> Response:
    found = _found(call, view, read)
    call.live.large_reads.forget(found)
    return _shown(call, found)


def _found(call: Call, view: str, read: str) -> LargeRead:
    found = call.live.large_reads.find(view, read)
    if found is None:
        raise ApiError(404)
    return found


def _shown(call: Call, read: LargeRead) -> Response:
    ready = call.live.large_reads.is_ready(read)
    state: dict[str, Any] = {
        "requestId": read.id,
        "viewId": read.view_id,
        "requestState": "COMPLETE" if ready else "IN_PROGRESS",
        "url": f"{call.request.base_url}/{read.id}" if call.request.method == "POST" else call.request.base_url,
    }
    if ready:
        state |= {"successful": True, "availablePages": len(read.pages)}
    return success(call.request, "viewReadRequest", {"viewReadRequest": state})
