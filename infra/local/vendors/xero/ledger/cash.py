"""The books on a cash basis: a sale or a purchase counts when it is paid, in proportion, at what the money was worth.

Source: Xero, Reports, paymentsOnly; Manual Journals, ShowOnCashBasisReports.
"""

from collections.abc import Iterator
from dataclasses import replace

from infra.local.vendors.xero.ledger.allocations import Allocation, allocations_of
from infra.local.vendors.xero.ledger.context import Context, Fields
from infra.local.vendors.xero.ledger.money import amount, in_base, rate_of
from infra.local.vendors.xero.ledger.moved import DOCUMENTS
from infra.local.vendors.xero.ledger.portions import portion_of
from infra.local.vendors.xero.ledger.posting import Leg, Posting, worth_posting
from infra.local.vendors.xero.ledger.rules import RULES

_ALLOCATED = ("CreditNotes", "Overpayments", "Prepayments")


def cash_postings(name: str, record: Fields, context: Context) -> Iterator[Posting]:
    """What the record of this collection posts on a cash basis, if anything."""
    rule = RULES[name]
    if not rule.stands(record) or name == "Invoices":
        return
    if name in _ALLOCATED:
        if rule.knows(record):
            yield from _allocated(record, context)
        return
    for posting in rule.postings(record, context):
        if name == "Payments":
            yield _paid(record, posting, context)
        elif record.get("ShowOnCashBasisReports") is not False:
            yield posting


def _paid(record: Fields, posting: Posting, context: Context) -> Posting:
    """The bank's leg, and the lines of what was paid in place of its control account."""
    about = context.about(record, *DOCUMENTS)
    bank = posting.legs[0]
    sign = 1 if bank.net > 0 else -1
    portion = portion_of(about, context, amount(record, "Amount"), abs(bank.net)) if about else []
    if not portion or "OVERPAYMENT" in str(record["PaymentType"]):
        return posting
    return replace(posting, legs=(bank, *(leg.times(-sign) for leg in portion)))


def _allocated(record: Fields, context: Context) -> Iterator[Posting]:
    """What was set against an invoice gives up its own lines for those of the invoice."""
    for allocation in allocations_of(record, context):
        legs = [leg.times(allocation.sign) for leg in _exchanged(record, allocation, context)]
        yield Posting(*allocation.source, allocation.day, worth_posting(legs))


def _exchanged(record: Fields, allocation: Allocation, context: Context) -> Iterator[Leg]:
    worth = in_base(allocation.part, rate_of(record))
    own = [] if "OVERPAYMENT" in str(record["Type"]) else portion_of(record, context, allocation.part, worth)
    yield from own or [Leg(allocation.control, worth)]
    theirs = portion_of(allocation.invoice, context, allocation.part, worth) or [Leg(allocation.control, worth)]
    yield from (leg.times(-1) for leg in theirs)
