"""Credit notes, overpayments and prepayments set against invoices.

The first two moved the control account when they were made, so only a difference of rates is left to post. A prepayment
is on the accounts of its lines until then: the allocation takes it off them.
"""

from collections.abc import Iterator

from infra.local.vendors.xero.ledger.context import Context, Fields, day_of
from infra.local.vendors.xero.ledger.money import amount, in_base, rate_of
from infra.local.vendors.xero.ledger.portions import portion_of
from infra.local.vendors.xero.ledger.posting import Leg, Posting, total, worth_posting

# type of what is allocated -> source type, control account of the invoice, 1 where the allocation credits it
_TYPES = {
    "ACCRECCREDIT": ("ACCRECCREDIT", "DEBTORS", 1),
    "ACCPAYCREDIT": ("ACCPAYCREDIT", "CREDITORS", -1),
    "RECEIVE-OVERPAYMENT": ("AROVERPAYMENT", "DEBTORS", 1),
    "SPEND-OVERPAYMENT": ("APOVERPAYMENT", "CREDITORS", -1),
    "RECEIVE-PREPAYMENT": ("ARPREPAYMENT", "DEBTORS", 1),
    "SPEND-PREPAYMENT": ("APPREPAYMENT", "CREDITORS", -1),
}
_IDS = ("CreditNoteID", "OverpaymentID", "PrepaymentID")


def allocation_postings(record: Fields, context: Context) -> Iterator[Posting]:
    """A posting per allocation; without legs where nothing is left to post."""
    kind = str(record.get("Type"))
    if kind not in _TYPES:
        return
    source_type, system, sign = _TYPES[kind]
    source = (source_type, str(next(record[name] for name in _IDS if name in record)))
    for allocation in record.get("Allocations") or ():
        legs = [leg.times(sign) for leg in _legs(record, allocation, context, system)]
        yield Posting(*source, day_of(allocation if allocation.get("Date") else record), worth_posting(legs))


def _legs(record: Fields, allocation: Fields, context: Context, system: str) -> Iterator[Leg]:
    part = amount(allocation, "Amount" if "Amount" in allocation else "AppliedAmount")
    invoice = context.about(allocation, "Invoice") or {}
    given = in_base(part, rate_of(record))
    taken = in_base(part, rate_of(invoice)) if invoice.get("CurrencyRate") else given
    control = context.chart.system(system).account_id
    if "PREPAYMENT" in str(record["Type"]):
        portion = portion_of(record, context, part, given)
        yield from portion
        given = total(leg.net for leg in portion)
        yield Leg(control, -taken)
    else:
        yield Leg(control, given - taken)
    yield Leg(context.chart.system("REALISEDCURRENCYGAIN").account_id, taken - given)
