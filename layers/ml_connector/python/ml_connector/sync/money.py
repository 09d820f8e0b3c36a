"""Document currency into base currency, so that the lines of a document add up as the ledger adds them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)
ONE = Decimal(1)


def to_base(amount: Decimal, rate: Decimal) -> Decimal:
    """``amount`` in base currency, to the cent.

    ``rate`` is foreign units per base unit, so the amount is divided. Source: Xero, Invoices, CurrencyRate; a real
    ledger's foreign invoices equal their journals by division and never by multiplication.
    """
    return (amount / rate).quantize(CENT, ROUND_HALF_UP)


def digits(value: Decimal | None) -> str:
    """Without exponent and without needless zeros, so that an equal amount is always the same text; empty for None."""
    if not value:
        return "" if value is None else "0"
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if text[-1] == "0" and "." in text else text


def lines_to_base(amounts: Sequence[Decimal], rate: Decimal, total: Decimal) -> list[Decimal]:
    """Each amount in base currency; the last one takes the rest, so that they add up to ``total``, which is in base.

    Xero's ledger converts the document's total and its tax and leaves the cents to the lines: rounding each line
    alone misses about one foreign invoice in eighteen by a cent.
    """
    if not amounts:
        return []
    converted = [to_base(amount, rate) for amount in amounts[:-1]]
    return [*converted, total - sum(converted, ZERO)]


def base_totals(
    net: Decimal, tax: Decimal, total: Decimal, total_tax: Decimal, rate: Decimal
) -> tuple[Decimal, Decimal]:
    """What the net amounts and the taxes of a document's lines have to add up to in base currency.

    net, tax           sums over the lines, in the document's currency
    total, total_tax   as the document states them; a cent that the lines do not explain is the vendor's own rounding,
                       which it posts elsewhere, and is left out
    """
    rounding = total - total_tax - net
    base_net = to_base(total, rate) - to_base(total_tax, rate) - to_base(rounding, rate)
    return base_net, to_base(total_tax, rate) - to_base(total_tax - tax, rate)
