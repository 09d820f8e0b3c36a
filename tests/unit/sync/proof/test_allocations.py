"""What allocations move in the ledger, to the cent, by the documents alone; judged by the simulated ledger."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ml_connector.datasets import DATASETS
from ml_connector.sync.proof.accounts import by_accounts
from ml_connector.sync.proof.allocations import Prepaid
from ml_connector.sync.proof.amounts import Place, added
from ml_connector.sync.proof.books import Evidence, effects, posted_amounts, prove_books
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.entries import LEDGER, poster_of
from ml_connector.sync.proof.journals import Journal
from ml_connector.sync.proof.postings import Posted, Poster
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.journals import read as read_journals
from ml_connector.xero.models.reference import Account
from ml_connector.xero.reading import records
from msgspec.structs import replace

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.journals import journal_record
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.wire import exact
from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.ledgers import document, id_of, ledger_books, line, paid
from tests.unit.sync.proof.chart_of import CHART

PERIODS = ("2026-01", "2026-02", "2026-03")
cents = st.integers(1, 99999).map(lambda each: str(Decimal(each) / 100))
rates = st.sampled_from([Decimal("0.5"), Decimal("1.2345"), Decimal("7.77"), Decimal("0.752950")])
lines = st.lists(st.builds(line, st.sampled_from(["200", "400", "620"]), cents, cents), min_size=1, max_size=3)
KINDS = {
    "ACCRECCREDIT": ("CreditNotes", "CreditNoteID"),
    "ACCPAYCREDIT": ("CreditNotes", "CreditNoteID"),
    "RECEIVE-OVERPAYMENT": ("Overpayments", "OverpaymentID"),
    "SPEND-OVERPAYMENT": ("Overpayments", "OverpaymentID"),
    "RECEIVE-PREPAYMENT": ("Prepayments", "PrepaymentID"),
    "SPEND-PREPAYMENT": ("Prepayments", "PrepaymentID"),
}


def lined(number: int, own: list[Fields], rate: Decimal, **other: Any) -> Fields:
    tax = sum((each["TaxAmount"] for each in own), Decimal(0))
    currency = {"CurrencyCode": "USD", "CurrencyRate": rate}
    numbered = [{**each, "LineItemID": made_id(3, number * 10 + place)} for place, each in enumerate(own)]
    return document(number, numbered, str(tax), **currency, **other)


def allocated(kind: str, number: int, own: list[Fields], rate: Decimal, parts: list[tuple[str, str, int]]) -> Fields:
    """A credit note or an advance; a part is an amount, a day, and the number of an invoice."""
    _, id_field = KINDS[kind]
    if "OVERPAYMENT" in kind:
        own = [{key: value for key, value in each.items() if key != "AccountID"} for each in own]
    told = [{"Amount": Decimal(part), "Date": day, "Invoice": {"InvoiceID": made_id(1, to)}} for part, day, to in parts]
    fields = lined(number, own, rate, Type=kind, Allocations=told, BankAccount={"AccountID": id_of("090")})
    return {**{name: value for name, value in fields.items() if name != "InvoiceID"}, id_field: made_id(9, number)}


parts = st.tuples(cents, st.sampled_from(["2026-02-02", "2026-03-31"]), st.integers(1, 2))
firms = st.fixed_dictionaries(
    {
        "invoices": st.tuples(*(st.builds(lined, st.just(number), lines, rates) for number in (1, 2))),
        "allocated": st.lists(
            st.tuples(st.sampled_from(sorted(KINDS)), lines, rates, st.lists(parts, max_size=3)), max_size=3
        ),
        "refunds": st.lists(st.tuples(st.integers(0, 2), cents, cents), max_size=2),
    }
)


def tenant_of(firm: Mapping[str, Any], *, advances_in_bank: bool = True) -> Tenant:
    """The simulated organisation; over- and prepayments stand among its bank transactions as well."""
    books: dict[str, list[Fields]] = {"Invoices": list(firm["invoices"])}
    for number, (kind, own, rate, of) in enumerate(firm["allocated"], start=3):
        made = allocated(kind, number, own, rate, of)
        books.setdefault(KINDS[kind][0], []).append(made)
        if "-" in kind and advances_in_bank:
            money = {name: value for name, value in made.items() if name != "Allocations"}
            books.setdefault("BankTransactions", []).append({**money, "BankTransactionID": made_id(10, number)})
    for number, (of, part, banked) in enumerate(firm.get("refunds", ())):
        if of < len(firm["allocated"]):
            books.setdefault("Payments", []).append(refund(number, firm["allocated"][of][0], of + 3, part, banked))
    return Tenant(ledger_books(**books), Clock())


def refund(number: int, kind: str, of: int, part: str, banked: str) -> Fields:
    """Money back for a part of a credit note or an advance, at whatever the bank got."""
    collection, id_field = KINDS[kind]
    name = collection.removesuffix("s")
    side = "AR" if kind.startswith(("ACCREC", "RECEIVE")) else "AP"
    type_ = f"{side}{'CREDIT' if name == 'CreditNote' else name.upper()}PAYMENT"
    plain = {key: value for key, value in paid(number, part, banked).items() if key != "Invoice"}
    return {**plain, "PaymentType": type_, name: {id_field: made_id(9, of), "CurrencyCode": "USD"}}


def posted_by(tenant: Tenant, chart: Chart, unknown: str = "") -> dict[str, list[Posted]]:
    """What its documents post; the rate of one of them may not be known."""
    found = {name: read(tenant, name) for name in LEDGER}
    rates_ = {one.id: one.rate for each in found.values() for one in each if getattr(one, "rate", None)}
    rates_.pop(unknown, None)
    made: dict[str, list[Posted]] = {}
    prepaid: dict[str, Prepaid] = {}
    poster = Poster(chart, "GBP", rates_.get, prepaid.get)
    for name, documents in found.items():
        post, live = poster_of(name, poster, LEDGER), DATASETS[name].live
        each = (post(one) for one in documents if one.status in live)
        made[name] = [one for one in each if one is not None]
        prepaid |= {one.id: one.prepaid for one in made[name] if one.prepaid}
    return made


def read(tenant: Tenant, dataset: str) -> list[Any]:
    endpoint = ENDPOINTS[dataset]
    body = exact.dumps({endpoint.key: list(tenant[endpoint.path].records())}).encode()
    return [one for one in records_of(dataset, body) if endpoint.has(one)]


def chart_of(tenant: Tenant) -> Chart:
    body = exact.dumps({"Accounts": list(tenant["Accounts"].records())}).encode()
    return Chart.of(one for one in records(body, "Accounts", Account) if isinstance(one, Account))


def moved(tenant: Tenant) -> dict[Place, Decimal]:
    days = tenant.ledger.days()
    return added({Place(id_, f"{day:%Y-%m}"): amount} for day, sums in days for id_, amount in sums.items())


def evidence_of(tenant: Tenant, made: Mapping[str, list[Posted]]) -> Evidence:
    documents = [one for each in made.values() for one in each]
    return Evidence(
        moved=moved(tenant),
        documents={name: posted_amounts(each) for name, each in made.items()},
        loaded=LEDGER,
        known=LEDGER,
        beside=effects(documents),
        doubts={period for one in documents for period in one.doubts},
    )


@settings(max_examples=120, deadline=None)
@given(firms)
def test_documents_alone_explain_every_allocation(firm: Mapping[str, Any]) -> None:
    """Whatever is set against what, or paid back, at which rates: gains are realised, prepayments leave their lines."""
    tenant = tenant_of(firm)
    chart = chart_of(tenant)

    proof = prove_books("UK", "GBP", PERIODS, evidence_of(tenant, posted_by(tenant, chart)), chart)

    assert proof.flaw == ""
    explained = {kind for row in proof.rows for kind in row.classes}
    assert explained <= {Class.REALISED.value, Class.ALLOCATED.value}


FIRM = {
    "invoices": (lined(1, [line("200", "100.00")], Decimal("0.5")), lined(2, [line("200", "1.00")], Decimal("0.5"))),
    "allocated": [("ACCRECCREDIT", [line("200", "40.00")], Decimal("0.4"), [("40.00", "2026-02-02", 1)])],
}


def test_a_credit_note_at_another_rate_realises_its_gain_in_the_month_of_the_allocation() -> None:
    """40 dollars were worth 100 when they were credited, and 80 when they were billed."""
    tenant = tenant_of(FIRM)
    chart = chart_of(tenant)

    rows = prove_books("UK", "GBP", ["2026-02"], evidence_of(tenant, posted_by(tenant, chart)), chart).rows

    assert {row.account[:3]: row.classes for row in rows} == {
        "610": {Class.REALISED.value: Decimal("20.00")},
        "499": {Class.REALISED.value: Decimal("-20.00")},
    }


def test_a_gain_on_a_document_that_is_not_known_is_put_down_to_that() -> None:
    """Only in the month of the allocation, and only on the accounts of a gain."""
    tenant = tenant_of(FIRM)
    chart = chart_of(tenant)
    made = posted_by(tenant, chart, unknown=made_id(1, 1))

    proof = prove_books("UK", "GBP", PERIODS, evidence_of(tenant, made), chart)

    assert proof.flaw == ""
    assert {(row.period, *row.classes) for row in proof.rows if row.classes} == {("2026-02", Class.UNKNOWN_RATE.value)}


@settings(max_examples=60, deadline=None)
@given(firms, st.sampled_from(["", made_id(1, 1)]))
def test_journals_explain_what_documents_cannot(firm: Mapping[str, Any], unknown: str) -> None:
    """What is computed is what the journals say; what is not, they tell; and nobody is suspected without a reason."""
    tenant = tenant_of(firm)
    chart = chart_of(tenant)
    made = posted_by(tenant, chart, unknown)
    documents = [one for each in made.values() for one in each]
    evidence = replace(evidence_of(tenant, made), posted=documents, journals=journals_of(tenant), all_there=True)

    proof = prove_books("UK", "GBP", PERIODS, evidence, chart)

    assert proof.flaw == ""
    assert proof.suspects == ()
    explained = {kind for row in proof.rows for kind in row.classes}
    assert explained <= {Class.REALISED.value, Class.ALLOCATED.value, Class.UNKNOWN_RATE.value}


def journals_of(tenant: Tenant) -> list[Journal]:
    made = [journal_record(one, tenant.ledger.chart, tenant.tenant_id) for one in tenant.ledger.journals()]
    return read_journals(exact.dumps({"Journals": made}).encode(), "here")


def test_without_a_doubt_no_gain_is_taken_for_granted() -> None:
    """Every rate is known, so a gain that no document makes is an error."""
    gain = {Place("realised", "2026-02"): Decimal(5), Place("ar", "2026-02"): Decimal(-5)}

    assert set(by_accounts(gain, {}, CHART, ["2026-03"])) == {Class.UNEXPLAINED}
    assert set(by_accounts(gain, {}, CHART, ["2026-02"])) == {Class.UNKNOWN_RATE}
