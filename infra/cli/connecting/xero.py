"""Connecting a Xero organisation: consent or Custom Connection, the organisation recognised, everything stored.

Nothing is stored before the organisation has been seen to be the one that settings name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ml_connector.errors import BadCredentials
from ml_connector.http import Http
from ml_connector.settings import Settings
from ml_connector.xero.auth import XeroCredentials, renew
from ml_connector.xero.consent import Consent, event_of, exchange
from ml_connector.xero.scopes import OFFLINE, needed
from pydantic import SecretStr

from infra.cli.connecting.browser import Page
from infra.cli.connecting.keeping import Keeping, now
from infra.cli.connecting.organisations import Organisation, organisations
from infra.cli.connecting.person import Person
from infra.cli.connecting.pinning import pin_of, the_right_ones
from infra.cli.connecting.report import Connected, Pinned

_NONE = "-"


@dataclass(frozen=True)
class XeroDesk:
    """Where a person connects.

    page          shows the consent page and gives the address that it sends the browser to
    redirect_uri  where it sends it
    new_app       ask for the app's id and secret although there are some
    """

    settings: Settings
    keeping: Keeping
    person: Person
    http: Http
    page: Page
    redirect_uri: str
    new_app: bool = False

    def connect(self, entity: str) -> Connected:
        """Make the connection of an entity; other entities of the same connection are pinned along."""
        name = self.settings.entities[entity].connection
        chosen = self.settings.xero.connections[name]
        known = self.keeping.known(chosen.secret, XeroCredentials)
        scopes = needed(self.settings.read_at_xero, (plan.mode for plan in self.settings.plans.values()))
        login = self._consented if chosen.kind == "web_app" else self._custom
        credentials = login(known, scopes)
        seen = self._shown(credentials)
        right = the_right_ones(self.settings, entity, seen)
        self.keeping.store(chosen.secret, credentials)
        for each, organisation in right.items():
            self.keeping.pins.pin(each, pin_of(organisation, name, now()))
        return Connected(
            connection=f"xero.connections.{name}",
            secret=chosen.secret,
            scopes=scopes,
            organisations=tuple(seen),
            pinned=tuple(Pinned(entity=each, organisation=found.name) for each, found in right.items()),
        )

    def _consented(self, known: XeroCredentials | None, scopes: tuple[str, ...]) -> XeroCredentials:
        client_id, secret = self._app(known, f"Client secret ({_NONE} if the app has none)")
        consent = Consent(client_id, self.redirect_uri, (*scopes, OFFLINE))
        answer = self.page(consent.address(self.settings.endpoints.xero_consent), _belongs_to(consent))
        code = consent.code_in(answer)
        found = exchange(self.http, self.settings.endpoints.xero_identity, consent, secret, code, now)
        if found.refresh_token is None:
            raise BadCredentials(
                f"Xero gave no refresh token to app {client_id}, so the connection would end in half an hour; make an "
                "app of the kind web app at developer.xero.com and connect again"
            )
        return found if known is None else known.model_copy(update=dict(found))

    def _custom(self, known: XeroCredentials | None, scopes: tuple[str, ...]) -> XeroCredentials:
        client_id, secret = self._app(known, "Client secret")
        # The scopes are not stored, so that a dataset that is switched on later is asked for without a person.
        asked = XeroCredentials(client_id=client_id, client_secret=secret)
        return renew(self.http, self.settings.endpoints.xero_identity, "custom", now, scopes)(asked)

    def _app(self, known: XeroCredentials | None, question: str) -> tuple[str, SecretStr | None]:
        if known is not None and not self.new_app:
            self.person.tell(f"The app is {known.client_id}, as stored; another one is taken with --new-app.")
            return known.client_id, known.client_secret
        self.person.tell("Both are shown at developer.xero.com, My Apps, in the app's configuration.")
        client_id, answer = self.person.ask("Client id"), self.person.ask_secretly(question)
        return client_id, None if answer == _NONE else SecretStr(answer)

    def _shown(self, credentials: XeroCredentials) -> Sequence[Organisation]:
        token = credentials.access_token
        if token is None:
            raise AssertionError("a login that succeeded has a token")
        event = event_of(token.get_secret_value())
        found = organisations(self.http, self.settings.endpoints.xero_api, token, event)
        if not found:
            raise BadCredentials("This consent covers no organisation: connect again and tick one on Xero's page")
        return found


def _belongs_to(consent: Consent) -> Callable[[str], bool]:
    return lambda address: f"state={consent.state}" in address
