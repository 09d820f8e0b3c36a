"""Refusals, and the body Anaplan's Integration API tells them in."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.handling import json_answer


class ApiError(Exception):
    """A request that is refused with this status; 400 usually says more in its message."""

    def __init__(self, code: int, message: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message or HTTPStatus(code).phrase)
        self.code = code
        self.headers = dict(headers or {})


def error_answer(request: Request, error: ApiError, now: datetime) -> Response:
    """The refusal as a response: status, path and timestamp."""
    stamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"status": {"code": error.code, "message": str(error)}, "path": request.path, "timestamp": stamp}
    response = json_answer(body, error.code)
    response.headers.update(error.headers)
    return response
