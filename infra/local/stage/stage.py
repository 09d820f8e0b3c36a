"""From a settings file to a running stage, and back to nothing."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from ml_connector.errors import SettingsWrong
from ml_connector.settings import Settings, load

from infra.local.home import Home, LocalHome
from infra.local.home.lifecycle import DEMO
from infra.local.stage import webhooks
from infra.local.stage.credentials import FIELDS, Vendor
from infra.local.stage.entities import with_entities
from infra.local.stage.logins import Logins
from infra.local.vendors import anaplan, xero
from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.books.folder import read_folder
from infra.local.vendors.xero.books.organisation import Books

_POINTS_ELSEWHERE: dict[Vendor, str] = {"xero": "xero_api", "anaplan": "anaplan_api"}
_QUICK_LOOKS, _QUICK_TASKS = [1], 0.05
_QUICK, _HONEST = 0.1, 1.0
_HERE = ("127.0.0.1", "localhost", "::1")


class Stage:
    """Everything a run needs, on this machine, while the ``with`` block lasts.

    settings      the file; without one the demo firm's, with the entities of ``xero_data`` if that is given
    logins        a credentials file; needed for vendors to whose servers the settings point
    xero_data     the folder that the simulated Xero serves, instead of the demo firm
    organisations books instead of a folder
    pace          factor on the time that workflows wait; by default quick between simulators, and the real time as
                  soon as one vendor is somebody else's server, whose limits count real seconds
    enforce_iam   let every function do only what its role grants
    raises        SettingsWrong, also for a login that is missing, before anything is started
    """

    def __init__(
        self,
        settings: Path | None = None,
        *,
        logins: Path | None = None,
        xero_data: Path | None = None,
        organisations: Iterable[Books] | None = None,
        pace: float | None = None,
        enforce_iam: bool = False,
    ) -> None:
        self._file = settings or DEMO
        self._logins = Logins(logins)
        self._data, self._organisations = xero_data, organisations
        self._parts = ExitStack()
        self.settings = load(self._file)
        if xero_data is not None and settings is None:
            self.settings = with_entities(self.settings, read_folder(xero_data))
        self._check_what_is_elsewhere()
        self._home = LocalHome(self._file, pace=self._pace() if pace is None else pace, enforce_iam=enforce_iam)
        self.xero: Running[Any] | None = None
        self.anaplan: Running[Any] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as parts:
            if not self._elsewhere("xero"):
                self.xero = parts.enter_context(xero.start(data=self._data, organisations=self._organisations))
            if not self._elsewhere("anaplan"):
                self.anaplan = parts.enter_context(anaplan.start())
                self.anaplan.simulator.tenant.switches.change({"task_seconds": _QUICK_TASKS})
            self.home: Home = parts.enter_context(self._home)
            self.settings = self._effective()
            self.home.put_settings(self.settings)
            self._logins.sign_in(self.home, self.settings, self._simulated())
            webhooks.store_key(self.home, self.settings, self._webhook_key())
            if self.xero is not None:
                parts.callback(self.xero.simulator.webhooks.stop)
            if self.xero is None:
                parts.callback(self._logins.keep_tokens, self.home, self.settings)
            self._parts = parts.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.__exit__(kind, error, trace)

    def deliver_webhooks(self) -> None:
        """From now on the simulated Xero tells of every edit; no edit before is told of. Raises RuntimeError."""
        webhooks.deliver(self.xero, self.home)

    @property
    def vendors(self) -> dict[str, str]:
        """The addresses of the simulators and their admin paths."""
        return {f"{name}_{part}": told[part] for name, told in self._simulated().items() for part in ("api", "admin")}

    def _simulated(self) -> dict[str, dict[str, Any]]:
        """What the simulators that run here say of themselves, by vendor."""
        running = {"xero": self.xero, "anaplan": self.anaplan}
        return {name: one.description() for name, one in running.items() if one is not None}

    def _elsewhere(self, vendor: Vendor) -> bool:
        return _POINTS_ELSEWHERE[vendor] in self.settings.endpoints.model_fields_set

    def _next_door(self) -> bool:
        """Whether Anaplan is somebody else's simulator on this machine, and nobody says how often it is asked."""
        host = urlsplit(self.settings.endpoints.anaplan_api).hostname
        return host in _HERE and "poll_seconds" not in self.settings.anaplan.model_fields_set

    def _pace(self) -> float:
        return _HONEST if self._elsewhere("xero") or self._elsewhere("anaplan") else _QUICK

    def _check_what_is_elsewhere(self) -> None:
        if self._data is not None and self._elsewhere("xero"):
            raise SettingsWrong(
                f"{self._data} would not be read: settings point Xero to {self.settings.endpoints.xero_api}; leave out "
                "either endpoints.xero_api or the data folder"
            )
        for vendor in FIELDS:
            if self._elsewhere(vendor):
                self._logins.check(self.settings, vendor)

    def _effective(self) -> Settings:
        """The settings with the simulators' addresses in them."""
        parts = {"xero": ("api", "identity", "login"), "anaplan": ("api", "auth", "oauth")}
        hosts = {f"{name}_{part}": told[part] for name, told in self._simulated().items() for part in parts[name]}
        anaplan_ = self.settings.anaplan
        if self.anaplan is not None or self._next_door():
            anaplan_ = anaplan_.model_copy(update={"poll_seconds": _QUICK_LOOKS})
        endpoints = self.settings.endpoints.model_copy(update=hosts)
        effective = self.settings.model_copy(update={"endpoints": endpoints, "anaplan": anaplan_})
        return effective if self.xero is None else webhooks.quick(effective)

    def _webhook_key(self) -> str | None:
        return self._simulated().get("xero", {}).get("webhook_key") or self._logins.webhook_key
