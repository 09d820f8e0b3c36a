"""Where a person finds a document in Xero. Source: Xero, Deep linking."""

_BANK = "Bank/ViewTransaction.aspx?bankTransactionID="
_PAGES = {
    "ACCREC": "AccountsReceivable/View.aspx?InvoiceID=",
    "ACCPAY": "AccountsPayable/View.aspx?InvoiceID=",
    "ACCRECCREDIT": "AccountsReceivable/ViewCreditNote.aspx?creditNoteID=",
    "ACCPAYCREDIT": "AccountsPayable/ViewCreditNote.aspx?creditNoteID=",
    "MANJOURNAL": "Journal/View.aspx?invoiceID=",
}


def link(type_: str, id_: str) -> str:
    """The address of the document of this type and id; empty when its type has no page of its own."""
    page = _PAGES.get(type_) or (_BANK if type_.startswith(("SPEND", "RECEIVE")) else "")
    return f"https://go.xero.com/{page}{id_}" if page else ""


def bank_link(id_: str) -> str:
    """The address of a movement on a bank account: a payment, a bank transaction, one end of a transfer."""
    return f"https://go.xero.com/{_BANK}{id_}" if id_ else ""
