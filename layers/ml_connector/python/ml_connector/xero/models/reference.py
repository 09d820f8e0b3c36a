"""Organisation, chart of accounts and tracking categories: what facts refer to."""

from ml_connector.xero.models.base import XeroRecord, key, text


class Organisation(XeroRecord):
    """The organisation itself; its id is the tenant id."""

    id: str = key("OrganisationID")
    name: str = ""
    base_currency: str = ""
    country: str = text("CountryCode")


class Account(XeroRecord):
    """An account of the chart. The code can be missing, changed or used again; only the id is a key."""

    id: str = key("AccountID")
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

    id: str = key("TrackingOptionID")
    name: str = ""
    status: str = ""


class TrackingCategory(XeroRecord):
    """A dimension of analysis; Xero allows two active ones."""

    id: str = key("TrackingCategoryID")
    name: str = ""
    status: str = ""
    options: tuple[TrackingOption, ...] = ()
