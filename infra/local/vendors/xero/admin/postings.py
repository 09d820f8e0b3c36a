"""Making the books disagree with the documents on purpose: postings without one, and lines recoded in silence."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes, body_of
from infra.local.vendors.xero.admin.data import known_collection, known_tenant
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.ledger.chart import Chart, LedgerAccount
from infra.local.vendors.xero.ledger.posting import Leg, Posting
from infra.local.vendors.xero.state import State
from infra.local.vendors.xero.wire.exact import Record

Kind = Literal[
    "opening_balance",
    "unrealised_currency_gain",
    "bank_revaluation",
    "rounding",
    "payroll",
    "inventory",
    "system",
    "missing",
]
# kind -> the account on the other side unless another is named
_CONTRA = {
    "opening_balance": "HISTORICAL",
    "unrealised_currency_gain": "UNREALISEDCURRENCYGAIN",
    "bank_revaluation": "BANKCURRENCYGAIN",
    "rounding": "ROUNDING",
}
_SOURCES = {"payroll": "PAYSLIP"}
# Source: Xero, Foreign currency revaluation: worked out when a report is asked for, so no journal tells of it.
_ONLY_REPORTED = ("unrealised_currency_gain", "bank_revaluation", "missing")


class PostingOrder(BaseModel):
    """Post an amount (debit positive) on an account and its opposite on the contra account.

    account, contra   an id, a code or Xero's name of a system account, such as DEBTORS
    kind              "missing" has no other side: the trial balance no longer balances by this much
    """

    model_config = ConfigDict(extra="forbid")

    tenant: str
    kind: Kind
    date: date
    account: str
    amount: Decimal
    contra: str | None = None
    reference: str = ""


class RecodeOrder(BaseModel):
    """Put a line (counted from 0) of a document on another account, without moving UpdatedDateUTC."""

    model_config = ConfigDict(extra="forbid")

    tenant: str
    collection: str
    record: str
    line: int = 0
    account: str


def add_posting_routes(routes: Routes, state: State) -> None:
    """POST postings and recode."""

    def post(request: Request) -> Response:
        order = body_of(request, PostingOrder)
        ledger = known_tenant(state, order.tenant).ledger
        posting = _posting(order, ledger.chart)
        ledger.post(posting, state.clock.now(), journal=order.kind not in _ONLY_REPORTED)
        return json_answer({leg.account_id: str(leg.net) for leg in posting.legs}, 201)

    def recode(request: Request) -> Response:
        order = body_of(request, RecodeOrder)
        _recode(known_tenant(state, order.tenant), order)
        return Response(status=204)

    routes.add("POST", f"{PREFIX}/postings", post)
    routes.add("POST", f"{PREFIX}/recode", recode)


def _posting(order: PostingOrder, chart: Chart) -> Posting:
    legs = [Leg(_account(chart, order.account).account_id, order.amount)]
    contra = order.contra or _CONTRA.get(order.kind)
    if order.kind != "missing":
        if contra is None:
            raise BadRequest(f'a posting of kind "{order.kind}" needs a "contra" account')
        legs.append(Leg(_account(chart, contra).account_id, -order.amount))
    source_type = _SOURCES.get(order.kind)
    return Posting(source_type, None, order.date, tuple(legs), order.reference)


def _recode(tenant: Tenant, order: RecodeOrder) -> None:
    collection = tenant[known_collection(order.collection).name]
    record, account = collection.get(order.record), _account(tenant.ledger.chart, order.account)
    lines: list[dict[str, Any]] = list((record or Record()).get(collection.endpoint.lines) or ())
    if record is None or not 0 <= order.line < len(lines):
        raise NotFound(f"no line {order.line} in a {collection.endpoint.item} {order.record}")
    coded = {"AccountID": account.account_id, **({"AccountCode": account.code} if account.code else {})}
    lines[order.line] = {name: value for name, value in lines[order.line].items() if name != "AccountCode"} | coded
    changes = {collection.endpoint.id_field: order.record, collection.endpoint.lines: lines}
    tenant.upsert(collection.endpoint.name, [changes], touch=False)


def _account(chart: Chart, name: str) -> LedgerAccount:
    found = chart.find(name)
    if found is None:
        raise NotFound(f"no account has the id, the code or the system name {name}")
    return found
