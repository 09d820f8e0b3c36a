"""What is worked out rather than kept: the trial balance and the journals."""

from datetime import date

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.envelope import answer, api_error, text_error
from infra.local.vendors.xero.accounting.journals import journal_named, journal_page
from infra.local.vendors.xero.accounting.trial_balance import trial_balance
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.gateway.refusals import forbidden
from infra.local.vendors.xero.ledger.balances import balances, year_begin
from infra.local.vendors.xero.query.errors import HeaderWrong
from infra.local.vendors.xero.settings import Behaviour
from infra.local.vendors.xero.wire.exact import Record

JOURNALS = Endpoint("Journals", "Journal", "JournalID", "accounting.journals", "journals")
TRIAL_BALANCE = Endpoint(
    "Reports", "Report", "ReportID", "accounting.reports.trialbalance", "trial_balance", broad="accounting.reports"
)
_YEAR_END = (31, 12)  # of an organisation that does not say


class Reporting:
    """Answers for endpoints without records of their own. Reads only."""

    def __init__(self, clock: Clock, behaviour: Behaviour) -> None:
        self._clock = clock
        self._behaviour = behaviour

    def report(self, request: Request, tenant: Tenant, name: str) -> Response:
        """The report of this name; the trial balance is the only one simulated."""
        if name.casefold() != "trialbalance":
            return text_error(404, "The resource you're looking for cannot be found")
        now = self._clock.now()
        try:
            as_at = date.fromisoformat(request.args.get("date") or now.date().isoformat())
        except ValueError:
            return api_error(request, 10, "ValidationException", f"{request.args['date']} is not a date")
        ledger, organisation = tenant.ledger, next(iter(tenant["Organisation"].records()), Record())
        ends = (organisation.get(f"FinancialYearEnd{part}") for part in ("Day", "Month"))
        day, month = (int(given or usual) for given, usual in zip(ends, _YEAR_END, strict=True))
        cash = request.args.get("paymentsOnly", "").casefold() == "true"
        found = balances(
            ledger.cash_days() if cash else ledger.days(), ledger.chart, as_at, year_begin(as_at, day, month)
        )
        return answer(request, TRIAL_BALANCE, [trial_balance(found, tenant.name, as_at, now)], now, None)

    def journals(self, request: Request, tenant: Tenant, name: str | None) -> Response:
        """A page by ``offset``, or one journal by id or number; 403 unless the app is of the Advanced tier."""
        if not self._behaviour.advanced:
            return forbidden().answer
        entries, chart, now = tenant.ledger.journals(), tenant.ledger.chart, self._clock.now()
        if name is None:
            try:
                return answer(request, JOURNALS, journal_page(request, entries, chart, tenant.tenant_id), now, None)
            except HeaderWrong as wrong:
                return text_error(412, str(wrong))
        found = journal_named(name, entries, chart, tenant.tenant_id)
        if found is None:
            return text_error(404, "The resource you're looking for cannot be found")
        return answer(request, JOURNALS, [found], now, None)
