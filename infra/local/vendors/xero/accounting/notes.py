"""GET and PUT /{Endpoint}/{id}/History. Source: Xero, History and Notes."""

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.envelope import answer, api_error, text_error
from infra.local.vendors.xero.accounting.writes.body import BodyWrong, elements_of
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint

NOTED = frozenset(
    "Contacts Invoices CreditNotes Payments BatchPayments BankTransactions BankTransfers Overpayments Prepayments "
    "ManualJournals".split()
)
_SHOWN = Endpoint("HistoryRecords", "HistoryRecord", "", "", "")


class Notes:
    """The history of one record, and notes for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def handle(self, request: Request, tenant: Tenant, endpoint: Endpoint, record_id: str) -> Response:
        """The answer, errors included."""
        record = tenant[endpoint.name].get(record_id)
        if record is None or endpoint.name not in NOTED:
            return text_error(404, "The resource you're looking for cannot be found")
        key, now = (endpoint.name, str(record[endpoint.id_field])), self._clock.now()
        if request.method == "GET":
            return answer(request, _SHOWN, tenant.history.of(*key), now, None)
        try:
            given = elements_of(request, _SHOWN.key, _SHOWN.item)
        except BodyWrong as wrong:
            return api_error(request, wrong.number, wrong.kind, str(wrong))
        details = [str(each.get("Details") or "").strip() for each in given]
        if not all(details):
            return api_error(request, 10, "ValidationException", "Details must be specified for every note")
        return answer(request, _SHOWN, tenant.history.add(*key, details, now), now, None)
