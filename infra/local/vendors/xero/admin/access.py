"""Who may read, and how much: revoking, consenting again, scopes, limits and switches."""

from pydantic import BaseModel, ConfigDict
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes, body_of
from infra.local.vendors.xero.settings import Behaviour, Limits
from infra.local.vendors.xero.state import State


class ScopesOrder(BaseModel):
    """The scopes the app is granted from now on; tokens and consents of before keep theirs."""

    model_config = ConfigDict(extra="forbid")

    scopes: list[str]


def add_access_routes(routes: Routes, state: State) -> None:
    """POST revoke, consent, scopes; POST and GET limits and settings."""

    def revoke(_: Request) -> Response:
        state.tokens.revoke_all()
        state.connections.clear()
        return Response(status=204)

    def consent(_: Request) -> Response:
        return json_answer({"refresh_token": state.consent_again()})

    def scopes(request: Request) -> Response:
        state.app.scopes = tuple(body_of(request, ScopesOrder).scopes)
        return json_answer({"scopes": list(state.app.scopes)})

    routes.add("POST", f"{PREFIX}/revoke", revoke)
    routes.add("POST", f"{PREFIX}/consent", consent)
    routes.add("POST", f"{PREFIX}/scopes", scopes)
    _add_values(routes, "limits", state.limits)
    _add_values(routes, "settings", state.behaviour)


def _add_values(routes: Routes, name: str, held: Limits | Behaviour) -> None:
    def read(_: Request) -> Response:
        return json_answer(held.model_dump())

    def change(request: Request) -> Response:
        order = body_of(request, type(held))
        for field in order.model_fields_set:
            setattr(held, field, getattr(order, field))
        return read(request)

    routes.add("GET", f"{PREFIX}/{name}", read)
    routes.add("POST", f"{PREFIX}/{name}", change)
