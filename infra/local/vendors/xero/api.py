"""The vendor's paths: identity, connections and the Accounting API. Letter case does not matter in any of them."""

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.handling import Handler, with_faults
from infra.local.vendors.xero.accounting.envelope import text_error
from infra.local.vendors.xero.accounting.path import asked
from infra.local.vendors.xero.accounting.service import Accounting
from infra.local.vendors.xero.gateway.admission import admitted, authenticated, check_scope
from infra.local.vendors.xero.gateway.limited import limited
from infra.local.vendors.xero.gateway.limiter import Limiter
from infra.local.vendors.xero.gateway.refusals import Refused
from infra.local.vendors.xero.identity.authorize import Authorize
from infra.local.vendors.xero.identity.connected import delete_connection, list_connections
from infra.local.vendors.xero.identity.service import Identity
from infra.local.vendors.xero.state import State

_ACCOUNTING = "/api.xro/2.0/"
_CONNECTIONS = "/connections"
_MAX_QUERY = 2048  # characters; some fifty ids. Source: what clients of Xero report on long lists of IDs


class Api:
    """All of Xero that the simulator has, with faults in front of every path and limits in front of accounting."""

    def __init__(self, state: State, accounting: Accounting, limiter: Limiter) -> None:
        self._state = state
        self._accounting = accounting
        self._authorize = Authorize(state)
        self._identity = Identity(state)
        self._ask_accounting = limited(with_faults(self._let_in, state.faults), limiter, state.clock)
        self._ask_other = with_faults(self._other, state.faults)

    def handle(self, request: Request) -> Response:
        """The vendor's answer; raises Dropped."""
        accounting = request.path.casefold().startswith(_ACCOUNTING)
        ask: Handler = self._ask_accounting if accounting else self._ask_other
        return ask(request)

    def _let_in(self, request: Request) -> Response:
        if len(request.query_string) > _MAX_QUERY:
            return text_error(414, "The request URI is too long")
        try:
            access = authenticated(request, self._state)
            tenant = admitted(request, access, self._state)
            wanted = asked(request.path)
            if wanted is None:
                return text_error(404, "The resource you're looking for cannot be found")
            check_scope(access, wanted.endpoint, write=wanted.is_write(request.method))
        except Refused as refused:
            return refused.answer
        return self._accounting.handle(request, tenant, wanted)

    def _other(self, request: Request) -> Response:
        match request.method, request.path.casefold().rstrip("/"):
            case "GET" | "POST", "/identity/connect/authorize":
                return self._authorize.handle(request)
            case "POST", "/connect/token":
                return self._identity.token(request)
            case "POST", "/connect/revocation":
                return self._identity.revocation(request)
            case "GET" | "DELETE", path if path.startswith(_CONNECTIONS):
                return self._connections(request, path.removeprefix(_CONNECTIONS).strip("/"))
            case _:
                return text_error(404, "The resource you're looking for cannot be found")

    def _connections(self, request: Request, connection_id: str) -> Response:
        try:
            if request.method == "DELETE":
                return delete_connection(request, self._state, connection_id)
            return list_connections(request, self._state)
        except Refused as refused:
            return refused.answer
