"""The identity service over HTTP: the token endpoint and revocation.

Source: Xero, OAuth 2.0, The standard authorization code flow, PKCE and Custom Connections; errors as in RFC 6749.
"""

import json
from collections.abc import Callable, Mapping

from werkzeug.wrappers import Request, Response

from infra.local.vendors.xero.identity.app import App
from infra.local.vendors.xero.identity.tokens import OFFLINE, InvalidGrant, TokenSet
from infra.local.vendors.xero.state import State


class IdentityRefused(Exception):
    """The request is refused; the message is the ``error`` of the answer."""


class Identity:
    """POST /connect/token and /connect/revocation."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._grants: dict[str, Callable[[Mapping[str, str], bool], TokenSet]] = {
            "authorization_code": self._code,
            "refresh_token": self._refresh,
            "client_credentials": self._client_credentials,
        }

    def token(self, request: Request) -> Response:
        """A token set, or why not."""
        try:
            public = _is_public(request, self._state.app)
            return _json(_body(self._granted(request.form, public=public)))
        except IdentityRefused as refused:
            return _json({"error": str(refused)}, 400)

    def revocation(self, request: Request) -> Response:
        """200 and nothing, whether the token was good or not; a good one takes all connections with it."""
        try:
            _is_public(request, self._state.app)
        except IdentityRefused as refused:
            return _json({"error": str(refused)}, 400)
        if self._state.tokens.revoke(request.form.get("token", "")):
            self._state.connections.clear()
        return Response(status=200)

    def _granted(self, form: Mapping[str, str], *, public: bool) -> TokenSet:
        grant = self._grants.get(form.get("grant_type", ""))
        if grant is None:
            raise IdentityRefused("unsupported_grant_type")
        return grant(form, public)

    def _code(self, form: Mapping[str, str], public: bool) -> TokenSet:  # noqa: FBT001 - one shape for all grants
        code = self._state.codes.take(form.get("code", ""))
        if code is None or code.redirect_uri != form.get("redirect_uri"):
            raise IdentityRefused("invalid_grant")
        if not code.proven_by(form.get("code_verifier")) or (public and code.challenge is None):
            raise IdentityRefused("invalid_grant")
        return self._state.tokens.begin(code.consent, public=public)

    def _refresh(self, form: Mapping[str, str], public: bool) -> TokenSet:  # noqa: FBT001 - one shape for all grants
        if public and not self._state.tokens.is_public(form.get("refresh_token", "")):
            raise IdentityRefused("invalid_client")
        try:
            return self._state.tokens.refresh(form.get("refresh_token", ""))
        except InvalidGrant:
            raise IdentityRefused("invalid_grant") from None

    def _client_credentials(self, form: Mapping[str, str], public: bool) -> TokenSet:  # noqa: FBT001 - see above
        if public:
            raise IdentityRefused("invalid_client")
        assigned = [scope for scope in self._state.app.scopes if scope != OFFLINE]
        wanted = form.get("scope", "").split() or assigned
        if not set(wanted) <= set(assigned):
            raise IdentityRefused("invalid_scope")
        return self._state.tokens.client_credentials(wanted)


def _is_public(request: Request, app: App) -> bool:
    """Whether the client shows its id (Basic header or form) but no secret; raises IdentityRefused if either is wrong.

    Source: Xero, OAuth 2.0, PKCE: such a client has no secret to show.
    """
    basic = request.authorization
    if basic and basic.type == "basic":
        client_id, secret = basic.username, basic.password
    else:
        client_id, secret = request.form.get("client_id"), request.form.get("client_secret")
    if not client_id:
        raise IdentityRefused("unauthorized_client")
    if client_id != app.client_id or (secret and secret != app.client_secret):
        raise IdentityRefused("invalid_client")
    return not secret


def _body(tokens: TokenSet) -> dict[str, object]:
    body: dict[str, object] = {
        "access_token": tokens.access_token,
        "expires_in": tokens.expires_in,
        "token_type": "Bearer",
        "scope": " ".join(tokens.scopes),
    }
    return body | ({"refresh_token": tokens.refresh_token} if tokens.refresh_token else {})


def _json(body: Mapping[str, object], status: int = 200) -> Response:
    response = Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
