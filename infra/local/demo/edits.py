"""A day's work in Xero: five edits of the kinds that a delta must get right, made over the simulator's admin path."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from infra.local.demo.ledger import Ledger, Record, first, priced, totals
from infra.local.demo.operator import XeroOperator

_LINES = (("Concept design, stage 2", Decimal("12500.00")), ("Site visits", Decimal("1840.50")))
_TAX_RATE = Decimal("0.20")
_CENT = Decimal("0.01")
_NEW_OPTION = "Design & Research"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    said      what was done, in plain words
    touched   the ids of the document, account or option, by which its traces in the model are known
    """

    entity: str
    said: str
    touched: str


def edit_everything(xero: XeroOperator, ledgers: Sequence[Ledger]) -> list[Edit]:
    """Make the five edits, spread over the entities; raises NothingSuits."""
    works: tuple[Callable[[XeroOperator, Sequence[Ledger]], Edit], ...] = (
        enter_invoice,
        _void_invoice,
        _remove_line,
        _rename_option,
        _archive_account,
    )
    return [work(xero, ledgers) for work in works]


def enter_invoice(xero: XeroOperator, ledgers: Sequence[Ledger]) -> Edit:
    """A new one after the pattern of another: same customer, date, account and tracking. Raises NothingSuits."""
    ledger, pattern = first("approved sales invoice with tracking", ledgers, _tracked_invoices)
    line = next(line for line in priced(pattern) if line["Tracking"])
    lines = [_line(line, *one) for one in _LINES]
    number = ledger.next_number(str(pattern["InvoiceNumber"]))
    kept = ("Type", "Contact", "Date", "DueDate", "CurrencyCode", "CurrencyRate")
    invoice: dict[str, Any] = {
        **{name: pattern[name] for name in kept},
        "InvoiceNumber": number,
        "Reference": "entered by the demo",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": lines,
        **totals(lines, "Exclusive"),
        "AmountPaid": Decimal("0.00"),
        "Payments": [],
    }
    made = xero.put(ledger.tenant, "Invoices", invoice)
    said = f"{number} is entered: {len(lines)} lines, {invoice['SubTotal']:,.2f} {invoice['CurrencyCode']} net of tax"
    return Edit(ledger.entity, said, made["InvoiceID"])


def _void_invoice(xero: XeroOperator, ledgers: Sequence[Ledger]) -> Edit:
    ledger, invoice = first("unpaid sales invoice", ledgers, lambda one: one.unpaid("ACCREC"))
    xero.put(ledger.tenant, "Invoices", _change(invoice, Status="VOIDED", AmountDue=Decimal("0.00")))
    return Edit(ledger.entity, f"{_called(invoice)} is voided", invoice["InvoiceID"])


def _remove_line(xero: XeroOperator, ledgers: Sequence[Ledger]) -> Edit:
    ledger, bill = first("unpaid bill of two lines", reversed(ledgers), lambda one: one.unpaid("ACCPAY", lines=2))
    gone = priced(bill)[-1]
    left = [line for line in bill["LineItems"] if line["LineItemID"] != gone["LineItemID"]]
    xero.put(ledger.tenant, "Invoices", _change(bill, LineItems=left, **totals(left, bill["LineAmountTypes"])))
    said = f"{_called(bill)} loses a line: {gone['Description']}"
    return Edit(ledger.entity, said, bill["InvoiceID"])


def _rename_option(xero: XeroOperator, ledgers: Sequence[Ledger]) -> Edit:
    """Xero keeps the option's id, and does not touch a single document."""
    ledger, category = first("tracking category", ledgers, lambda one: iter(one.categories))
    option = next(one for one in category["Options"] if one["Status"] == "ACTIVE")
    options = [{**one, "Name": _NEW_OPTION} if one is option else one for one in category["Options"]]
    change = {"TrackingCategoryID": category["TrackingCategoryID"], "Options": options}
    xero.put(ledger.tenant, "TrackingCategories", change)
    said = f"{category['Name']} '{option['Name']}' is renamed to '{_NEW_OPTION}'"
    return Edit(ledger.entity, said, option["TrackingOptionID"])


def _archive_account(xero: XeroOperator, ledgers: Sequence[Ledger]) -> Edit:
    """Its figures of before stay what they are."""
    ledger, account = first("active expense account", reversed(ledgers), _expense_accounts)
    xero.put(ledger.tenant, "Accounts", {"AccountID": account["AccountID"], "Status": "ARCHIVED"})
    return Edit(ledger.entity, f"account {account['Code']} {account['Name']} is archived", account["AccountID"])


def _tracked_invoices(ledger: Ledger) -> Iterator[Record]:
    base = (one for one in ledger.unpaid("ACCREC") if Decimal(one.get("CurrencyRate") or 1) == 1)
    return (one for one in base if any(line["Tracking"] for line in priced(one)))


def _expense_accounts(ledger: Ledger) -> Iterator[Record]:
    """Not the system's own: those cannot be archived."""
    for account in ledger.accounts:
        if account["Class"] == "EXPENSE" and account["Status"] == "ACTIVE" and not account.get("SystemAccount"):
            yield account


def _line(pattern: Record, description: str, amount: Decimal) -> dict[str, Any]:
    kept = ("AccountID", "AccountCode", "Tracking")
    return {
        **{name: pattern[name] for name in kept},
        "Description": description,
        "Quantity": Decimal("1.0000"),
        "UnitAmount": amount,
        "LineAmount": amount,
        "TaxType": "OUTPUT2",
        "TaxAmount": (amount * _TAX_RATE).quantize(_CENT),
    }


def _change(document: Record, **fields: Any) -> dict[str, Any]:
    return {"InvoiceID": document["InvoiceID"], **fields}


def _called(document: Record) -> str:
    kind = "invoice" if document["Type"] == "ACCREC" else "bill"
    return f"{kind} {document['InvoiceNumber'] or 'without a number'} of {document['Contact']['Name']}"
