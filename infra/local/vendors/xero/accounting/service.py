"""Answers requests below /api.xro/2.0 for an organisation that the gateway has let through. Reads only."""

import re

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.budgets import WindowWrong, with_months
from infra.local.vendors.xero.accounting.envelope import answer, api_error, text_error
from infra.local.vendors.xero.accounting.listing import Listener, list_page
from infra.local.vendors.xero.accounting.shapes import with_options, with_unit_amounts
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import endpoint_at
from infra.local.vendors.xero.query.errors import HeaderWrong, QueryWrong
from infra.local.vendors.xero.settings import Behaviour
from infra.local.vendors.xero.wire.exact import Record

_PATH = re.compile(r"^/api\.xro/2\.0/(?P<name>[^/]+)(?:/(?P<id>[^/]+))?/?$", re.IGNORECASE)


def endpoint_asked(request: Request) -> Endpoint | None:
    """The endpoint that a path names, whatever its letter case; None if there is none."""
    found = _PATH.match(request.path)
    return endpoint_at(found["name"]) if found else None


class Accounting:
    """The read side of the Accounting API."""

    def __init__(self, clock: Clock, behaviour: Behaviour) -> None:
        self.listeners: list[Listener] = []
        self._clock = clock
        self._behaviour = behaviour

    def handle(self, request: Request, tenant: Tenant, endpoint: Endpoint) -> Response:
        """The answer, errors included."""
        if request.method != "GET":
            return _refused_method(endpoint)
        try:
            return self._read(request, tenant, endpoint)
        except QueryWrong as wrong:
            return api_error(request, 16, "QueryParseException", str(wrong))
        except WindowWrong as wrong:
            return api_error(request, 10, "ValidationException", str(wrong))
        except HeaderWrong as wrong:
            return text_error(412, str(wrong))

    def _read(self, request: Request, tenant: Tenant, endpoint: Endpoint) -> Response:
        found = _PATH.match(request.path)
        if found and found["id"]:
            return self._single(request, tenant, endpoint, found["id"])
        now = self._clock.now()  # before the records are read: nothing updated later may hide behind this instant
        page = list_page(request, tenant, endpoint, self.listeners)
        return answer(request, endpoint, page.records, now, page.pagination())

    def _single(self, request: Request, tenant: Tenant, endpoint: Endpoint, record_id: str) -> Response:
        record = tenant[endpoint.name].get(record_id)
        if record is None:
            return text_error(404, "The resource you're looking for cannot be found")
        return answer(request, endpoint, [self._whole(request, endpoint, record)], self._clock.now(), None)

    def _whole(self, request: Request, endpoint: Endpoint, record: Record) -> Record:
        if endpoint.name == "Budgets":
            return with_months(request, record, self._clock.now(), cut=self._behaviour.budget_window == "cut")
        record = with_options(record, archived_too=True)
        return with_unit_amounts(endpoint, record, four_decimals=request.args.get("unitdp") == "4")


def _refused_method(endpoint: Endpoint) -> Response:
    if endpoint.name == "Organisation":
        return text_error(501, "The method is not implemented")
    return text_error(405, "The method is not allowed for this resource")
