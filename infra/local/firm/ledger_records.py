"""Credit notes, what moves on bank accounts, manual journals and budgets exactly as the Accounting API returns them.

Source: Xero, Accounting API, example responses of the endpoints named.
"""

from decimal import Decimal

from infra.local.firm.banking import Banked, Transfer
from infra.local.firm.budgets import Budget, Line
from infra.local.firm.credits import Credit
from infra.local.firm.formats import day_string, day_ticks, ticks, zulu
from infra.local.firm.journals import Journal, Posted
from infra.local.firm.model import ZERO, Account, Document, Payment
from infra.local.firm.records import Record, contact_summary, line_record, payment_record, tracking_record


def credit_note_record(credit: Credit) -> Record:
    """One element of `CreditNotes`."""
    note = credit.document
    used = bool(credit.allocated_to or credit.refund)
    allocation = [_allocation(note, credit.allocated_to)] if credit.allocated_to else []
    return {
        "CreditNoteID": note.document_id,
        "CreditNoteNumber": note.number,
        **_lined(note, "PAID" if used else note.status),
        "DueDate": day_ticks(note.day),
        "DueDateString": day_string(note.day),
        "UpdatedDateUTCString": zulu(note.updated),
        "RemainingCredit": ZERO if used else note.total,
        "Allocations": allocation,
        "HasErrors": False,
    }


def refund_record(note: Document, refund: Payment) -> Record:
    """One element of `Payments`: the money of a credit note."""
    plain = payment_record(note, refund)
    side = "AR" if note.type.startswith("ACCREC") else "AP"
    summary = {
        "CreditNoteID": note.document_id,
        "CreditNoteNumber": note.number,
        "Type": note.type,
        "Contact": contact_summary(note.contact),
        "CurrencyCode": note.currency,
        "CurrencyRate": note.rate,
    }
    return {key: value for key, value in plain.items() if key != "Invoice"} | {
        "PaymentType": f"{side}CREDITPAYMENT",
        "CreditNote": summary,
    }


def bank_transaction_record(banked: Banked) -> Record:
    """One element of `BankTransactions`; an over- or prepayment carries its own id besides."""
    document = banked.document
    ending = document.type.partition("-")[2].capitalize()
    own = {f"{ending}ID": document.document_id} if ending else {}
    return {
        "BankTransactionID": document.document_id,
        **own,
        "BankAccount": _bank(banked.account),
        "IsReconciled": True,
        **_lined(document, document.status),
    }


def advance_record(banked: Banked) -> Record:
    """One element of `Overpayments` or `Prepayments`."""
    document = banked.document
    ending = document.type.partition("-")[2].capitalize()
    return {
        f"{ending}ID": document.document_id,
        **_lined(document, document.status),
        "BankAccount": _bank(banked.account),
        "RemainingCredit": document.total,
        "Allocations": [],
        "Payments": [],
    }


def transfer_record(transfer: Transfer) -> Record:
    """One element of `BankTransfers`."""
    return {
        "BankTransferID": transfer.transfer_id,
        "CreatedDateUTC": ticks(transfer.updated),
        "UpdatedDateUTC": ticks(transfer.updated),
        "Date": day_ticks(transfer.day),
        "DateString": day_string(transfer.day),
        "FromBankAccount": _bank(transfer.source),
        "ToBankAccount": _bank(transfer.target),
        "Amount": transfer.amount,
        "CurrencyRate": Decimal("1.000000"),
        "FromBankTransactionID": _side(transfer, "1"),
        "ToBankTransactionID": _side(transfer, "2"),
        "Status": "AUTHORISED",
        "Reference": "",
        "HasAttachments": False,
    }


def transfer_sides(transfer: Transfer) -> list[Record]:
    """The two elements of `BankTransactions` that a transfer is besides."""
    return [
        {
            "BankTransactionID": _side(transfer, number),
            "BankAccount": _bank(account),
            "Type": f"{kind}-TRANSFER",
            "Reference": "",
            "IsReconciled": True,
            "Status": "AUTHORISED",
            "Date": day_ticks(transfer.day),
            "DateString": day_string(transfer.day),
            "LineAmountTypes": "NoTax",
            "LineItems": [],
            "SubTotal": transfer.amount,
            "TotalTax": ZERO,
            "Total": transfer.amount,
            "CurrencyCode": account.currency,
            "CurrencyRate": Decimal("1.000000"),
            "UpdatedDateUTC": ticks(transfer.updated),
        }
        for kind, account, number in (("SPEND", transfer.source, "1"), ("RECEIVE", transfer.target, "2"))
    ]


def journal_record(journal: Journal) -> Record:
    """One element of `ManualJournals`; its lines have no ids."""
    return {
        "ManualJournalID": journal.journal_id,
        "Narration": journal.narration,
        "Date": day_ticks(journal.day),
        "Status": journal.status,
        "LineAmountTypes": "NoTax",
        "JournalLines": [_journal_line(line) for line in journal.lines],
        "ShowOnCashBasisReports": True,
        "HasAttachments": False,
        "UpdatedDateUTC": ticks(journal.updated),
    }


def budget_record(budget: Budget) -> Record:
    """One element of `Budgets`, with all its months."""
    return {
        "BudgetID": budget.budget_id,
        "Type": "TRACKING" if budget.tracking else "OVERALL",
        "Description": budget.name,
        "Tracking": [tracking_record(option) for option in budget.tracking],
        "BudgetLines": [_budget_line(line) for line in budget.lines],
    }


def _lined(document: Document, status: str) -> Record:
    return {
        "Type": document.type,
        "Reference": document.reference,
        "Contact": contact_summary(document.contact),
        "Date": day_ticks(document.day),
        "DateString": day_string(document.day),
        "Status": status,
        "LineAmountTypes": document.line_amounts,
        "LineItems": [line_record(line) for line in document.lines],
        "SubTotal": document.net,
        "TotalTax": document.tax,
        "Total": document.total,
        "CurrencyCode": document.currency,
        "CurrencyRate": document.rate,
        "UpdatedDateUTC": ticks(document.updated),
        "HasAttachments": False,
    }


def _allocation(note: Document, invoice: Document) -> Record:
    return {
        "Amount": note.total,
        "Date": day_ticks(note.day),
        "Invoice": {"InvoiceID": invoice.document_id, "InvoiceNumber": invoice.number},
    }


def _journal_line(line: Posted) -> Record:
    return {
        "LineAmount": line.amount,
        "AccountCode": line.account.code,
        "AccountID": line.account.account_id,
        "Description": line.text,
        "TaxType": "NONE",
        "TaxAmount": ZERO,
        "Tracking": [tracking_record(option) for option in line.tracking],
        "IsBlank": False,
    }


def _budget_line(line: Line) -> Record:
    balances = [
        {"Period": month, "Amount": amount, "UnitAmount": amount, "Notes": ""} for month, amount in line.months.items()
    ]
    return {"AccountID": line.account.account_id, "AccountCode": line.account.code, "BudgetBalances": balances}


def _bank(account: Account) -> Record:
    code = {} if account.code is None else {"Code": account.code}
    return {"AccountID": account.account_id, **code, "Name": account.name}


def _side(transfer: Transfer, number: str) -> str:
    """The id of one side, made from the transfer's own."""
    return f"{transfer.transfer_id[:-1]}{number}"
