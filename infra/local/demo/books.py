"""What the books say: each document's totals in base currency, by entity, dataset and month.

Computed from Xero's documents as a bookkeeper would and without the connector's own code: header totals, not lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from infra.local.demo.hand import by_hand
from infra.local.demo.money import banked
from infra.local.demo.wire import Booked, Record, month

Measure = Literal["net", "tax"]

_CENT = Decimal("0.01")
_DATASETS = {
    "ACCREC": "invoices",
    "ACCPAY": "bills",
    "ACCRECCREDIT": "credit_notes",
    "ACCPAYCREDIT": "credit_notes",
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an amount belongs; ``month`` is such as 2026-10."""

    entity: str
    dataset: str
    month: str
    measure: Measure


Amounts = Mapping[Place, Decimal]


def amounts(entity: str, records: Mapping[str, Iterable[Record]]) -> Amounts:
    """The books of one entity in base currency.

    records   by Xero's names of the collections, in any status; what is missing has no amounts
    """
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for one in _everything(records):
        sums[Place(entity, one.dataset, one.month, "net")] += one.net
        if one.tax is not None:
            sums[Place(entity, one.dataset, one.month, "tax")] += one.tax
    return dict(sums)


def _everything(records: Mapping[str, Iterable[Record]]) -> Iterator[Booked]:
    yield from _documents(records.get("Invoices", ()), 1)
    yield from _documents(records.get("CreditNotes", ()), -1)
    yield from _payments(records.get("Payments", ()))
    yield from banked(records)
    yield from by_hand(records)


def _documents(documents: Iterable[Record], sign: int) -> Iterator[Booked]:
    """Xero converts a document's total and its tax, and the net is what is left; credit notes take it back.

    Source: Xero, Invoices, CurrencyRate: foreign units for one unit of the base currency.
    """
    for one in documents:
        if one["Status"] in ("AUTHORISED", "PAID"):
            total, tax = _base(one, "Total"), _base(one, "TotalTax")
            yield Booked(_DATASETS[one["Type"]], month(one["Date"]), sign * (total - tax), sign * tax)


def _payments(payments: Iterable[Record]) -> Iterator[Booked]:
    """At the payment's own rate; one that carries none has moved its amount on a bank account in base currency.

    What is paid on a credit note is money given back.
    """
    for one in payments:
        if one["Status"] == "AUTHORISED":
            amount = _base(one, "Amount") if one.get("CurrencyRate") else Decimal(one["BankAmount"])
            yield Booked("payments", month(one["Date"]), -amount if "CreditNote" in one else amount)


def _base(record: Record, field: str) -> Decimal:
    rate = Decimal(record.get("CurrencyRate") or 1)
    return (Decimal(record[field]) / rate).quantize(_CENT, ROUND_HALF_UP)
