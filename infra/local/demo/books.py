"""What the books say: each document's totals in base currency, by entity, dataset and month.

Computed from Xero's documents as a bookkeeper would and without the connector's own code: header totals, not lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

Measure = Literal["net", "tax"]
Record = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIRE_DATE = re.compile(r"/Date\((-?\d+)")
_CENT = Decimal("0.01")
_DATASETS = {"ACCREC": "invoices", "ACCPAY": "bills"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an amount belongs; ``month`` is such as 2026-10."""

    entity: str
    dataset: str
    month: str
    measure: Measure


Amounts = Mapping[Place, Decimal]


def amounts(entity: str, invoices: Iterable[Record], payments: Iterable[Record]) -> Amounts:
    """The books of one entity in base currency.

    invoices   sales invoices and bills together, in any status
    """
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for place, amount in [*_documents(entity, invoices), *_payments(entity, payments)]:
        sums[place] += amount
    return dict(sums)


def _documents(entity: str, invoices: Iterable[Record]) -> Iterator[tuple[Place, Decimal]]:
    """Xero converts a document's total and its tax, and the net is what is left.

    Source: Xero, Invoices, CurrencyRate: foreign units for one unit of the base currency.
    """
    for one in invoices:
        if one["Status"] in ("AUTHORISED", "PAID"):
            dataset, month = _DATASETS[one["Type"]], _month(one["Date"])
            total, tax = _base(one, "Total"), _base(one, "TotalTax")
            yield Place(entity, dataset, month, "net"), total - tax
            yield Place(entity, dataset, month, "tax"), tax


def _payments(entity: str, payments: Iterable[Record]) -> Iterator[tuple[Place, Decimal]]:
    """At the payment's own rate; one that carries none has moved its amount on a bank account in base currency."""
    for one in payments:
        if one["Status"] == "AUTHORISED":
            amount = _base(one, "Amount") if one.get("CurrencyRate") else Decimal(one["BankAmount"])
            yield Place(entity, "payments", _month(one["Date"]), "net"), amount


def _base(record: Record, field: str) -> Decimal:
    rate = Decimal(record.get("CurrencyRate") or 1)
    return (Decimal(record[field]) / rate).quantize(_CENT, ROUND_HALF_UP)


def _month(date: str) -> str:
    found = _WIRE_DATE.match(date)
    if found is None:
        raise ValueError(f"{date!r} is no date of Xero's")
    return f"{_EPOCH + timedelta(milliseconds=int(found[1])):%Y-%m}"
