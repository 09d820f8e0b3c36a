"""Small books with a chart as Xero makes it, for the tests of the ledger: amounts are chosen to be added up by head."""

from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.books.organisation import GivenBooks
from infra.local.vendors.xero.wire import dates
from tests.simulators.xero.books import BEGUN, UK, Fields, account, books, invoice, made_id, payment
from tests.simulators.xero.client import Client

# code -> type, class, system account
CHART = {
    "090": ("BANK", "ASSET", None),
    "091": ("BANK", "ASSET", None),
    "200": ("REVENUE", "REVENUE", None),
    "400": ("EXPENSE", "EXPENSE", None),
    "499": ("EXPENSE", "EXPENSE", "REALISEDCURRENCYGAIN"),
    "610": ("CURRENT", "ASSET", "DEBTORS"),
    "620": ("CURRLIAB", "LIABILITY", None),
    "800": ("CURRLIAB", "LIABILITY", "CREDITORS"),
    "820": ("CURRLIAB", "LIABILITY", "GST"),
    "860": ("CURRLIAB", "LIABILITY", "ROUNDING"),
    "960": ("EQUITY", "EQUITY", "RETAINEDEARNINGS"),
}
JANUARY = "2026-01-15"
IDS = {"Invoices": "InvoiceID", "CreditNotes": "CreditNoteID", "Overpayments": "OverpaymentID"}


def chart() -> list[Fields]:
    """The accounts; the id says the code."""
    return [
        account(int(code), Code=code, Name=f"Account {code}", Type=kind, Class=group)
        | ({"SystemAccount": system} if system else {})
        for code, (kind, group, system) in CHART.items()
    ]


def line(code: str, amount: str, tax: str = "0.00", **other: Any) -> Fields:
    """A line on an account."""
    return {"AccountID": id_of(code), "LineAmount": Decimal(amount), "TaxAmount": Decimal(tax), **other}


def id_of(code: str) -> str:
    """The account's id."""
    return made_id(5, int(code))


def document(number: int, lines: list[Fields], tax: str = "0.00", **other: Any) -> Fields:
    """A sales invoice of 15 January whose totals are those of its lines."""
    net, taxed = sum(Decimal(each["LineAmount"]) for each in lines), Decimal(tax)
    return invoice(number) | {
        "Date": dates.from_iso(JANUARY),
        "LineItems": lines,
        "SubTotal": net,
        "TotalTax": taxed,
        "Total": net + taxed,
        "CurrencyRate": 1,
        **other,
    }


def paid(number: int, amount: str, banked: str, **other: Any) -> Fields:
    """A payment of the invoice with this number to the bank account 090."""
    return payment(
        number,
        Date=dates.from_iso("2026-02-10"),
        Amount=Decimal(amount),
        BankAmount=Decimal(banked),
        Account={"AccountID": id_of("090")},
        **other,
    )


def journal(number: int, *lines: Fields, **other: Any) -> Fields:
    """A posted manual journal of 15 January."""
    return {
        "ManualJournalID": made_id(11, number),
        "Narration": f"Accrual {number}",
        "Date": dates.from_iso(JANUARY),
        "Status": "POSTED",
        "LineAmountTypes": "NoTax",
        "JournalLines": list(lines),
        "UpdatedDateUTC": dates.stamp(BEGUN),
        **other,
    }


def ledger_books(**collections: list[Fields]) -> GivenBooks:
    """An organisation with the chart and these documents; the financial year ends on 31 December."""
    return books(UK, "Test & Sons Ltd", Accounts=chart(), **collections)


def report(client: Client, date: str, **params: str) -> dict[str, Any]:
    """The trial balance as Xero answers it."""
    answer = client.get("Reports/TrialBalance", {"date": date, **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["Reports"][0]
    return found


def rows(client: Client, date: str, **params: str) -> dict[str, list[str]]:
    """The four columns by account code; the code is read from the account's id."""
    sections = [row for row in report(client, date, **params)["Rows"] if row["RowType"] == "Section"]
    cells = [row["Cells"] for section in sections for row in section["Rows"] if row["RowType"] == "Row"]
    codes = {id_of(code): code for code in CHART}
    return {codes[row[0]["Attributes"][0]["Value"]]: [cell["Value"] for cell in row[1:]] for row in cells}


def moved(client: Client, date: str, **params: str) -> dict[str, str]:
    """What the month moved, debit positive, of the accounts that moved."""
    signed = {code: columns[0] or f"-{columns[1]}" for code, columns in rows(client, date, **params).items()}
    return {code: text for code, text in signed.items() if Decimal(text)}
