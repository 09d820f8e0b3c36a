"""The gateway's own errors: JSON whatever the client accepts. Source: Xero, Response codes and errors."""

import json
from uuid import uuid4

from werkzeug.wrappers import Response


class Refused(Exception):
    """The gateway does not let the request through; carries the answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def unauthorized(detail: str) -> Refused:
    """401: no token, a bad one, or one that has expired (the detail says which)."""
    return Refused(_problem(401, "Unauthorized", detail))


def out_of_scope() -> Refused:
    """401: the token is good, but not for this endpoint; a new token of the same consent is no better."""
    answer = _problem(401, "Unauthorized", "AuthorizationUnsuccessful")
    answer.headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'
    return Refused(answer)


def forbidden() -> Refused:
    """403: the tenant header is missing, or names an organisation that is not connected."""
    return Refused(_problem(403, "Forbidden", "AuthenticationUnsuccessful"))


def bad_request(detail: str) -> Refused:
    """400: what the gateway itself finds wrong with a request, such as an idempotency key."""
    return Refused(_problem(400, "Bad Request", detail))


def _problem(status: int, title: str, detail: str) -> Response:
    body: dict[str, object] = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid4()),
        "Extensions": {},
    }
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
