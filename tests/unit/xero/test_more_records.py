"""Credit notes, money on bank accounts, journals, budgets, contacts and currencies as Xero answers them."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from ml_connector.sync.documents import Unreadable
from ml_connector.xero.datasets import MODELS
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.banking import BankTransaction, BankTransfer, Overpayment, Prepayment
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.models.budgets import Budget
from ml_connector.xero.models.invoices import CreditNote
from ml_connector.xero.models.journals import ManualJournal
from ml_connector.xero.models.payments import Payment
from ml_connector.xero.models.reference import Contact, Currency
from ml_connector.xero.reading import records

M = TypeVar("M", bound=XeroRecord)
STAMP, DAY = "/Date(1575309109017+0000)/", "/Date(1575072000000+0000)/"
LINED: dict[str, Any] = {
    "Status": "AUTHORISED",
    "Contact": {"ContactID": "c-1", "Name": "Kōwhai"},
    "Date": DAY,
    "LineAmountTypes": "Inclusive",
    "LineItems": [{"LineItemID": "l-1", "LineAmount": 120.0, "TaxAmount": 20.0, "AccountID": "a-1"}],
    "Total": 120.0,
    "TotalTax": 20.0,
    "CurrencyCode": "NZD",
    "CurrencyRate": 1.9,
    "UpdatedDateUTC": STAMP,
}
ALLOCATED = {"Allocations": [{"Amount": 5, "Invoice": {"InvoiceID": "i"}}], "RemainingCredit": 115.0}


def read(model: type[M], dataset: str, record: dict[str, Any]) -> M:
    endpoint = ENDPOINTS[dataset]
    assert MODELS[dataset] is model
    (found,) = records(json.dumps({endpoint.key: [record]}).encode(), endpoint.key, model)
    assert not isinstance(found, Unreadable), found.reason
    return found


def test_a_credit_note_is_read_like_an_invoice() -> None:
    """What of it is allocated moves no row, and tells what the ledger moves besides."""
    note = read(
        CreditNote,
        "credit_notes",
        LINED | ALLOCATED | {"CreditNoteID": "n-1", "CreditNoteNumber": "CN-1", "Type": "ACCRECCREDIT"},
    )

    assert (note.id, note.number, note.type, note.total, note.rate) == (
        "n-1",
        "CN-1",
        "ACCRECCREDIT",
        Decimal(120),
        Decimal("1.9"),
    )
    assert note.tax_inclusive
    assert [(one.amount, one.invoice_id, one.date) for one in note.allocations] == [(Decimal(5), "i", None)]


@pytest.mark.parametrize(
    ("model", "dataset", "id_field"),
    [
        (BankTransaction, "bank_transactions", "BankTransactionID"),
        (Overpayment, "overpayments", "OverpaymentID"),
        (Prepayment, "prepayments", "PrepaymentID"),
    ],
)
def test_money_on_a_bank_account_names_the_account(model: type[BankTransaction], dataset: str, id_field: str) -> None:
    """It has no number and nothing falls due."""
    bank = {"AccountID": "b-1", "Code": "090", "Name": "Bank"}
    found = read(model, dataset, LINED | ALLOCATED | {id_field: "x-1", "Type": "RECEIVE", "BankAccount": bank})

    assert (found.id, found.bank_account_id, found.bank_account_code) == ("x-1", "b-1", "090")
    assert (found.number, found.due_date, found.date, len(found.lines)) == ("", None, date(2019, 11, 30), 1)


def test_a_transfer_without_status_or_update_is_one_of_before_july_2026() -> None:
    """Xero gave transfers the time of their making only."""
    sides = {"FromBankAccount": {"AccountID": "b-1"}, "ToBankAccount": {"AccountID": "b-2", "Code": "091"}}
    old = {"BankTransferID": "t-1", "Amount": "20.00", "Date": DAY, "CreatedDateUTC": STAMP, **sides}
    found = read(BankTransfer, "bank_transfers", old)

    assert (found.status, found.type, found.amount) == ("AUTHORISED", "TRANSFER", Decimal("20.00"))
    assert (found.from_account_id, found.to_account_id, found.to_account_code) == ("b-1", "b-2", "091")
    assert found.updated == datetime(2019, 12, 2, 17, 51, 49, 17000, tzinfo=UTC)


def test_a_manual_journal_is_known_by_its_narration() -> None:
    """Its lines are signed and carry no ids."""
    lines = [{"LineAmount": 30.98, "AccountID": "a"}, {"LineAmount": -30.98, "AccountCode": "429", "TaxAmount": -4}]
    journal = {
        "ManualJournalID": "m-1",
        "Narration": "Accruals",
        "Date": DAY,
        "Status": "POSTED",
        "JournalLines": lines,
    }
    found = read(ManualJournal, "manual_journals", journal | {"UpdatedDateUTC": STAMP, "LineAmountTypes": "NoTax"})

    assert (found.reference, found.type, found.status, found.currency) == ("Accruals", "MANJOURNAL", "POSTED", "")
    assert [(line.id, line.amount, line.tax) for line in found.lines] == [
        ("", Decimal("30.98"), Decimal(0)),
        ("", Decimal("-30.98"), Decimal(-4)),
    ]


def test_a_budgets_amounts_may_be_text() -> None:
    """Xero's own example writes them so."""
    balances = [{"Period": "2026-10", "Amount": "1000", "UnitAmount": "1000", "Notes": "summer"}]
    budget = {
        "BudgetID": "b-1",
        "Type": "TRACKING",
        "Description": "Plan",
        "Tracking": [{"Name": "Region", "Option": "North", "TrackingOptionID": "o-1"}],
        "BudgetLines": [{"AccountID": "a-1", "AccountCode": "200", "BudgetBalances": balances}],
    }
    found = read(Budget, "budgets", budget)

    (balance,) = found.lines[0].balances
    assert (balance.period, balance.amount, balance.notes) == ("2026-10", Decimal(1000), "summer")
    assert [(tag.category, tag.option_id) for tag in found.tracking] == [("Region", "o-1")]


def test_a_single_budget_may_come_as_an_object() -> None:
    """Xero's own example shows it without a list around it."""
    (found,) = records(b'{"Budgets": {"BudgetID": "b-1"}}', "Budgets", Budget)

    assert isinstance(found, Budget)
    assert found.lines == ()


def test_a_month_that_is_none_makes_the_budget_unreadable() -> None:
    """It would stand in no period."""
    lines = [{"AccountID": "a", "BudgetBalances": [{"Period": "2026-13", "Amount": 1}]}]
    (found,) = records(json.dumps({"Budgets": [{"BudgetID": "b", "BudgetLines": lines}]}).encode(), "Budgets", Budget)

    assert isinstance(found, Unreadable)


def test_contacts_and_currencies_are_read() -> None:
    """A merged contact names the one that it has become."""
    contact = {"ContactID": "c-1", "Name": "Old Ltd", "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"}
    found = read(Contact, "contacts", contact | {"UpdatedDateUTC": STAMP})

    assert (found.id, found.name, found.status, found.merged_to) == ("c-1", "Old Ltd", "ARCHIVED", "c-2")
    assert read(Currency, "currencies", {"Code": "NZD", "Description": "New Zealand Dollar"}).id == "NZD"


@pytest.mark.parametrize(
    ("paid", "number", "currency"),
    [
        ({"CreditNote": {"CreditNoteID": "n", "CreditNoteNumber": "CN-1", "CurrencyCode": "USD"}}, "CN-1", "USD"),
        ({"Overpayment": {"OverpaymentID": "o", "CurrencyCode": "USD"}}, "", "USD"),
        ({"Prepayment": {"PrepaymentID": "p", "CurrencyCode": "USD"}}, "", "USD"),
    ],
)
def test_a_refund_is_read_with_what_it_pays_back(paid: dict[str, Any], number: str, currency: str) -> None:
    """The bank account is its own, the currency that of the document."""
    refund = {"PaymentID": "r", "PaymentType": "ARCREDITPAYMENT", "Status": "AUTHORISED", "UpdatedDateUTC": STAMP}
    found = read(Payment, "payments", {**refund, "Date": DAY, "Amount": 5, "Account": {"AccountID": "b-1"}, **paid})

    assert (found.number, found.currency, found.account_id) == (number, currency, "b-1")
