"""Which records post, and how: one rule per collection.

Source: Xero, Journals, SourceType; the effect of each is ordinary double entry, checked against a real ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from infra.local.vendors.xero.ledger.allocations import allocation_postings
from infra.local.vendors.xero.ledger.context import Context, Fields, day_of
from infra.local.vendors.xero.ledger.lined import document_posting, line_leg, lines_of
from infra.local.vendors.xero.ledger.money import ZERO, in_base, rate_of, rounded
from infra.local.vendors.xero.ledger.moved import payment_posting, transfer_posting
from infra.local.vendors.xero.ledger.posting import Leg, Posting, total, worth_posting

# type of document -> control account, and whether it is debited
_CONTROLS = {
    "ACCREC": ("DEBTORS", 1),
    "ACCPAY": ("CREDITORS", -1),
    "ACCRECCREDIT": ("DEBTORS", -1),
    "ACCPAYCREDIT": ("CREDITORS", 1),
}
_MONEY = {
    "RECEIVE": ("CASHREC", "BankTransactionID", ""),
    "SPEND": ("CASHPAID", "BankTransactionID", ""),
    "RECEIVE-OVERPAYMENT": ("AROVERPAYMENT", "OverpaymentID", "DEBTORS"),
    "SPEND-OVERPAYMENT": ("APOVERPAYMENT", "OverpaymentID", "CREDITORS"),
    "RECEIVE-PREPAYMENT": ("ARPREPAYMENT", "PrepaymentID", ""),
    "SPEND-PREPAYMENT": ("APPREPAYMENT", "PrepaymentID", ""),
}


@dataclass(frozen=True)
class Rule:
    """How a collection posts: ``live`` records stand, ``undone`` ones were posted and taken back, others never were."""

    make: Callable[[Fields, Context], Iterable[Posting]]
    live: tuple[str, ...]
    undone: tuple[str, ...]

    def postings(self, record: Fields, context: Context) -> list[Posting]:
        """What the record has posted, whether or not it still stands."""
        return [posting for posting in self.make(record, context) if posting.legs] if self.knows(record) else []

    def knows(self, record: Fields) -> bool:
        """Whether the record was ever posted: a draft was not."""
        return record.get("Status") in (None, *self.live, *self.undone)

    def stands(self, record: Fields) -> bool:
        """Whether what was posted still stands."""
        return record.get("Status") not in self.undone


def _document(record: Fields, context: Context) -> Iterable[Posting]:
    kind = str(record.get("Type"))
    if kind not in _CONTROLS:
        return
    system, sign = _CONTROLS[kind]
    source = (kind, str(record.get("CreditNoteID") or record.get("InvoiceID")))
    control = context.chart.system(system)
    yield document_posting(record, context, source=source, control=control, sign=sign, lines=lines_of(record, context))


def _credit_note(record: Fields, context: Context) -> Iterable[Posting]:
    yield from _document(record, context)
    yield from allocation_postings(record, context)


def _bank_transaction(record: Fields, context: Context) -> Iterable[Posting]:
    """Transfers are posted as bank transfers; over- and prepayments here, where their money is."""
    kind = str(record.get("Type"))
    bank = context.chart.named(record.get("BankAccount") or {})
    if kind not in _MONEY or bank is None:
        return
    source_type, id_field, system = _MONEY[kind]
    source = (source_type, str(record.get(id_field) or record["BankTransactionID"]))
    lines = lines_of(record, context, context.chart.system(system) if system else None)
    sign = 1 if kind.startswith("RECEIVE") else -1
    yield document_posting(record, context, source=source, control=bank, sign=sign, lines=lines)


def _manual_journal(record: Fields, context: Context) -> Iterable[Posting]:
    rate, lines = rate_of(record), lines_of(record, context)
    tax = total(line.tax for line in lines)
    legs = [line_leg(line, rounded(line.net), rate) for line in lines]
    legs.append(Leg(context.chart.system("GST").account_id, in_base(tax, rate)))
    rest = -total(leg.net for leg in legs)
    if rest != ZERO:
        legs.append(Leg(context.chart.system("ROUNDING").account_id, rest))
    reference = str(record.get("Narration") or "")
    yield Posting("MANJOURNAL", str(record["ManualJournalID"]), day_of(record), worth_posting(legs), reference)


def _payment(record: Fields, context: Context) -> Iterable[Posting]:
    yield from payment_posting(record, context)


def _transfer(record: Fields, context: Context) -> Iterable[Posting]:
    yield from transfer_posting(record, context)


RULES = {
    "Invoices": Rule(_document, ("AUTHORISED", "PAID"), ("VOIDED",)),
    "CreditNotes": Rule(_credit_note, ("AUTHORISED", "PAID"), ("VOIDED",)),
    "Payments": Rule(_payment, ("AUTHORISED",), ("DELETED",)),
    "BankTransactions": Rule(_bank_transaction, ("AUTHORISED",), ("DELETED", "VOIDED")),
    "BankTransfers": Rule(_transfer, ("AUTHORISED",), ("DELETED",)),
    "Overpayments": Rule(allocation_postings, ("AUTHORISED", "PAID"), ("VOIDED",)),
    "Prepayments": Rule(allocation_postings, ("AUTHORISED", "PAID"), ("VOIDED",)),
    "ManualJournals": Rule(_manual_journal, ("POSTED",), ("VOIDED",)),
}
