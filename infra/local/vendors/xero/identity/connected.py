"""GET and DELETE /connections: which organisations the app may read. Source: Xero, OAuth 2.0, Connections."""

import json
from datetime import datetime

from werkzeug.wrappers import Request, Response

from infra.local.vendors.xero.gateway.admission import authenticated, connections_of
from infra.local.vendors.xero.identity.connections import Connection
from infra.local.vendors.xero.state import State


def list_connections(request: Request, state: State) -> Response:
    """A bare array, of one consent if ``authEventId`` is given; raises Refused."""
    seen = connections_of(authenticated(request, state), state)
    event = request.args.get("authEventId")
    shown = [_shown(each, state) for each in seen if event in (None, str(each.consent))]
    return Response(json.dumps(shown), content_type="application/json; charset=utf-8")


def delete_connection(request: Request, state: State, connection_id: str) -> Response:
    """204, or 404 if there is no connection with this id (a tenant's id is none); raises Refused."""
    seen = connections_of(authenticated(request, state), state)
    found = next((each for each in seen if str(each.id) == connection_id.casefold()), None)
    if found is None:
        return Response(status=404)
    state.connections.disconnect(found.tenant_id)
    return Response(status=204)


def _shown(connection: Connection, state: State) -> dict[str, str | None]:
    at = _seven_digits(connection.created)
    return {
        "id": str(connection.id),
        "authEventId": str(connection.consent),
        "tenantId": connection.tenant_id,
        "tenantType": "ORGANISATION",
        "tenantName": state.tenant(connection.tenant_id).name,
        "createdDateUtc": at,
        "updatedDateUtc": at,
    }


def _seven_digits(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f0")
