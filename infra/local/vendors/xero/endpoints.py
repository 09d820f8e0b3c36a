"""What the Accounting API has: the facts of every endpoint.

Source: Xero, Accounting API, the page of each endpoint; the published OpenAPI description for names.
"""

from infra.local.vendors.xero.endpoint import Endpoint, Hiding

_TRANSACTIONS = "accounting.transactions"
_ARCHIVED = Hiding("Status", "ARCHIVED", "includeArchived")
_CONTACT_DETAILS = (
    "ContactPersons PaymentTerms Balances BatchPayments Discount BrandingTheme Website "
    "SalesTrackingCategories PurchasesTrackingCategories"
).split()

ENDPOINTS = (
    Endpoint(
        "Organisation",
        "Organisation",
        "OrganisationID",
        "accounting.settings",
        "organisation",
        key="Organisations",
        stamped=False,
    ),
    Endpoint("Accounts", "Account", "AccountID", "accounting.settings", "accounts", delta=True),
    Endpoint(
        "TrackingCategories",
        "TrackingCategory",
        "TrackingCategoryID",
        "accounting.settings",
        "tracking_categories",
        stamped=False,
        hiding=_ARCHIVED,
    ),
    Endpoint("Currencies", "Currency", "Code", "accounting.settings", "currencies", stamped=False),
    Endpoint(
        "Contacts",
        "Contact",
        "ContactID",
        "accounting.contacts",
        "contacts",
        number="ContactNumber",
        paged=True,
        delta=True,
        details=tuple(_CONTACT_DETAILS),
        dropped=tuple(_CONTACT_DETAILS),
        forced=("IDs",),
        hiding=Hiding("ContactStatus", "ARCHIVED", "includeArchived"),
    ),
    Endpoint(
        "Invoices",
        "Invoice",
        "InvoiceID",
        "accounting.invoices",
        "invoices",
        broad=_TRANSACTIONS,
        number="InvoiceNumber",
        paged=True,
        delta=True,
        lines="LineItems",
        dropped=("LineItems", "Payments", "HasAttachments", "CISDeduction"),
        forced=("IDs", "InvoiceNumbers", "ContactIDs", "Statuses"),
        dated=("Date", "DueDate"),
        hiding=_ARCHIVED,
    ),
    Endpoint(
        "CreditNotes",
        "CreditNote",
        "CreditNoteID",
        "accounting.invoices",
        "credit_notes",
        broad=_TRANSACTIONS,
        number="CreditNoteNumber",
        paged=True,
        delta=True,
        lines="LineItems",
        dated=("Date", "DueDate"),
    ),
    Endpoint(
        "Payments",
        "Payment",
        "PaymentID",
        "accounting.payments",
        "payments",
        broad=_TRANSACTIONS,
        paged=True,
        delta=True,
    ),
    Endpoint(
        "BatchPayments",
        "BatchPayment",
        "BatchPaymentID",
        "accounting.payments",
        "batch_payments",
        broad=_TRANSACTIONS,
        delta=True,
        dated=("Date",),
    ),
    Endpoint(
        "BankTransactions",
        "BankTransaction",
        "BankTransactionID",
        "accounting.banktransactions",
        "bank_transactions",
        broad=_TRANSACTIONS,
        paged=True,
        delta=True,
        lines="LineItems",
        dated=("Date",),
    ),
    Endpoint(
        "BankTransfers",
        "BankTransfer",
        "BankTransferID",
        "accounting.banktransactions",
        "bank_transfers",
        broad=_TRANSACTIONS,
        delta=True,
        dated=("Date",),
        hiding=Hiding("Status", "DELETED", "includeDeleted"),
    ),
    Endpoint(
        "Overpayments",
        "Overpayment",
        "OverpaymentID",
        "accounting.payments",
        "overpayments",
        broad=_TRANSACTIONS,
        paged=True,
        delta=True,
        lines="LineItems",
        dated=("Date",),
    ),
    Endpoint(
        "Prepayments",
        "Prepayment",
        "PrepaymentID",
        "accounting.payments",
        "prepayments",
        broad=_TRANSACTIONS,
        paged=True,
        delta=True,
        lines="LineItems",
        dated=("Date",),
    ),
    Endpoint(
        "ManualJournals",
        "ManualJournal",
        "ManualJournalID",
        "accounting.manualjournals",
        "manual_journals",
        broad=_TRANSACTIONS,
        paged=True,
        delta=True,
        lines="JournalLines",
        writable=True,
    ),
    Endpoint("Budgets", "Budget", "BudgetID", "accounting.budgets", "budgets", lines="BudgetLines", listed=("IDs",)),
)

_BY_NAME = {name.casefold(): endpoint for endpoint in ENDPOINTS for name in (endpoint.name, endpoint.key)}


def endpoint_at(name: str) -> Endpoint | None:
    """The endpoint of a path's part; letter case does not matter at Xero."""
    found = _BY_NAME.get(name.casefold())
    return found if found and found.name.casefold() == name.casefold() else None


def endpoint_of(name: str) -> Endpoint | None:
    """The endpoint of a collection, named as in the path or as in the answer."""
    return _BY_NAME.get(name.casefold())
