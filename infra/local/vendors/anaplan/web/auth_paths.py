"""The auth service: log in with a password or a certificate, refresh, validate and log out.

Sources: Anaplan, Use basic authentication (help.anaplan.com, 3a4a2905), Refresh your authentication token
(9e31aab4); live observations of which call answers 400 and which 401.
"""

import binascii
import json
from base64 import b64decode
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.tenant import Tenant
from infra.local.vendors.anaplan.users import Token, User
from infra.local.vendors.common.handling import Handler, json_answer
from infra.local.vendors.common.routes import Routes

SCHEME = "AnaplanAuthToken "
_CERTIFICATE = "CACertificate "


class _RefusedError(Exception):
    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.answer = json_answer({"status": status, "statusMessage": message}, code)


class AuthPaths:
    """Endpoints below ``/token``."""

    def __init__(self, tenant: Tenant) -> None:
        self._users = tenant.users
        self._tokens = tenant.tokens
        self._certificates = tenant.certificates
        self._switches = tenant.switches

    def add_to(self, routes: Routes) -> None:
        """Answer the auth service's paths."""
        for method, path, endpoint in (
            ("POST", "authenticate", self._authenticate),
            ("POST", "refresh", self._refresh),
            ("GET", "validate", self._validate),
            ("POST", "logout", self._logout),
        ):
            routes.add(method, f"/token/{path}", _told(endpoint))

    def _authenticate(self, request: Request) -> Response:
        header = request.headers.get("Authorization", "")
        certified = header.startswith(_CERTIFICATE)
        token = self._tokens.issue(self._certified(request, header) if certified else self._user(header))
        return json_answer(_login(request, token, "Login successful"), 201)

    def _refresh(self, request: Request) -> Response:
        token = self._tokens.refresh(self._token(request, malformed=400))
        return json_answer(_login(request, token, "Token refreshed"))

    def _validate(self, request: Request) -> Response:
        token = self._token(request, malformed=400)
        return json_answer(
            {
                "meta": _meta(request),
                "status": "SUCCESS",
                "statusMessage": "Token validated",
                "tokenInfo": {"expiresAt": _milliseconds(token), "tokenId": token.id},
                "userInfo": {"userGuid": token.user.id, "userId": token.user.email, "customerGuid": "c" * 32},
            }
        )

    def _logout(self, request: Request) -> Response:
        self._tokens.kill(self._token(request, malformed=401))
        return Response(status=204)

    def _certified(self, request: Request, header: str) -> User:
        try:
            pem = b64decode(header.removeprefix(_CERTIFICATE), validate=True).decode()
            asked = json.loads(request.get_data())
            form = asked.get("encodedDataFormat", "v1")
            user = self._certificates.check(pem, asked["encodedData"], asked["encodedSignedData"], form)
        except (ValueError, KeyError, AttributeError, TypeError):
            raise _RefusedError(401, "FAILURE_BAD_HEADER", "The certificate's login is malformed.") from None
        if user is None:
            raise _RefusedError(401, "FAILURE_BAD_CREDENTIAL", "Invalid credentials.")
        return user

    def _user(self, header: str) -> User:
        scheme, _, encoded = header.partition(" ")
        if scheme != "Basic":
            raise _RefusedError(401, "FAILURE_BAD_HEADER", "Authorization header is missing or malformed.")
        try:
            email, _, password = b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise _RefusedError(401, "FAILURE_BAD_HEADER", "Authorization header is missing or malformed.") from None
        user = self._users.check(email, password)
        if user is None or self._switches.single_sign_on:  # one cannot be told from the other
            raise _RefusedError(401, "FAILURE_BAD_CREDENTIAL", "Invalid credentials.")
        return user

    def _token(self, request: Request, malformed: int) -> Token:
        header = request.headers.get("Authorization", "")
        if not header.startswith(SCHEME):
            raise _RefusedError(malformed, "FAILURE_BAD_HEADER", "Authorization header is missing or malformed.")
        token = self._tokens.find(header.removeprefix(SCHEME).strip())
        if token is None:
            raise _RefusedError(401, "FAILURE_BAD_CREDENTIAL", "Token is invalid or has expired.")
        return token


def _told(endpoint: Handler) -> Handler:
    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except _RefusedError as refused:
            return refused.answer

    return answer


def _meta(request: Request) -> dict[str, str]:
    return {"validationUrl": f"{request.host_url}token/validate"}


def _login(request: Request, token: Token, message: str) -> dict[str, Any]:
    return {
        "meta": _meta(request),
        "status": "SUCCESS",
        "statusMessage": message,
        "tokenInfo": {
            "tokenId": token.id,
            "tokenValue": token.value,
            "expiresAt": _milliseconds(token),
            "refreshTokenId": token.refresh_id,
        },
    }


def _milliseconds(token: Token) -> int:
    return int(token.expires_at.timestamp() * 1000)
