"""Whatever is done to the documents, in whatever order: the ledger says what books made anew would say."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.books.organisation import books_of
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.ledger.posting import total
from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.ledgers import document, ledger_books, line, paid

COLLECTIONS = {
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "Prepayments": "PrepaymentID",
    "Payments": "PaymentID",
}
cents = st.integers(1, 9999).map(lambda each: str(Decimal(each) / 100))
rates = st.sampled_from([1, Decimal("0.5"), Decimal("1.2345"), Decimal("7.77")])
numbers = st.integers(1, 2)
lines = st.lists(st.builds(line, st.sampled_from(["200", "400", "620"]), cents, cents), min_size=1, max_size=3)
statuses = st.sampled_from(["AUTHORISED", "PAID", "VOIDED", "DRAFT", "DELETED"])


def allocation(number: int, amount: str) -> Fields:
    """A part set against an invoice."""
    return {"Amount": Decimal(amount), "Date": "2026-02-02", "Invoice": {"InvoiceID": made_id(1, number)}}


def lined(number: int, own: list[Fields], status: str, rate: Decimal) -> Fields:
    """A document of these lines, taxed."""
    tax = total(each["TaxAmount"] for each in own)
    return document(number, own, str(tax), Status=status, CurrencyRate=rate)


invoices = st.builds(lined, numbers, lines, statuses, rates)
notes = st.builds(
    lambda fields, kind, parts: {
        **{name: value for name, value in fields.items() if name != "InvoiceID"},
        "CreditNoteID": made_id(9, 1),
        "Type": kind,
        "Allocations": parts,
    },
    invoices,
    st.sampled_from(["ACCRECCREDIT", "ACCPAYCREDIT"]),
    st.lists(st.builds(allocation, numbers, cents), max_size=2),
)
prepayments = st.builds(
    lambda fields, parts: {
        **{name: value for name, value in fields.items() if name != "InvoiceID"},
        "PrepaymentID": made_id(10, 1),
        "Type": "SPEND-PREPAYMENT",
        "Allocations": parts,
    },
    invoices,
    st.lists(st.builds(allocation, numbers, cents), max_size=2),
)
payments = st.builds(
    lambda number, amount, banked, status: paid(number, amount, banked, Status=status),
    numbers,
    cents,
    cents,
    st.sampled_from(["AUTHORISED", "DELETED"]),
)
changes = st.one_of(
    st.tuples(st.just("Invoices"), invoices),
    st.tuples(st.just("CreditNotes"), notes),
    st.tuples(st.just("Prepayments"), prepayments),
    st.tuples(st.just("Payments"), payments),
    st.tuples(st.just("remove"), st.builds(lambda number: {"InvoiceID": made_id(1, number)}, numbers)),
    st.tuples(st.just("ask"), st.just({})),
)


def sums(tenant: Tenant) -> dict[tuple[date, str], Decimal]:
    """What every day moved on every account, without what came to nothing."""
    return {(day, name): moved for day, accounts in tenant.ledger.days() for name, moved in accounts.items() if moved}


@settings(max_examples=150, deadline=None)
@given(st.lists(changes, max_size=10))
def test_the_ledger_agrees_with_the_documents_after_any_edits(story: list[tuple[str, Fields]]) -> None:
    """And every day of it balances; asking in between changes nothing."""
    tenant = Tenant(ledger_books(), Clock())
    for name, fields in story:
        if name == "remove":
            tenant.remove("Invoices", fields["InvoiceID"])
        elif name == "ask":
            tenant.ledger.journals()
        else:
            tenant.upsert(name, [fields])

    records = {name: list(tenant[name].records()) for name in COLLECTIONS}
    anew = Tenant(books_of({**ledger_books().collections, **records}), Clock())

    assert sums(tenant) == sums(anew)
    days: defaultdict[date, Decimal] = defaultdict(Decimal)
    for (day, _), moved in sums(tenant).items():
        days[day] += moved
    assert not any(days.values())
