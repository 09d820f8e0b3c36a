"""Reading and editing records: /__admin__/tenants/{tenant}/{collection}[/{id}]."""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.routes import Routes
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import endpoint_of
from infra.local.vendors.xero.state import State
from infra.local.vendors.xero.wire import exact

_COLLECTION = f"{PREFIX}/tenants/<tenant_id>/<collection>"


def add_data_routes(routes: Routes, state: State) -> None:
    """GET all records, PUT changes, DELETE one record for good."""

    def read(_: Request, tenant_id: str, collection: str) -> Response:
        endpoint = known_collection(collection)
        return _answer(endpoint, known_tenant(state, tenant_id)[endpoint.name].records())

    def change(request: Request, tenant_id: str, collection: str) -> Response:
        endpoint = known_collection(collection)
        touch = request.args.get("touch", "true").casefold() not in ("false", "0", "no")
        changes = _changes(request, endpoint)
        return _answer(endpoint, known_tenant(state, tenant_id).upsert(endpoint.name, changes, touch=touch))

    def remove(_: Request, tenant_id: str, collection: str, record_id: str) -> Response:
        endpoint = known_collection(collection)
        if not known_tenant(state, tenant_id).remove(endpoint.name, record_id):
            raise NotFound(f"no {endpoint.item} has the id {record_id}")
        return Response(status=204)

    routes.add("GET", _COLLECTION, read)
    routes.add("PUT", _COLLECTION, change)
    routes.add("DELETE", f"{_COLLECTION}/<record_id>", remove)


def known_tenant(state: State, tenant_id: str) -> Tenant:
    """The organisation, connected or not; raises NotFound."""
    try:
        return state.tenant(tenant_id)
    except KeyError:
        raise NotFound(f"no organisation has the tenant id {tenant_id}") from None


def known_collection(name: str) -> Endpoint:
    """The collection's endpoint; raises NotFound."""
    endpoint = endpoint_of(name)
    if endpoint is None:
        raise NotFound(f"{name} is no collection of the Accounting API")
    return endpoint


def _changes(request: Request, endpoint: Endpoint) -> list[Mapping[str, Any]]:
    try:
        body = exact.loads(request.get_data())
    except ValueError as wrong:
        raise BadRequest(f"the body is not JSON: {wrong}") from wrong
    if isinstance(body, Mapping):
        body = body.get(endpoint.key, [body])
    if not (isinstance(body, list) and all(isinstance(each, Mapping) for each in body)):
        raise BadRequest(f'the body must be an object, a list of objects, or {{"{endpoint.key}": […]}}')
    return body


def _answer(endpoint: Endpoint, records: Any) -> Response:
    return Response(exact.dumps({endpoint.key: list(records)}), content_type="application/json")
