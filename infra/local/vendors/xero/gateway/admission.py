"""Decides who is let in: a good token, a connected organisation, the endpoint's scope."""

from collections.abc import Sequence

from werkzeug.wrappers import Request

from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.gateway.refusals import forbidden, out_of_scope, unauthorized
from infra.local.vendors.xero.identity.connections import Connection
from infra.local.vendors.xero.identity.tokens import Access, AccessRefused
from infra.local.vendors.xero.state import State

TENANT = "Xero-Tenant-Id"


def tenant_header(request: Request) -> str | None:
    """Whom the request says it is about."""
    return request.headers.get(TENANT)


def authenticated(request: Request, state: State) -> Access:
    """What the request's bearer token stands for; raises Refused."""
    given = request.authorization
    try:
        return state.tokens.access(given.token if given and given.type == "bearer" else None)
    except AccessRefused as refused:
        raise unauthorized(str(refused)) from None


def connections_of(access: Access, state: State) -> Sequence[Connection]:
    """The connections a token can see: a Custom Connection's has exactly one, the first organisation."""
    connected = state.connections.all()
    return connected if access.consent else connected[:1]


def admitted(request: Request, access: Access, state: State) -> Tenant:
    """The organisation the request is about; raises Refused. With a Custom Connection the header may be missing."""
    wanted = tenant_header(request)
    seen = {each.tenant_id.casefold(): each for each in connections_of(access, state)}
    if not wanted and not access.consent:
        wanted = next(iter(seen), None)
    if not wanted or wanted.casefold() not in seen:
        raise forbidden()
    return state.tenant(wanted)


def check_scope(access: Access, endpoint: Endpoint, *, write: bool = False) -> None:
    """Raises Refused unless the token has one of the endpoint's scopes; for a write, not a ``.read`` one."""
    scopes = {scope for scope in endpoint.scopes if not (write and scope.endswith(".read"))}
    if scopes.isdisjoint(access.scopes):
        raise out_of_scope()
