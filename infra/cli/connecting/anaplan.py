"""Connecting Anaplan: whatever the kind of the login needs is asked for, tried, and only then stored."""

import time
from dataclasses import dataclass
from pathlib import Path

from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.consent import Authorization, Consent
from ml_connector.anaplan.login import renewal
from ml_connector.http import Http
from ml_connector.settings import Settings
from pydantic import SecretStr

from infra.cli.connecting.browser import Page
from infra.cli.connecting.fixed import FixedToken
from infra.cli.connecting.keeping import Keeping, now
from infra.cli.connecting.person import Person
from infra.cli.connecting.report import Connected
from infra.cli.trouble import Misuse

_NONE = "-"


@dataclass(frozen=True)
class AnaplanDesk:
    """Where a person connects.

    page          shows the consent page and gives the address that it sends the browser to
    redirect_uri  where it sends it
    """

    settings: Settings
    keeping: Keeping
    person: Person
    http: Http
    page: Page
    redirect_uri: str

    def connect(self, name: str) -> Connected:
        """Make one entry of ``anaplan.connections``."""
        chosen = self.settings.anaplan.connections[name]
        ways = {
            "basic": self._password,
            "certificate": self._certificate,
            "oauth": self._consent,
            "device": self._device,
        }
        login = ways[chosen.kind]()
        if login.token is None:
            login = renewal(self.http, chosen, self.settings.endpoints, now)(login)
        workspaces = self._workspaces(login)
        self.keeping.store(chosen.secret, login)
        return Connected(connection=f"anaplan.connections.{name}", secret=chosen.secret, workspaces=workspaces)

    def _password(self) -> AnaplanCredentials:
        self.person.tell("Under single sign-on the user must be an exception user.")
        email, password = self.person.ask("E-mail"), self.person.ask_secretly("Password")
        return AnaplanCredentials(email=email, password=SecretStr(password))

    def _certificate(self) -> AnaplanCredentials:
        self.person.tell("The certificate must be registered for the user by a tenant security administrator.")
        certificate = _read(self.person.ask("File of the certificate (PEM)"))
        key = SecretStr(_read(self.person.ask("File of its private key (PEM)")))
        phrase = self.person.ask_secretly(f"Passphrase of the key ({_NONE} if it has none)")
        found = None if phrase == _NONE else SecretStr(phrase)
        return AnaplanCredentials(certificate=certificate, private_key=key, passphrase=found)

    def _consent(self) -> AnaplanCredentials:
        self.person.tell("The client is made by a tenant security administrator, for the authorization-code grant.")
        asked = Authorization(self.person.ask("Client id"), self.redirect_uri)
        secret = SecretStr(self.person.ask_secretly("Client secret"))
        address = asked.address(self.settings.endpoints.anaplan_oauth)
        code = asked.code_in(self.page(address, lambda back: f"state={asked.state}" in back))
        return self._oauth.exchange(asked, secret, code)

    def _device(self) -> AnaplanCredentials:
        client_id = self.person.ask("Client id (of a client for the device grant)")
        device = self._oauth.start_device(client_id)
        self.person.tell(f"Open {device.address} in any browser and confirm the code {device.user_code}")
        return self._oauth.finish_device(client_id, device, time.sleep)

    @property
    def _oauth(self) -> Consent:
        return Consent(self.http, self.settings.endpoints.anaplan_oauth, now)

    def _workspaces(self, login: AnaplanCredentials) -> tuple[str, ...]:
        """What the login may see; that it may see something proves that it works."""
        client = AnaplanClient(self.http, self.settings.endpoints.anaplan_api, FixedToken(login.token))
        return tuple(str(one.get("name", "")) for one in client.list("/workspaces", "workspaces"))


def _read(file: str) -> str:
    try:
        return Path(file).expanduser().read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{file} cannot be read as PEM text ({type(error).__name__})", "Name a PEM file") from None
