"""Everything the simulator remembers, and the few changes that concern more than one part of it."""

from collections.abc import Callable, Iterable

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.faults import Faults
from infra.local.vendors.common.journal import Journal
from infra.local.vendors.xero.books.organisation import Books
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.identity.app import App
from infra.local.vendors.xero.identity.codes import Codes
from infra.local.vendors.xero.identity.connections import Connections
from infra.local.vendors.xero.identity.tokens import Tokens
from infra.local.vendors.xero.settings import SCOPES, Behaviour, Limits
from infra.local.vendors.xero.webhooks.events import Edit, event_of
from infra.local.vendors.xero.webhooks.outbox import Outbox
from infra.local.vendors.xero.webhooks.sender import post
from infra.local.vendors.xero.webhooks.settings import Sending

Load = Callable[[], Iterable[Books]]


class State:
    """The organisations, who may read them, and what an operator has set.

    load   gives the organisations to start with, and again at a reset
    """

    def __init__(self, load: Load, clock: Clock, scopes: Iterable[str] = SCOPES) -> None:
        self.clock = clock
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits()
        self.behaviour = Behaviour()
        self.outbox = Outbox(Sending(), clock, post)
        self._load = load
        self._scopes = tuple(scopes)
        self.app = App(scopes=self._scopes)
        self.begin()

    def begin(self) -> None:
        """Load the books as at the start, with a fresh consent."""
        self.app.scopes = self._scopes
        self.tokens = Tokens(self.app, self.clock)
        self.codes = Codes(self.clock)
        self.seed(self._load())

    def reset(self) -> None:
        """Everything as at the start: books, tokens, clock, limits, faults, journal."""
        self.clock.reset()
        self.journal.clear()
        self.faults.clear()
        self.outbox.aim(None)
        self.outbox.clear()
        for held in (self.limits, self.behaviour):
            for name, value in type(held)():
                setattr(held, name, value)
        self.begin()

    def seed(self, books: Iterable[Books]) -> None:
        """Replace all organisations by these; tokens stay good."""
        tenants = [Tenant(each, self.clock, self._edited) for each in books]
        self.tenants: dict[str, Tenant] = {}
        self.connections = Connections()
        for tenant in tenants:
            self._connect(tenant)

    def add(self, books: Books) -> Tenant:
        """One more organisation, or new books for one; it is connected."""
        tenant = Tenant(books, self.clock, self._edited)
        self._connect(tenant)
        return tenant

    def tenant(self, tenant_id: str) -> Tenant:
        """An organisation, connected or not, by its id in any letter case; raises KeyError."""
        return self.tenants[tenant_id.casefold()]

    def consent_again(self) -> str:
        """A person reconnects everything; the new refresh token."""
        self.tokens.begin(self.tokens.consent())
        for tenant in tuple(self.tenants.values()):
            self._connect(tenant)
        return self.tokens.refresh_token

    def _edited(self, edit: Edit) -> None:
        """Xero tells of the organisations that are connected, and of no others."""
        event = event_of(edit, self.clock.now())
        if event is not None and self.connections.has(edit.tenant_id):
            self.outbox.tell(event)

    def _connect(self, tenant: Tenant) -> None:
        self.tenants[tenant.tenant_id.casefold()] = tenant
        self.connections.connect(tenant.tenant_id, self.tokens.newest_consent, self.clock.now())
