"""The whole firm: two organisations, each with every collection the connector reads.

Only puts together; each collection is made where it belongs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infra.local.firm.banking import Treasurer
from infra.local.firm.books import NZ, UK, Books
from infra.local.firm.budgets import budgets_of
from infra.local.firm.credits import credited
from infra.local.firm.dice import SEED, dice
from infra.local.firm.documents import count_of, documents_of
from infra.local.firm.journals import journals_of
from infra.local.firm.ledger_records import (
    advance_record,
    bank_transaction_record,
    budget_record,
    credit_note_record,
    journal_record,
    refund_record,
    transfer_record,
    transfer_sides,
)
from infra.local.firm.master_records import (
    account_record,
    category_record,
    contact_record,
    currency_records,
    organisation_record,
)
from infra.local.firm.masters import Masters, masters_of
from infra.local.firm.model import Entry
from infra.local.firm.payments import Cashier
from infra.local.firm.records import Record, invoice_record, payment_record
from infra.local.firm.sides import SIDES

AS_OF = date(2026, 10, 31)


@dataclass(frozen=True)
class Organisation:
    """One Xero organisation; `collections` are keyed by Xero's names, amounts in them are Decimal."""

    tenant_id: str
    name: str
    collections: dict[str, list[Record]]


def organisations(as_of: date = AS_OF, scale: float = 1.0, seed: int = SEED) -> list[Organisation]:
    """Harbour & Vale at the end of `as_of`, the British company first.

    scale   times the documents of the real firm: 0 gives books without any, 1 about 3,050
    """
    return [_organisation(books, as_of, scale, seed) for books in (UK, NZ)]


def _organisation(books: Books, as_of: date, scale: float, seed: int) -> Organisation:
    masters = masters_of(books, as_of, seed)
    entries, notes = credited(masters, list(_entries(masters, scale, seed)), dice(seed, books.tenant_id, "credits"))
    paid = [(entry.document, payment) for entry in entries for payment in entry.payments]
    return Organisation(
        books.tenant_id,
        books.name,
        {
            "Organisations": [organisation_record(masters)],
            "Accounts": [account_record(books, account) for account in masters.chart.accounts],
            "TrackingCategories": [category_record(options) for options in masters.categories],
            "Contacts": [contact_record(contact) for contact in masters.contacts.all],
            "Currencies": currency_records(books),
            "Invoices": [invoice_record(entry) for entry in entries],
            "CreditNotes": [credit_note_record(credit) for credit in notes],
            "Payments": [
                *(payment_record(document, payment) for document, payment in paid),
                *(refund_record(credit.document, credit.refund) for credit in notes if credit.refund),
            ],
            **_banking(Treasurer(masters, scale, dice(seed, books.tenant_id, "banking"))),
            "ManualJournals": [
                journal_record(one) for one in journals_of(masters, scale, dice(seed, books.tenant_id, "journals"))
            ],
            "Budgets": [
                budget_record(one) for one in budgets_of(masters, scale, dice(seed, books.tenant_id, "budgets"))
            ],
        },
    )


def _banking(treasurer: Treasurer) -> dict[str, list[Record]]:
    """Over- and prepayments and transfers stand in two collections each."""
    advances, transfers = list(treasurer.advances()), list(treasurer.transfers())
    return {
        "BankTransactions": [
            *(bank_transaction_record(one) for one in (*treasurer.transactions(), *advances)),
            *(side for transfer in transfers for side in transfer_sides(transfer)),
        ],
        "BankTransfers": [transfer_record(one) for one in transfers],
        "Overpayments": [advance_record(one) for one in advances if one.document.type.endswith("OVERPAYMENT")],
        "Prepayments": [advance_record(one) for one in advances if one.document.type.endswith("PREPAYMENT")],
    }


def _entries(masters: Masters, scale: float, seed: int) -> Iterator[Entry]:
    for side in SIDES:
        tenant = masters.books.tenant_id
        cashier = Cashier(masters, dice(seed, tenant, side.type, "payments"))
        drawn = documents_of(masters, side, count_of(masters, side, scale), dice(seed, tenant, side.type))
        yield from map(cashier.settle, drawn)
