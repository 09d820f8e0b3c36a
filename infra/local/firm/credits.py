"""Credit notes: parts of invoices and bills taken back, most of them allocated, some paid out.

Source: Xero, Credit Notes: amounts are positive; what is allocated lowers the invoice's AmountDue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from random import Random

from infra.local.firm.dice import chance, new_id
from infra.local.firm.masters import Masters
from infra.local.firm.model import ZERO, Document, Entry, Line, Payment
from infra.local.firm.occasions import bank_in, stamp

_SHARE = 0.03


@dataclass(frozen=True)
class Credit:
    """A credit note and where it went: to an invoice, back as money, or nowhere yet."""

    document: Document
    allocated_to: Document | None = None
    refund: Payment | None = None


def credited(masters: Masters, entries: Sequence[Entry], rng: Random) -> tuple[list[Entry], list[Credit]]:
    """The entries with what was credited on them, and the credit notes."""
    open_ = [n for n, entry in enumerate(entries) if entry.document.status == "AUTHORISED" and _lines(entry.document)]
    chosen = rng.sample(open_, min(ceil(_SHARE * len(entries)), len(open_)))
    changed, notes = list(entries), []
    for number, place in enumerate(sorted(chosen), start=1):
        credit = _credit(masters, entries[place], number, rng)
        notes.append(credit)
        if credit.allocated_to:
            changed[place] = replace(entries[place], credited=credit.document.total)
    return changed, notes


def _credit(masters: Masters, entry: Entry, number: int, rng: Random) -> Credit:
    invoice = entry.document
    kind = f"{invoice.type}CREDIT"
    id_ = new_id(masters.books.tenant_id, kind, number)
    line = _lines(invoice)[0]
    document = replace(
        invoice,
        document_id=id_,
        type=kind,
        number=f"CN-{number:04d}",
        reference=invoice.number,
        status="AUTHORISED",
        lines=(replace(line, line_id=new_id(masters.books.tenant_id, "credited", line.line_id)),),
        updated=stamp(masters, invoice.day, rng),
    )
    if document.total <= entry.due:
        return Credit(document, allocated_to=invoice)
    return Credit(document, refund=_refund(masters, document, rng) if chance(rng, 0.5) else None)


def _refund(masters: Masters, note: Document, rng: Random) -> Payment:
    bank = bank_in(masters, note.currency)
    return Payment(
        payment_id=new_id(masters.books.tenant_id, "refund", note.document_id),
        day=note.day,
        amount=note.total,
        bank_amount=note.total if bank.currency == note.currency else note.in_base(note.total),
        rate=note.rate,
        account=bank,
        reference=note.number,
        updated=stamp(masters, note.day, rng),
    )


def _lines(document: Document) -> list[Line]:
    """Those that can be taken back."""
    return [line for line in document.lines if line.account and line.amount > ZERO]
