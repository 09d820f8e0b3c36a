"""Puts the simulator together: the vendor's paths, the operator's paths, the journal and the packing."""

from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX, common_routes
from infra.local.vendors.common.encoding import packed
from infra.local.vendors.common.handling import journaled
from infra.local.vendors.common.routes import tolerant
from infra.local.vendors.xero.accounting.listing import Listener
from infra.local.vendors.xero.accounting.service import Accounting
from infra.local.vendors.xero.admin.access import add_access_routes
from infra.local.vendors.xero.admin.budget_file import add_budget_file_route
from infra.local.vendors.xero.admin.data import add_data_routes
from infra.local.vendors.xero.admin.postings import add_posting_routes
from infra.local.vendors.xero.admin.webhooks import add_webhook_routes
from infra.local.vendors.xero.admin.whole import add_whole_routes
from infra.local.vendors.xero.api import Api
from infra.local.vendors.xero.drift import Drift
from infra.local.vendors.xero.gateway.admission import tenant_header
from infra.local.vendors.xero.gateway.limiter import Limiter
from infra.local.vendors.xero.state import State
from infra.local.vendors.xero.webhooks.sender import Sender


class XeroSimulator:
    """A Xero of its own. ``state`` may be read and changed in-process while it runs."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.drift = Drift()
        self.webhooks = Sender(state.outbox)
        self._limiter = Limiter(state.limits)
        self._accounting = Accounting(state.clock, state.behaviour)
        self._accounting.listeners.append(self.drift)
        api = Api(state, self._accounting, self._limiter)
        self._vendor = journaled(api.handle, journal=state.journal, clock=state.clock, tenant_of=tenant_header)
        self._operator = tolerant(self._admin())

    def after_list(self, listener: Listener) -> None:
        """Call ``listener`` after every list answer is made and before it leaves: the moment between two pages."""
        self._accounting.listeners.append(listener)

    def handle(self, request: Request) -> Response:
        """The answer to any request; raises Dropped."""
        if request.path.startswith(PREFIX):
            return self._operator(request)
        return packed(request, self._vendor(request))

    def description(self, url: str) -> dict[str, Any]:
        """What a client needs: addresses, credentials and the organisations."""
        app, tenants = self.state.app, tuple(self.state.tenants.values())
        return {
            "api": url,
            "identity": url,
            "login": url,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "webhook_key": self.state.outbox.sending.key,
            "refresh_token": self.state.tokens.refresh_token,
            "tenants": [{"tenant_id": each.tenant_id, "name": each.name or each.tenant_id} for each in tenants],
            "admin": f"{url}{PREFIX}",
        }

    def reset(self) -> None:
        """Everything as at the start; listeners stay."""
        self.drift.clear()
        self._limiter.clear()
        self._accounting.clear()
        self.state.reset()

    def _admin(self) -> Any:
        routes = common_routes(clock=self.state.clock, journal=self.state.journal, faults=self.state.faults)
        add_data_routes(routes, self.state)
        add_access_routes(routes, self.state)
        add_posting_routes(routes, self.state)
        add_budget_file_route(routes, self.state)
        add_webhook_routes(routes, self.state.outbox, self.webhooks)
        add_whole_routes(routes, self.state, self.drift, self.reset)
        return routes
