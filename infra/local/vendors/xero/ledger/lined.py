"""Documents with lines: invoices, bills, credit notes and bank transactions.

The control account takes Total / rate, the tax account TotalTax / rate, the last line what is left. A document whose
Total is not what its lines add up to has the difference on the rounding account. (As on a real ledger, to the cent.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from infra.local.vendors.xero.ledger.chart import LedgerAccount
from infra.local.vendors.xero.ledger.context import Context, Fields, day_of
from infra.local.vendors.xero.ledger.money import amount, in_base, rate_of
from infra.local.vendors.xero.ledger.posting import Leg, Posting, total, worth_posting


@dataclass(frozen=True)
class Line:
    """A line that has an account; ``net`` and ``tax`` are in the document's currency."""

    account: LedgerAccount
    net: Decimal
    tax: Decimal
    fields: Fields


def lines_of(record: Fields, context: Context, fallback: LedgerAccount | None = None) -> list[Line]:
    """The document's lines; those that only describe are left out, unless there is an account for them."""
    inclusive = record.get("LineAmountTypes") == "Inclusive"
    found: list[Line] = []
    for line in record.get("LineItems") or record.get("JournalLines") or ():
        account = context.chart.named(line) or fallback
        if account:
            tax = amount(line, "TaxAmount")
            found.append(Line(account, amount(line, "LineAmount") - (tax if inclusive else 0), tax, line))
    return found


def document_posting(
    record: Fields, context: Context, *, source: tuple[str, str], control: LedgerAccount, sign: int, lines: list[Line]
) -> Posting:
    """The posting of one document; ``sign`` is 1 where the control account is debited."""
    control_leg = Leg(control.account_id, sign * in_base(_whole(record, lines), rate_of(record)))
    others = (leg.times(-sign) for leg in other_legs(record, context, lines))
    legs = worth_posting((control_leg, *others))
    return Posting(*source, day_of(record), legs, str(record.get("Reference") or ""))


def other_legs(record: Fields, context: Context, lines: Sequence[Line]) -> list[Leg]:
    """Everything but the control account, in base currency; they add up to Total / rate exactly."""
    rate, whole = rate_of(record), _whole(record, lines)
    tax = amount(record, "TotalTax") if "TotalTax" in record else total(line.tax for line in lines)
    odd = whole - tax - total(line.net for line in lines)
    tax_leg = Leg(context.chart.system("GST").account_id, in_base(tax, rate))
    odd_leg = Leg(context.chart.system("ROUNDING").account_id, in_base(odd, rate))
    left = in_base(whole, rate) - tax_leg.net - odd_leg.net
    if not lines:
        return [tax_leg, Leg(odd_leg.account_id, odd_leg.net + left)]
    return [tax_leg, odd_leg, *_shared_out(left, lines, rate)]


def _whole(record: Fields, lines: Sequence[Line]) -> Decimal:
    return amount(record, "Total") if "Total" in record else total(line.net + line.tax for line in lines)


def _shared_out(left: Decimal, lines: Sequence[Line], rate: Decimal) -> Iterator[Leg]:
    """The lines' legs; the last one takes what is left of ``left``."""
    for line in lines[:-1]:
        leg = line_leg(line, in_base(line.net, rate), rate)
        left -= leg.net
        yield leg
    yield line_leg(lines[-1], left, rate)


def line_leg(line: Line, net: Decimal, rate: Decimal) -> Leg:
    """A line's leg of this much."""
    return Leg(
        line.account.account_id,
        net,
        in_base(line.tax, rate),
        line.fields.get("TaxType"),
        line.fields.get("Description"),
        tuple(line.fields.get("Tracking") or ()),
    )
