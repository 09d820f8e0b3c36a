"""Organisation, accounts, tracking, contacts and currencies exactly as the Accounting API returns them.

Source: Xero, Accounting API, example responses of the endpoints named.
"""

from datetime import date

from infra.local.firm.books import Books
from infra.local.firm.formats import day_ticks, ticks
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Contact, Option
from infra.local.firm.records import Record

_CLASSES = {
    **dict.fromkeys(("BANK", "CURRENT", "FIXED", "PREPAYMENT"), "ASSET"),
    **dict.fromkeys(("CURRLIAB", "TERMLIAB"), "LIABILITY"),
    **dict.fromkeys(("REVENUE", "SALES", "OTHERINCOME"), "REVENUE"),
    **dict.fromkeys(("DIRECTCOSTS", "OVERHEADS", "EXPENSE", "DEPRECIATN"), "EXPENSE"),
    "EQUITY": "EQUITY",
}
_CURRENCIES = {
    "GBP": "British Pound",
    "EUR": "Euro",
    "USD": "United States Dollar",
    "NZD": "New Zealand Dollar",
    "AUD": "Australian Dollar",
}


def organisation_record(masters: Masters) -> Record:
    """The year ends on 31 March; only the British books are locked, so that both forms occur."""
    books = masters.books
    lock = {"EndOfYearLockDate": day_ticks(_last_year_end(masters.as_of))} if books.country == "GB" else {}
    return {
        "Name": books.name,
        "LegalName": books.name,
        "PaysTax": True,
        "Version": books.country.replace("GB", "UK"),
        "OrganisationType": "COMPANY",
        "BaseCurrency": books.base_currency,
        "CountryCode": books.country,
        "IsDemoCompany": False,
        "OrganisationStatus": "ACTIVE",
        "TaxNumber": books.tax_number,
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "SalesTaxBasis": "ACCRUALS" if books.country == "GB" else "INVOICE",
        **lock,
        "CreatedDateUTC": ticks(masters.opened),
        "OrganisationEntityType": "COMPANY",
        "Timezone": books.timezone,
        "ShortCode": books.short_code,
        "OrganisationID": books.tenant_id,
        "Edition": "BUSINESS",
        "Class": "PREMIUM",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }


def account_record(books: Books, account: Account) -> Record:
    tax = (books.sales_taxes if _CLASSES[account.type] == "REVENUE" else books.purchase_taxes)[account.tax_kind]
    bank = account.currency is not None
    return {
        "AccountID": account.account_id,
        **({} if account.code is None else {"Code": account.code}),
        "Name": account.name,
        "Status": account.status,
        "Type": account.type,
        "TaxType": tax.type,
        "Class": _CLASSES[account.type],
        **({} if account.system is None else {"SystemAccount": account.system}),
        "EnablePaymentsToAccount": False,
        "ShowInExpenseClaims": False,
        "BankAccountNumber": f"000000{account.code or '0000'}" if bank else "",
        "BankAccountType": ("BANK" if account.code else "CREDITCARD") if bank else "",
        **({"CurrencyCode": account.currency} if bank else {}),
        "HasAttachments": False,
        "UpdatedDateUTC": ticks(account.updated),
        "AddToWatchlist": False,
    }


def category_record(options: tuple[Option, ...]) -> Record:
    return {
        "Name": options[0].category,
        "Status": "ACTIVE",
        "TrackingCategoryID": options[0].category_id,
        "Options": [_option_record(option) for option in options],
    }


def _option_record(option: Option) -> Record:
    return {
        "TrackingOptionID": option.option_id,
        "Name": option.name,
        "Status": option.status,
        "HasValidationErrors": False,
        "IsDeleted": False,
        "IsArchived": option.status == "ARCHIVED",
        "IsActive": option.status == "ACTIVE",
    }


def contact_record(contact: Contact) -> Record:
    return {
        "ContactID": contact.contact_id,
        "ContactStatus": contact.status,
        "Name": contact.name,
        "EmailAddress": f"accounts@{contact.contact_id[:8]}.example",
        "BankAccountDetails": "",
        "Addresses": [],
        "Phones": [],
        "UpdatedDateUTC": ticks(contact.updated),
        "ContactGroups": [],
        "IsSupplier": contact.is_supplier,
        "IsCustomer": contact.is_customer,
        "DefaultCurrency": contact.currency,
        "ContactPersons": [],
        "HasAttachments": False,
        "HasValidationErrors": False,
    }


def currency_records(books: Books) -> list[Record]:
    return [{"Code": code, "Description": _CURRENCIES[code]} for code in (books.base_currency, *books.foreign)]


def _last_year_end(as_of: date) -> date:
    this_year = date(as_of.year, 3, 31)
    return this_year if this_year <= as_of else date(as_of.year - 1, 3, 31)
