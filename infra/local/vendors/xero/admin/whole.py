"""Whole organisations: which there are, new ones, other ones, none; and edits between pages, and back to the start."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes, body_of
from infra.local.vendors.xero.admin.data import known_collection, known_tenant
from infra.local.vendors.xero.books.folder import read_folder
from infra.local.vendors.xero.books.organisation import Books, books_of
from infra.local.vendors.xero.drift import Drift
from infra.local.vendors.xero.state import State
from infra.local.vendors.xero.wire import exact


class DriftOrder(BaseModel):
    """Edit the oldest record after each of the next ``times`` answers to lists of this collection."""

    model_config = ConfigDict(extra="forbid")

    tenant: str
    collection: str
    times: int = Field(default=1, ge=0)


def add_whole_routes(routes: Routes, state: State, drift: Drift, reset: Callable[[], None]) -> None:
    """GET, POST and DELETE tenants; POST seed, drift and reset."""

    def add(request: Request) -> Response:
        with _told():
            for books in _given(request):
                state.add(books)
        return _tenants(state)

    def seed(request: Request) -> Response:
        with _told():
            state.seed(_given(request))
        return _tenants(state)

    def disconnect(_: Request, tenant_id: str) -> Response:
        if not state.connections.disconnect(tenant_id):
            raise NotFound(f"no connected organisation has the tenant id {tenant_id}")
        return Response(status=204)

    def arm_drift(request: Request) -> Response:
        order = body_of(request, DriftOrder)
        tenant, endpoint = known_tenant(state, order.tenant), known_collection(order.collection)
        drift.arm(tenant.tenant_id, endpoint.name, order.times)
        return Response(status=204)

    def start_over(_: Request) -> Response:
        reset()
        return _tenants(state)

    routes.add("GET", f"{PREFIX}/tenants", lambda _: _tenants(state))
    routes.add("POST", f"{PREFIX}/tenants", add)
    routes.add("DELETE", f"{PREFIX}/tenants/<tenant_id>", disconnect)
    routes.add("POST", f"{PREFIX}/seed", seed)
    routes.add("POST", f"{PREFIX}/drift", arm_drift)
    routes.add("POST", f"{PREFIX}/reset", start_over)


def _given(request: Request) -> Iterable[Books]:
    """Books of {"folder": path}, of one object of collections, or of {"organisations": [objects of collections]}."""
    body: Any = exact.loads(request.get_data())
    if "folder" in body:
        return read_folder(Path(body["folder"]))
    return [books_of(each) for each in body.get("organisations", [body])]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError) as wrong:
        raise BadRequest(f"the body holds no books that can be read: {wrong}") from wrong


def _tenants(state: State) -> Response:
    return json_answer(
        {
            "tenants": [
                {"tenant_id": each.tenant_id, "name": each.name, "connected": state.connections.has(each.tenant_id)}
                for each in tuple(state.tenants.values())
            ]
        }
    )
