"""The consent page: what a person sees in the browser, and where their answer sends them.

Source: Xero, OAuth 2.0, The standard authorization code flow; Scopes; redirect URIs must be https or localhost.
"""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from infra.local.vendors.xero.identity.consent_page import consent_page, error_page
from infra.local.vendors.xero.identity.tokens import OFFLINE
from infra.local.vendors.xero.state import State

OPENID = frozenset({"openid", "profile", "email"})
_NOT_IN_A_BROWSER = frozenset({"app.connections", "marketplace.billing"})


class Wrong(Exception):
    """The request cannot be trusted, so its errors are shown and not sent anywhere."""


class Authorize:
    """GET and POST /identity/connect/authorize."""

    def __init__(self, state: State) -> None:
        self._state = state

    def handle(self, request: Request) -> Response:
        """The page, or the way back from it."""
        asked = request.form if request.method == "POST" else request.args
        try:
            scopes = self._checked(asked)
        except Wrong as wrong:
            return error_page(str(wrong))
        if not _NOT_IN_A_BROWSER.isdisjoint(scopes):
            return _back(asked, error="access_denied")
        if request.method == "GET":
            tenants = {each.tenant_id: each.name or each.tenant_id for each in self._state.tenants.values()}
            return consent_page(asked, scopes, tenants)
        if asked.get("answer") != "allow":
            return _back(asked, error="access_denied")
        return _back(asked, code=self._consented(asked, scopes))

    def _checked(self, asked: MultiDict[str, str]) -> Sequence[str]:
        """The scopes asked for; raises Wrong."""
        if asked.get("client_id") != self._state.app.client_id:
            raise Wrong("unauthorized_client: unknown client id")
        if not _may_be_sent_to(asked.get("redirect_uri", "")):
            raise Wrong("invalid_request: invalid redirect_uri")
        if asked.get("response_type") != "code":
            raise Wrong("unsupported_response_type")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            raise Wrong("invalid_request: transform algorithm not supported")
        scopes = asked.get("scope", "").split()
        known = OPENID | _NOT_IN_A_BROWSER | set(self._state.app.scopes)
        if not scopes or not set(scopes) <= known:
            raise Wrong("invalid_scope")
        return scopes

    def _consented(self, asked: MultiDict[str, str], scopes: Sequence[str]) -> str:
        state = self._state
        consent = state.tokens.consent([scope for scope in scopes if scope not in OPENID])
        for tenant in asked.getlist("tenant"):
            state.connections.connect(state.tenant(tenant).tenant_id, consent, state.clock.now())
        return state.codes.issue(consent, asked["redirect_uri"], asked.get("code_challenge"))


def _may_be_sent_to(redirect_uri: str) -> bool:
    """https, or http on localhost by that very name. Any of them counts as registered here."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "localhost")


def _back(asked: MultiDict[str, str], **answer: str) -> Response:
    given = answer | ({"state": asked["state"]} if "state" in asked else {})
    granted = {"scope": asked["scope"]} if "code" in answer and OFFLINE in asked["scope"] else {}
    return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(given | granted)}"})
