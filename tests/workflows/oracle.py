"""The books, worked out from Xero's records alone: what the model has to hold, by Xero's rules and not by our code.

Source: Xero, Accounting API, Invoices: CurrencyRate is foreign units per base unit, amounts may include tax; the ledger
converts a document's total and its tax and leaves the cents to the last line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from infra.local.vendors.xero.books.tenant import Tenant

Fields = Mapping[str, Any]

CENT = Decimal("0.01")
LIVE = ("AUTHORISED", "PAID")
_READ = ("Organisation", "Accounts", "TrackingCategories", "Invoices", "Payments")
TYPES = {"invoices": "ACCREC", "bills": "ACCPAY"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, order=True)
class Figures:
    """One line: where it belongs and what it amounts to, net of tax."""

    account: str
    period: str
    amount: Decimal
    base_amount: Decimal
    tax: Decimal = Decimal(0)
    base_tax: Decimal = Decimal(0)
    department: str = ""
    region: str = ""

    @property
    def nothing(self) -> bool:
        """Whether the line adds nothing to any total."""
        return not (self.amount or self.base_amount or self.tax or self.base_tax)


class Books:
    """One organisation as the model should show it under an entity's code."""

    def __init__(self, tenant: Tenant, entity: str) -> None:
        self._entity = entity
        self._records = {name: tenant[name].records() for name in _READ}  # as they are now, whatever happens later
        self._base = str(self._records["Organisation"][0]["BaseCurrency"])

    def lines(self, dataset: str) -> dict[str, Figures]:
        """Every line with figures, by the code of its member."""
        found = self._payments() if dataset == "payments" else self._documents(TYPES[dataset])
        every = list(found)
        lines = dict(every)
        assert len(lines) == len(every), "the books name a line twice"
        return {key: figures for key, figures in lines.items() if not figures.nothing}

    def totals(self, dataset: str) -> dict[tuple[str, str], Decimal]:
        """Base amounts by account and month."""
        return totals(self.lines(dataset))

    def documents(self, dataset: str) -> dict[str, Decimal]:
        """What each live document comes to in base currency, tax included, by its id."""
        if dataset == "payments":
            return {
                record["PaymentID"]: self._in_base(record, _paid(record))
                for record in self._records["Payments"]
                if record["Status"] in LIVE
            }
        return {
            record["InvoiceID"]: self._in_base(record, record["Total"])
            for record in self._records["Invoices"]
            if record["Type"] == TYPES[dataset] and record["Status"] in LIVE
        }

    def accounts(self) -> dict[str, tuple[str, str, str]]:
        """Code, type and status of every account, by the code of its member."""
        return {
            f"{self._entity}:{one['AccountID']}": (one.get("Code", ""), one["Type"], one["Status"])
            for one in self._records["Accounts"]
        }

    def options(self) -> dict[str, tuple[str, str]]:
        """Category and status of every tracking option that Xero still lists, by the code of its member."""
        return {
            f"{self._entity}:{option['TrackingOptionID']}": (category["Name"], option["Status"])
            for category in self._records["TrackingCategories"]
            for option in category["Options"]
        }

    def count(self, dataset: str) -> int:
        """All documents, drafts and dead ones too."""
        if dataset == "payments":
            return len(self._records["Payments"])
        return sum(record["Type"] == TYPES[dataset] for record in self._records["Invoices"])

    def drafts(self) -> set[str]:
        """The lines of documents that are not in the books yet, by the code that their members would have."""
        drafts = (record for record in self._records["Invoices"] if record["Status"] in ("DRAFT", "SUBMITTED"))
        return {f"{self._entity}-{line['LineItemID']}" for record in drafts for line in record["LineItems"]}

    def _documents(self, kind: str) -> Iterator[tuple[str, Figures]]:
        for document in self._records["Invoices"]:
            if document["Type"] == kind and document["Status"] in LIVE:
                yield from self._lines(document)

    def _lines(self, document: Fields) -> Iterator[tuple[str, Figures]]:
        """The last line takes what the document's total and tax leave over."""
        lines = [line for line in document["LineItems"] if line.get("LineAmount") or line.get("AccountID")]
        inclusive = document["LineAmountTypes"] == "Inclusive"
        taxes = [Decimal(line.get("TaxAmount", 0)) for line in lines]
        nets = [Decimal(line["LineAmount"]) - (tax if inclusive else 0) for line, tax in zip(lines, taxes, strict=True)]
        base_tax = self._in_base(document, document["TotalTax"])
        base_taxes = self._shared(document, taxes, base_tax)
        base_nets = self._shared(document, nets, self._in_base(document, document["Total"]) - base_tax)
        for line, net, tax, base, of_tax in zip(lines, nets, taxes, base_nets, base_taxes, strict=True):
            tags = {tag["Name"]: f"{self._entity}:{tag['TrackingOptionID']}" for tag in line.get("Tracking", ())}
            yield (
                f"{self._entity}-{line['LineItemID']}",
                Figures(
                    f"{self._entity}:{self._account_of(line)}",
                    _month(document),
                    net,
                    base,
                    tax,
                    of_tax,
                    tags.get("Department", ""),
                    tags.get("Region", ""),
                ),
            )

    def _shared(self, document: Fields, amounts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
        first = [self._in_base(document, amount) for amount in amounts[:-1]]
        return [*first, total - sum(first, Decimal(0))] if amounts else []

    def _payments(self) -> Iterator[tuple[str, Figures]]:
        for payment in self._records["Payments"]:
            if payment["Status"] in LIVE:
                yield (
                    f"{self._entity}-{payment['PaymentID']}",
                    Figures(
                        f"{self._entity}:{payment['Account']['AccountID']}",
                        _month(payment),
                        _paid(payment),
                        self._in_base(payment, _paid(payment)),
                    ),
                )

    def _in_base(self, document: Fields, amount: Decimal) -> Decimal:
        about = document.get("Invoice") or document.get("CreditNote") or {}
        currency = document.get("CurrencyCode") or about.get("CurrencyCode", self._base)
        if currency == self._base:
            return Decimal(amount)
        return (Decimal(amount) / Decimal(document["CurrencyRate"])).quantize(CENT, ROUND_HALF_UP)

    def _account_of(self, line: Fields) -> str:
        if "AccountID" in line:
            return str(line["AccountID"])
        return next(
            str(one["AccountID"]) for one in self._records["Accounts"] if one.get("Code") == line["AccountCode"]
        )


def totals(lines: Mapping[str, Figures]) -> dict[tuple[str, str], Decimal]:
    """Base amounts by account and month, without those that are nil."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines.values():
        key = (line.account, line.period)
        sums[key] = sums.get(key, Decimal(0)) + line.base_amount
    return {key: amount for key, amount in sums.items() if amount}


def _paid(payment: Fields) -> Decimal:
    """What is paid on a credit note is given back."""
    return Decimal(payment["Amount"]) * (-1 if "CreditNote" in payment else 1)


def _month(document: Fields) -> str:
    milliseconds = int(document["Date"].removeprefix("/Date(").split("+")[0])
    day = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    return f"{_MONTHS[day.month - 1]} {day:%y}"
