"""The fields by which each collection may be filtered and sorted; any other name is an error.

Source: Xero, the published OpenAPI description, properties of each model.
"""

_DOCUMENT = "Type Contact Date DueDate Status LineAmountTypes LineItems SubTotal TotalTax Total UpdatedDateUTC"
_MONEY = "CurrencyCode CurrencyRate FullyPaidOnDate HasAttachments HasErrors Reference"
_CREDIT = "RemainingCredit AppliedAmount Allocations Payments"

FIELDS: dict[str, frozenset[str]] = {
    name: frozenset(" ".join(texts).split())
    for name, texts in {
        "Organisation": ("OrganisationID Name",),
        "Accounts": (
            "AccountID Code Name Type Class Status Description TaxType SystemAccount ReportingCode ReportingCodeName",
            "BankAccountNumber BankAccountType CurrencyCode EnablePaymentsToAccount ShowInExpenseClaims",
            "HasAttachments UpdatedDateUTC AddToWatchlist CreatedDateUTC",
        ),
        "TrackingCategories": ("TrackingCategoryID Name Status Options",),
        "Currencies": ("Code Description",),
        "Contacts": (
            "ContactID ContactNumber AccountNumber ContactStatus Name FirstName LastName CompanyNumber EmailAddress",
            "TaxNumber AccountsReceivableTaxType AccountsPayableTaxType IsSupplier IsCustomer DefaultCurrency",
            "UpdatedDateUTC MergedToContactID HasAttachments BankAccountDetails",
        ),
        "Invoices": (
            f"{_DOCUMENT} {_MONEY} InvoiceID InvoiceNumber BrandingThemeID Url SentToContact ExpectedPaymentDate",
            "PlannedPaymentDate TotalDiscount IsDiscounted AmountDue AmountPaid AmountCredited RepeatingInvoiceID",
            "Payments CreditNotes Prepayments Overpayments",
        ),
        "CreditNotes": (f"{_DOCUMENT} {_MONEY} {_CREDIT} CreditNoteID CreditNoteNumber SentToContact BrandingThemeID",),
        "Payments": (
            "PaymentID Date Amount BankAmount CurrencyRate PaymentType Status Reference IsReconciled UpdatedDateUTC",
            "Invoice CreditNote Prepayment Overpayment Account BatchPaymentID BatchPayment",
        ),
        "BatchPayments": ("BatchPaymentID Date Type Status TotalAmount UpdatedDateUTC IsReconciled Account Reference",),
        "BankTransactions": (
            f"{_DOCUMENT} {_MONEY} BankTransactionID BankAccount IsReconciled Url PrepaymentID OverpaymentID",
        ),
        "BankTransfers": (
            "BankTransferID FromBankAccount ToBankAccount Amount Date CurrencyRate Reference Status HasAttachments",
            "CreatedDateUTC UpdatedDateUTC",
        ),
        "Overpayments": (f"{_DOCUMENT} {_MONEY} {_CREDIT} OverpaymentID",),
        "Prepayments": (f"{_DOCUMENT} {_MONEY} {_CREDIT} PrepaymentID InvoiceNumber",),
        "ManualJournals": (
            "ManualJournalID Narration Date LineAmountTypes Status Url ShowOnCashBasisReports HasAttachments",
            "UpdatedDateUTC",
        ),
        "Budgets": ("BudgetID Type Description UpdatedDateUTC Tracking",),
    }.items()
}
_CANONICAL = {name: {field.casefold(): field for field in fields} for name, fields in FIELDS.items()}


def field_named(collection: str, name: str) -> str | None:
    """The field's proper spelling; letter case does not matter. None if there is no such field."""
    return _CANONICAL[collection].get(name.casefold())
