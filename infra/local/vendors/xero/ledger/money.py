"""Amounts of documents as exact numbers, and their worth in the base currency."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
_ONE = Decimal(1)


def amount(record: Mapping[str, Any], field: str) -> Decimal:
    """A field's amount; nothing if it is missing."""
    value = record.get(field)
    return ZERO if value is None else Decimal(str(value))


def rate_of(record: Mapping[str, Any]) -> Decimal:
    """Units of the record's currency for one of the base currency; 1 if it does not say."""
    return amount(record, "CurrencyRate") or _ONE


def in_base(value: Decimal, rate: Decimal) -> Decimal:
    """Worth in the base currency, to the cent. Source: Xero, Invoices: the amount is divided by CurrencyRate."""
    return rounded(value / rate)


def rounded(value: Decimal) -> Decimal:
    """To the cent, halves away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)
