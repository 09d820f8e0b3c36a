"""One organisation while somebody works in it: finding a document that suits an edit, and its totals. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Record = Mapping[str, Any]

_ZERO = Decimal(0)


class NothingSuits(Exception):
    """The firm is too small for the story; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """An organisation's records as they are now."""

    entity: str
    tenant: str
    invoices: Sequence[Record]
    accounts: Sequence[Record]
    categories: Sequence[Record]

    def unpaid(self, type_: str, lines: int = 1) -> Iterator[Record]:
        """Approved documents without payments and with at least so many lines with an amount, newest first."""
        found = (
            one
            for one in self.invoices
            if one["Type"] == type_
            and one["Status"] == "AUTHORISED"
            and not one["AmountPaid"]
            and len(priced(one)) >= lines
        )
        return iter(sorted(found, key=lambda one: str(one["DateString"]), reverse=True))

    def next_number(self, example: str) -> str:
        """The number after the highest of the same prefix and width."""
        prefix = example.rstrip("0123456789")
        width = len(example) - len(prefix)
        pattern = re.compile(rf"{re.escape(prefix)}(\d{{{width}}})")
        used = [int(found[1]) for one in self.invoices if (found := pattern.fullmatch(one["InvoiceNumber"]))]
        return f"{prefix}{max(used) + 1:0{width}d}"


def first(what: str, ledgers: Iterable[Ledger], find: Callable[[Ledger], Iterator[Record]]) -> tuple[Ledger, Record]:
    """The first record that suits, and whose it is; raises NothingSuits naming ``what`` there is none of."""
    for ledger in ledgers:
        for record in find(ledger):
            return ledger, record
    raise NothingSuits(f"The demo firm has no {what} at this scale")


def priced(document: Record) -> list[Record]:
    """The lines that carry an amount."""
    return [line for line in document["LineItems"] if line.get("LineAmount")]


def totals(lines: Iterable[Record], line_amounts: str) -> dict[str, Decimal]:
    """The header fields that follow from a document's lines when nothing is paid on it."""
    listed = list(lines)
    tax = sum((Decimal(line.get("TaxAmount", 0)) for line in listed), _ZERO)
    given = sum((Decimal(line.get("LineAmount", 0)) for line in listed), _ZERO)
    net = given - tax if line_amounts == "Inclusive" else given
    return {"SubTotal": net, "TotalTax": tax, "Total": net + tax, "AmountDue": net + tax}
