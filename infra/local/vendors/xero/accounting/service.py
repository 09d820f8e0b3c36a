"""Answers requests below /api.xro/2.0 for an organisation that the gateway has let through."""

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.budgets import WindowWrong, with_months
from infra.local.vendors.xero.accounting.envelope import answer, api_error, text_error
from infra.local.vendors.xero.accounting.listing import Listener, list_page
from infra.local.vendors.xero.accounting.notes import Notes
from infra.local.vendors.xero.accounting.path import Asked
from infra.local.vendors.xero.accounting.reporting import JOURNALS, TRIAL_BALANCE, Reporting
from infra.local.vendors.xero.accounting.shapes import with_options, with_unit_amounts
from infra.local.vendors.xero.accounting.writes.idempotency import Idempotency
from infra.local.vendors.xero.accounting.writes.writer import Writer
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.query.errors import HeaderWrong, QueryWrong
from infra.local.vendors.xero.settings import Behaviour
from infra.local.vendors.xero.wire.exact import Record

# Source: Xero, API limits, High volume threshold
_HIGH_VOLUME = "Invoices Payments BankTransactions ManualJournals CreditNotes Contacts".split()
_TOO_MANY = "The request is about {} documents, which is over the high volume threshold; narrow it by date or status"


class Accounting:
    """The Accounting API: everything can be read, manual journals and notes can be written."""

    def __init__(self, clock: Clock, behaviour: Behaviour) -> None:
        self.listeners: list[Listener] = []
        self._clock = clock
        self._behaviour = behaviour
        self._reporting = Reporting(clock, behaviour)
        self._notes = Notes(clock)
        self._writer = Writer(clock, behaviour)
        self._idempotency = Idempotency(clock)

    def clear(self) -> None:
        """Forget the answers kept under idempotency keys."""
        self._idempotency.clear()

    def handle(self, request: Request, tenant: Tenant, asked: Asked) -> Response:
        """The answer, errors included."""
        if asked.is_write(request.method):
            return self._idempotency.answer(request, tenant.tenant_id, lambda: self._write(request, tenant, asked))
        if request.method != "GET":
            return _refused_method(asked.endpoint)
        try:
            return self._read(request, tenant, asked)
        except QueryWrong as wrong:
            return api_error(request, 16, "QueryParseException", str(wrong))
        except WindowWrong as wrong:
            return api_error(request, 10, "ValidationException", str(wrong))
        except HeaderWrong as wrong:
            return text_error(412, str(wrong))

    def _write(self, request: Request, tenant: Tenant, asked: Asked) -> Response:
        if asked.history:
            return self._notes.handle(request, tenant, asked.endpoint, asked.record_id or "")
        return self._writer.write(request, tenant, asked.endpoint, asked.record_id)

    def _read(self, request: Request, tenant: Tenant, asked: Asked) -> Response:
        endpoint = asked.endpoint
        if asked.history:
            return self._notes.handle(request, tenant, endpoint, asked.record_id or "")
        if endpoint is JOURNALS:
            return self._reporting.journals(request, tenant, asked.record_id)
        if endpoint is TRIAL_BALANCE:
            return self._reporting.report(request, tenant, asked.record_id or "")
        if asked.record_id:
            return self._single(request, tenant, endpoint, asked.record_id)
        now = self._clock.now()  # before the records are read: nothing updated later may hide behind this instant
        unpages = endpoint.name == "ManualJournals" and self._behaviour.ordered_journals == "unpaged"
        page = list_page(request, tenant, endpoint, self.listeners, order_unpages=unpages)
        if endpoint.name in _HIGH_VOLUME and page.total > self._behaviour.high_volume:
            return api_error(request, 51, "HighVolumeException", _TOO_MANY.format(page.total))
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
