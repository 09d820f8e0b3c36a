"""A request that has passed the door, and the paths below a model, each in the two forms Anaplan answers.

Knows who may not enter and who has to wait; what a path does is its endpoint's business.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.tenant import Tenant
from infra.local.vendors.anaplan.users import User
from infra.local.vendors.anaplan.web.errors import ApiError, error_answer
from infra.local.vendors.common.handling import Handler
from infra.local.vendors.common.routes import Routes

_USER = "ml_connector.user"
_SCHEMES = ("AnaplanAuthToken", "Bearer")  # both are taken by the Integration API


@dataclass(frozen=True)
class Call:
    """A request below a model, by a user."""

    request: Request
    live: LiveModel
    user: User
    switches: Switches

    @property
    def blind(self) -> bool:
        """Whether the user's role in the model is NO ACCESS."""
        return self.user.email == self.switches.no_access

    @property
    def model(self) -> Model:
        """The model's contents."""
        return self.live.model

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises ApiError 400."""
        return json_object(self.request)


Endpoint = Callable[..., Response]  # (call, **parts of the path)


def guarded(routes: Routes, tenant: Tenant) -> Handler:
    """The routes behind the door: a token, the tenant's allowance, and errors in the vendor's shape."""

    def handle(request: Request) -> Response:
        try:
            request.environ[_USER] = _user(request, tenant)
            _take_allowance(tenant)
            return routes.dispatch(request)
        except ApiError as error:
            return error_answer(request, error, tenant.clock.now())
        except HTTPException as error:
            return error_answer(request, ApiError(error.code or 500), tenant.clock.now())

    return handle


def caller(request: Request) -> User:
    """Who sent a request that has passed the door."""
    user = request.environ[_USER]
    assert isinstance(user, User)  # noqa: S101 - for the type checker; the door has put it there
    return user


def json_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises ApiError 400."""
    try:
        value = json.loads(request.get_data())
    except ValueError:
        raise ApiError(400, "Invalid JSON in the request body") from None
    if not isinstance(value, dict):
        raise ApiError(400, "The request body must be a JSON object")
    return value


class ModelPaths:
    """Adds paths below a model, with and without the workspace in front."""

    def __init__(self, routes: Routes, tenant: Tenant) -> None:
        self._routes = routes
        self._tenant = tenant

    def add(
        self,
        method: str,
        path: str,
        endpoint: Endpoint,
        *,
        waits: bool | Callable[[Switches], bool] = True,
        masks: bool = True,
        wakes: bool = True,
        structural: bool = False,
    ) -> None:
        """Answer a path.

        waits       for the model, unless the endpoint is among those that answer while it is busy
        masks       answer 404, and not 403, to a user without access, as nearly everything below a model does
        wakes       load the model first if it is not
        structural  changes what a deployed model does not let be changed
        """

        def answer(request: Request, model: str, workspace: str | None = None, **parts: str) -> Response:
            live = self._tenant.model(model, workspace)
            if live is None:
                raise ApiError(404)
            switches = self._tenant.switches
            _check_state(request, switches, structural=structural)
            if wakes:
                _wake(live, switches)
            request.get_data()  # before the turn: a slow client must not hold the model
            call = Call(request, live, caller(request), switches)
            if masks and call.blind:
                raise ApiError(404)
            if not (waits(switches) if callable(waits) else waits):
                return endpoint(call, **parts)
            with live.queue.turn():
                return endpoint(call, **parts)

        self._routes.add(method, f"/2/0/models/<model>{path}", answer)
        self._routes.add(method, f"/2/0/workspaces/<workspace>/models/<model>{path}", answer)


def _user(request: Request, tenant: Tenant) -> User:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    token = tenant.tokens.find(value.strip()) if scheme in _SCHEMES else None
    if token is None:
        raise ApiError(401)
    return token.user


def _take_allowance(tenant: Tenant) -> None:
    refusal = tenant.bucket.take()
    if refusal is not None:
        raise ApiError(429, "Too many requests", refusal)


def _wake(live: LiveModel, switches: Switches) -> None:
    asleep = live.waking.asleep
    live.waking.touch()
    if asleep and switches.wake_times_out:
        raise ApiError(504, "Gateway Timeout")
    if asleep:
        time.sleep(switches.wake_seconds)


def _check_state(request: Request, switches: Switches, *, structural: bool) -> None:
    match switches.active_state:
        case "PRODUCTION" if structural:
            raise ApiError(425, "Model is deployed")
        case "ARCHIVED":
            raise ApiError(422, "Model is archived")
        case "LOCKED" if request.method != "GET":
            raise ApiError(423, "Model is locked")
        case "MAINTENANCE" | "PRODUCTION_MAINTENANCE":
            raise ApiError(424, "Model is offline")
