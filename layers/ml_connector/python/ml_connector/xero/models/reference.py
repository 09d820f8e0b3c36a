"""Organisation, chart of accounts, tracking categories, contacts and currencies: what facts refer to."""

from msgspec import field

from ml_connector.xero.models.base import XeroRecord, text


class Organisation(XeroRecord):
    """The organisation itself; its id is the tenant id."""

    id: str = field(name="OrganisationID")
    name: str = ""
    base_currency: str = ""
    country: str = text("CountryCode")


class Account(XeroRecord):
    """An account of the chart. The code can be missing, changed or used again; only the id is a key."""

    id: str = field(name="AccountID")
    code: str = ""
    name: str = ""
    type: str = ""
    class_: str = text("Class")
    status: str = ""
    currency: str = text("CurrencyCode")
    tax_type: str = ""
    system_account: str = ""


class TrackingOption(XeroRecord):
    """A value of a tracking category."""

    id: str = field(name="TrackingOptionID")
    name: str = ""
    status: str = ""


class TrackingCategory(XeroRecord):
    """A dimension of analysis; Xero allows two active ones."""

    id: str = field(name="TrackingCategoryID")
    name: str = ""
    status: str = ""
    options: tuple[TrackingOption, ...] = ()


class Contact(XeroRecord):
    """A customer or supplier, archived ones too: documents still refer to them.

    number      what the organisation itself calls it
    merged_to   the contact that a merged, and so archived, one has become
    """

    id: str = field(name="ContactID")
    name: str = ""
    status: str = text("ContactStatus")
    number: str = text("ContactNumber")
    merged_to: str = text("MergedToContactID")


class Currency(XeroRecord):
    """A currency that the organisation uses; its code is its only id."""

    id: str = field(name="Code")
    description: str = ""
