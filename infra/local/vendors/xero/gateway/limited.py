"""The limits in front of a handler: 429 with nothing in it, and what is left on every answer."""

from uuid import uuid4

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.handling import Handler
from infra.local.vendors.xero.gateway.admission import tenant_header
from infra.local.vendors.xero.gateway.limiter import Limiter, Verdict


def limited(handler: Handler, limiter: Limiter, clock: Clock) -> Handler:
    """The handler behind the limits."""

    def handle(request: Request) -> Response:
        tenant_id = (tenant_header(request) or "").casefold()
        with limiter.call(tenant_id, clock.now()) as verdict:
            response = _too_many(*verdict.problem) if verdict.problem else handler(request)
        _label(response, verdict)
        return response

    return handle


def _too_many(problem: str, retry_after: int | None) -> Response:
    response = Response(status=429)
    response.headers["X-Rate-Limit-Problem"] = problem
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _label(response: Response, verdict: Verdict) -> None:
    response.headers["X-DayLimit-Remaining"] = str(verdict.day.remaining)
    response.headers["X-MinLimit-Remaining"] = str(verdict.minute.remaining)
    response.headers["X-AppMinLimit-Remaining"] = str(verdict.app_minute.remaining)
    response.headers["Xero-Correlation-Id"] = str(uuid4())
