"""Credit notes, overpayments and prepayments set against invoices.

The first two moved the control account when they were made, so only a difference of rates is left to post. A prepayment
is on the accounts of its lines until then: the allocation takes it off them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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


@dataclass(frozen=True)
class Allocation:
    """A part of a credit note, overpayment or prepayment set against an invoice.

    sign     1 where the allocation credits the control account
    part     in the currency of both documents
    invoice  the whole invoice, or what the allocation says of it
    """

    source: tuple[str, str]
    day: date
    sign: int
    control: str
    part: Decimal
    invoice: Fields


def allocations_of(record: Fields, context: Context) -> Iterator[Allocation]:
    """The record's allocations."""
    kind = str(record.get("Type"))
    if kind not in _TYPES:
        return
    source_type, system, sign = _TYPES[kind]
    source = (source_type, str(next(record[name] for name in _IDS if name in record)))
    control = context.chart.system(system).account_id
    for told in record.get("Allocations") or ():
        part = amount(told, "Amount" if "Amount" in told else "AppliedAmount")
        day = day_of(told if told.get("Date") else record)
        yield Allocation(source, day, sign, control, part, context.about(told, "Invoice") or {})


def allocation_postings(record: Fields, context: Context) -> Iterator[Posting]:
    """A posting per allocation; without legs where nothing is left to post."""
    for allocation in allocations_of(record, context):
        legs = [leg.times(allocation.sign) for leg in _legs(record, allocation, context)]
        yield Posting(*allocation.source, allocation.day, worth_posting(legs))


def _legs(record: Fields, allocation: Allocation, context: Context) -> Iterator[Leg]:
    part, invoice = allocation.part, allocation.invoice
    given = in_base(part, rate_of(record))
    taken = in_base(part, rate_of(invoice)) if invoice.get("CurrencyRate") else given
    if "PREPAYMENT" in str(record["Type"]):
        portion = portion_of(record, context, part, given)
        yield from portion
        given = total(leg.net for leg in portion)
        yield Leg(allocation.control, -taken)
    else:
        yield Leg(allocation.control, given - taken)
    yield Leg(context.chart.system("REALISEDCURRENCYGAIN").account_id, taken - given)
