"""The envelope around every answer, in JSON or XML as the client accepts.

Source: Xero, Requests and responses; the body of an error is that of Response codes and errors.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.wire import dates, exact, xml
from infra.local.vendors.xero.wire.exact import Record

PROVIDER = "Simulated Xero"


def answer(
    request: Request, endpoint: Endpoint, records: Sequence[Record], now: datetime, pagination: dict[str, int] | None
) -> Response:
    """A good answer."""
    head = {"Id": str(uuid4()), "Status": "OK", "ProviderName": PROVIDER, "DateTimeUTC": dates.bare(now)}
    paging = {"pagination": pagination} if pagination else {}
    return _rendered(request, head | paging | {endpoint.key: list(records)}, "Response")


def api_error(
    request: Request, number: int, kind: str, message: str, elements: Sequence[Mapping[str, Any]] = ()
) -> Response:
    """An answer in the shape of the accounting service's errors, 400; ``elements`` are those at fault."""
    body: dict[str, object] = {"ErrorNumber": number, "Type": kind, "Message": message}
    if elements:
        body["Elements"] = list(elements)
    return _rendered(request, body, "ApiException", 400)


def text_error(status: int, message: str) -> Response:
    """An answer in plain text."""
    return Response(message, status=status, content_type="text/html; charset=utf-8")


def _rendered(request: Request, content: dict[str, object], root: str, status: int = 200) -> Response:
    if _wants_json(request):
        return Response(exact.dumps(content), status=status, content_type="application/json; charset=utf-8")
    return Response(xml.document(root, content), status=status, content_type="text/xml; charset=utf-8")


def _wants_json(request: Request) -> bool:
    return any(kind == "application/json" and quality > 0 for kind, quality in request.accept_mimetypes)
