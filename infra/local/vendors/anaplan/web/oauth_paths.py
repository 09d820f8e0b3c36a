"""OAuth over HTTP: the consent page, the device's page, and the token endpoint (JSON or form).

Sources: Anaplan, OAuth API; the errors are those of RFC 6749 and RFC 8628.
"""

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.grants import (
    CODE_CLIENT,
    CODE_SECRET,
    DEVICE_CLIENT,
    DEVICE_LIFE,
    GrantRefused,
    Grants,
    Pair,
)
from infra.local.vendors.anaplan.users import TOKEN_LIFE, UserDirectory
from infra.local.vendors.common.handling import Handler, json_answer
from infra.local.vendors.common.routes import Routes

PATHS = ("/auth/", "/oauth/")
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_PAGE = '<!doctype html><title>{title}</title><h1>{title}</h1><form method="post">{fields}<button>Allow</button></form>'


class OAuthPaths:
    """Endpoints below /auth and /oauth."""

    def __init__(self, users: UserDirectory, grants: Grants) -> None:
        self._users = users
        self._grants = grants

    def add_to(self, routes: Routes) -> None:
        """Answer the paths."""
        for method, path, endpoint in (
            ("GET", "/auth/authorize", self._page),
            ("POST", "/auth/authorize", self._consent),
            ("GET", "/auth/activate", self._page),
            ("POST", "/auth/activate", self._activate),
            ("POST", "/oauth/device/code", _told(self._device)),
            ("POST", "/oauth/token", _told(self._token)),
        ):
            routes.add(method, path, endpoint)

    def _page(self, request: Request) -> Response:
        fields = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in request.args.items()
        )
        page = _PAGE.format(title="The simulated Anaplan asks for your consent", fields=fields)
        return Response(page, content_type="text/html; charset=utf-8")

    def _consent(self, request: Request) -> Response:
        asked = request.form
        if asked.get("client_id") != CODE_CLIENT or asked.get("response_type") != "code":
            return Response("unauthorized_client", status=400)
        answer = {"code": self._grants.code(self._users.first, asked["redirect_uri"]), "state": asked.get("state", "")}
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(answer)}"})

    def _activate(self, request: Request) -> Response:
        known = self._grants.activate(request.form.get("user_code", ""), self._users.first)
        return Response("You may go back to the device." if known else "Unknown code.", status=200 if known else 400)

    def _device(self, request: Request) -> Response:
        if _body(request).get("client_id") != DEVICE_CLIENT:
            raise GrantRefused("unauthorized_client")
        code, user_code = self._grants.start_device()
        page = f"{request.host_url}auth/activate"
        return json_answer(
            {
                "device_code": code,
                "user_code": user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}?user_code={user_code}",
                "expires_in": int(DEVICE_LIFE.total_seconds()),
                "interval": 5,
            }
        )

    def _token(self, request: Request) -> Response:
        asked = _body(request)
        client = _client(asked)
        grant = asked.get("grant_type")
        if grant == "refresh_token":
            pair = self._grants.refresh(asked.get("refresh_token", ""), client)
        elif (grant, client) == ("authorization_code", CODE_CLIENT):
            pair = self._grants.exchange(asked.get("code", ""), asked.get("redirect_uri", ""))
        elif (grant, client) == (_DEVICE, DEVICE_CLIENT):
            pair = self._grants.poll_device(asked.get("device_code", ""))
        else:
            raise GrantRefused("unauthorized_client")
        return json_answer(_tokens(pair))


def _client(asked: Mapping[str, str]) -> str:
    """The client's id; raises GrantRefused unless it is known and shows the secret that it must show."""
    client = asked.get("client_id", "")
    if client == DEVICE_CLIENT or (client == CODE_CLIENT and asked.get("client_secret") == CODE_SECRET):
        return client
    raise GrantRefused("unauthorized_client")


def _tokens(pair: Pair) -> dict[str, object]:
    # The documented anaplan_token is not there, and the profile scope is silently dropped: both were observed.
    return {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "id_token": "simulated",
        "scope": "openid email offline_access",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "token_type": "Bearer",
    }


def _body(request: Request) -> Mapping[str, str]:
    if not request.is_json:
        return request.form
    try:
        found = json.loads(request.get_data())
    except ValueError:
        raise GrantRefused("invalid_request") from None
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _told(endpoint: Handler) -> Handler:
    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except GrantRefused as refused:
            status = 403 if str(refused) in ("access_denied", "authorization_pending", "slow_down") else 400
            return json_answer({"error": str(refused), "error_description": f"simulated: {refused}"}, status)

    return answer
