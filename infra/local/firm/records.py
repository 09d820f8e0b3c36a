"""Documents and payments exactly as the Accounting API returns them in a paged list.

Source: Xero, Accounting API, Invoices and Payments, example responses.
"""

from datetime import date
from typing import Any

from infra.local.firm.formats import day_string, day_ticks, ticks, zulu
from infra.local.firm.model import Contact, Document, Entry, Line, Option, Payment

Record = dict[str, Any]


def invoice_record(entry: Entry) -> Record:
    """One element of `Invoices`; the key order is Xero's."""
    document, settled = entry.document, entry.status == "PAID"
    return {
        "Type": document.type,
        "InvoiceID": document.document_id,
        "InvoiceNumber": document.number,
        "Reference": document.reference,
        "Payments": [_payment_summary(payment) for payment in entry.live_payments],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "AmountDue": entry.due,
        "AmountPaid": entry.paid,
        "AmountCredited": entry.credited,
        "CurrencyRate": document.rate,
        "IsDiscounted": False,
        "HasAttachments": False,
        "HasErrors": False,
        "Contact": contact_summary(document.contact),
        "DateString": day_string(document.day),
        "Date": day_ticks(document.day),
        "DueDateString": day_string(document.due),
        "DueDate": day_ticks(document.due),
        "Status": entry.status,
        "LineAmountTypes": document.line_amounts,
        "LineItems": [line_record(line) for line in document.lines],
        "SubTotal": document.net,
        "TotalTax": document.tax,
        "Total": document.total,
        "UpdatedDateUTC": ticks(entry.updated),
        "UpdatedDateUTCString": zulu(entry.updated),
        "CurrencyCode": document.currency,
        **({"FullyPaidOnDate": day_ticks(_last_day(entry))} if settled else {}),
    }


def payment_record(document: Document, payment: Payment) -> Record:
    """One element of `Payments`; the invoice in it is a summary without lines."""
    code = {} if payment.account.code is None else {"Code": payment.account.code}
    return {
        "PaymentID": payment.payment_id,
        "Date": day_ticks(payment.day),
        "BankAmount": payment.bank_amount,
        "Amount": payment.amount,
        "Reference": payment.reference,
        "CurrencyRate": payment.rate,
        "PaymentType": f"{document.type}PAYMENT",
        "Status": payment.status,
        "UpdatedDateUTC": ticks(payment.updated),
        "UpdatedDateUTCString": zulu(payment.updated),
        "HasAccount": True,
        "IsReconciled": payment.status != "DELETED",
        "Account": {"AccountID": payment.account.account_id, **code},
        "Invoice": _invoice_summary(document),
        "HasValidationErrors": False,
    }


def line_record(line: Line) -> Record:
    """A line that only describes has neither account nor amounts."""
    if line.account is None:
        return {"LineItemID": line.line_id, "Description": line.description, "Tracking": []}
    return {
        "LineItemID": line.line_id,
        "Description": line.description,
        "Quantity": line.quantity,
        "UnitAmount": line.unit_amount,
        "LineAmount": line.amount,
        "TaxType": line.tax_type,
        "TaxAmount": line.tax,
        "AccountCode": line.account.code,
        "AccountID": line.account.account_id,
        "Tracking": [tracking_record(option) for option in line.tracking],
    }


def tracking_record(option: Option) -> Record:
    return {
        "Name": option.category,
        "Option": option.name,
        "TrackingCategoryID": option.category_id,
        "TrackingOptionID": option.option_id,
    }


def _payment_summary(payment: Payment) -> Record:
    return {
        "PaymentID": payment.payment_id,
        "Date": day_ticks(payment.day),
        "Amount": payment.amount,
        "Reference": payment.reference,
        "CurrencyRate": payment.rate,
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def _invoice_summary(document: Document) -> Record:
    return {
        "Type": document.type,
        "InvoiceID": document.document_id,
        "InvoiceNumber": document.number,
        "IsDiscounted": False,
        "HasErrors": False,
        "Contact": contact_summary(document.contact),
        "LineItems": [],
        "CurrencyCode": document.currency,
    }


def contact_summary(contact: Contact) -> Record:
    return {"ContactID": contact.contact_id, "Name": contact.name}


def _last_day(entry: Entry) -> date:
    return max((payment.day for payment in entry.live_payments), default=entry.document.day)
