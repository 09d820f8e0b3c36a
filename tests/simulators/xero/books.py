"""Small made-up books for the tests: what is in them is said here and nowhere else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from infra.local.vendors.xero.books.organisation import GivenBooks, books_of
from infra.local.vendors.xero.wire import dates, exact

UK = "aaaaaaaa-0001-4000-8000-00000000c0de"
NZ = "aaaaaaaa-0002-4000-8000-00000000c0de"
BEGUN = datetime(2026, 1, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)

Fields = dict[str, Any]


def made_id(kind: int, number: int) -> str:
    """An id that says what it is of; the higher the number, the higher the id."""
    return str(UUID(f"{kind:08x}-0000-4000-8000-{number:012x}"))


def invoice(number: int, **other: Any) -> Fields:
    """A sales invoice with one line of 10.50, last updated ``number`` seconds after BEGUN."""
    amounts = exact.loads('{"line": 10.50, "total": 12.60, "tax": 2.10, "unit": 5.2512}')
    return {
        "Type": "ACCREC",
        "InvoiceID": made_id(1, number),
        "InvoiceNumber": f"INV-{number:04}",
        "Contact": {"ContactID": made_id(2, number % 3), "Name": f"Customer {number % 3}"},
        "Date": dates.stamp(datetime(2026, 1, 1 + number % 28, tzinfo=UTC)),
        "DueDate": dates.stamp(datetime(2026, 3, 1, tzinfo=UTC)),
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": [
            {
                "LineItemID": made_id(3, number),
                "Description": "Über-consulting",
                "Quantity": 2,
                "UnitAmount": amounts["unit"],
                "LineAmount": amounts["line"],
                "TaxAmount": amounts["tax"],
                "TaxType": "OUTPUT2",
                "AccountCode": "200",
                "Tracking": [],
            }
        ],
        "SubTotal": amounts["line"],
        "TotalTax": amounts["tax"],
        "Total": amounts["total"],
        "AmountDue": amounts["total"],
        "AmountPaid": 0,
        "CurrencyCode": "GBP",
        "CurrencyRate": 1,
        "HasAttachments": False,
        "Payments": [{"PaymentID": made_id(4, number)}],
        "UpdatedDateUTC": dates.stamp(BEGUN + timedelta(seconds=number)),
        **other,
    }


def payment(number: int, **other: Any) -> Fields:
    """A payment of one invoice."""
    return {
        "PaymentID": made_id(4, number),
        "Date": dates.stamp(BEGUN),
        "Amount": 12,
        "BankAmount": 12,
        "PaymentType": "ACCRECPAYMENT",
        "Status": "AUTHORISED",
        "Account": {"AccountID": made_id(5, 1), "Code": "090"},
        "Invoice": {"InvoiceID": made_id(1, number), "Type": "ACCREC"},
        "UpdatedDateUTC": dates.stamp(BEGUN + timedelta(seconds=number)),
        **other,
    }


def account(number: int, **other: Any) -> Fields:
    """An account of revenue."""
    return {
        "AccountID": made_id(5, number),
        "Code": f"{number:03}",
        "Name": f"Account {number}",
        "Type": "REVENUE",
        "Class": "REVENUE",
        "Status": "ACTIVE",
        "UpdatedDateUTC": dates.stamp(BEGUN + timedelta(seconds=number)),
        **other,
    }


def contact(number: int, **other: Any) -> Fields:
    """A contact with details."""
    return {
        "ContactID": made_id(2, number),
        "Name": f"Customer {number}",
        "ContactStatus": "ACTIVE",
        "ContactPersons": [{"FirstName": "Kim"}],
        "UpdatedDateUTC": dates.stamp(BEGUN + timedelta(seconds=number)),
        **other,
    }


def category(number: int, *options: str, **other: Any) -> Fields:
    """A tracking category with options by name; archived ones are prefixed -, deleted ones !."""
    statuses = {"-": "ARCHIVED", "!": "DELETED"}
    return {
        "TrackingCategoryID": made_id(6, number),
        "Name": f"Category {number}",
        "Status": "ACTIVE",
        "Options": [
            {
                "TrackingOptionID": made_id(7, 100 * number + n),
                "Name": name.lstrip("-!"),
                "Status": statuses.get(name[0], "ACTIVE"),
            }
            for n, name in enumerate(options)
        ],
        **other,
    }


def books(tenant_id: str = UK, name: str = "Test & Sons Ltd", **collections: list[Fields]) -> GivenBooks:
    """An organisation with these collections."""
    organisation = {
        "OrganisationID": tenant_id,
        "Name": name,
        "BaseCurrency": "GBP",
        "CountryCode": "GB",
        "Timezone": "GMTSTANDARDTIME",
        "PeriodLockDate": dates.stamp(BEGUN),
    }
    return books_of({"Organisations": [organisation], **collections})
