"""The currencies of an organisation that came without a list of them: its base currency and those it traded in."""

from collections.abc import Mapping, Sequence

from infra.local.vendors.xero.books.organisation import Fields

_NAMES = {
    "AUD": "Australian Dollar",
    "CAD": "Canadian Dollar",
    "EUR": "Euro",
    "GBP": "British Pound",
    "NZD": "New Zealand Dollar",
    "USD": "United States Dollar",
}


def traded(collections: Mapping[str, Sequence[Fields]]) -> list[Fields]:
    """Currency records, by code."""
    base = {record.get("BaseCurrency") for record in collections.get("Organisations", ())}
    used = {record.get("CurrencyCode") for records in collections.values() for record in records}
    codes = sorted(str(code) for code in base | used if code)
    return [{"Code": code, "Description": _NAMES.get(code, code)} for code in codes]
