"""A year of sales invoices and bills of one organisation, before payments.

Knows dates, numbers, currencies and statuses; leaves lines to `lines` and what was paid to `payments`.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from infra.local.firm.dice import chance, new_id
from infra.local.firm.formats import midnight
from infra.local.firm.lines import LineWriter
from infra.local.firm.masters import Masters
from infra.local.firm.model import Contact, Document
from infra.local.firm.sides import Side

# Dates are drawn from a little less than a year: a weekend's is moved back to its Friday, and must stay within it.
_SPAN = 362
_FRIDAY = 4
_SETTLED = 40  # days after which nothing is left in draft
_NEW, _OLD = (86, 1.2, 0.8, 7, 5), (98, 1.2, 0.8, 0, 0)
_RARE = ("DRAFT", "SUBMITTED", "VOIDED", "DELETED")  # the newest documents have these, so that each occurs in any firm
LONG_TEXT = 2000


def documents_of(masters: Masters, side: Side, count: int, rng: Random) -> list[Document]:
    """`count` documents in the order of their dates and numbers."""
    days = sorted(_working_day(masters.as_of - timedelta(days=rng.randrange(_SPAN)), rng) for _ in range(count))
    drawn = [_document(masters, side, n, day, rng) for n, day in enumerate(days, start=1)]
    plain, newest = drawn[: -len(_RARE)], drawn[-len(_RARE) :]
    rare = [replace(document, status=status) for document, status in zip(newest, _RARE, strict=False)]
    return [*_with_long_text(plain[:1]), *plain[1:], *rare]


def _document(masters: Masters, side: Side, n: int, day: date, rng: Random) -> Document:
    contact = _contact(masters, side, day, rng)
    document_id = new_id(masters.books.tenant_id, side.type, n)
    abroad = contact.currency != masters.books.base_currency
    line_amounts = rng.choices(("Exclusive", "Inclusive", "NoTax"), (75, 20, 5))[0]
    writer = LineWriter(rng, masters, side, document_id, day, line_amounts, abroad and chance(rng, 0.7))
    status = _status((masters.as_of - day).days, rng)
    return Document(
        document_id=document_id,
        type=side.type,
        number=_number(masters, side, n, rng),
        reference=_reference(contact, rng),
        contact=contact,
        day=day,
        due=day + timedelta(days=rng.choice((14, 30, 30, 30, 45))),
        line_amounts=line_amounts,
        currency=contact.currency,
        rate=masters.rates.on(contact.currency, day),
        status=status,
        lines=writer.lines(),
        updated=min(_entered(masters, day, status, rng), masters.last_instant),
    )


def _contact(masters: Masters, side: Side, day: date, rng: Random) -> Contact:
    contacts = side.contacts(masters)
    contact = rng.choice(contacts)
    return contacts[0] if contact.status == "ARCHIVED" and day >= masters.closing else contact


def _working_day(day: date, rng: Random) -> date:
    weekend = day.weekday() > _FRIDAY and chance(rng, 0.9)
    return day - timedelta(days=day.weekday() - _FRIDAY) if weekend else day


def _status(age: int, rng: Random) -> str:
    """Drafts are recent; what was voided or deleted may be of any age (in days)."""
    return rng.choices(("AUTHORISED", "VOIDED", "DELETED", "DRAFT", "SUBMITTED"), _NEW if age < _SETTLED else _OLD)[0]


def _number(masters: Masters, side: Side, n: int, rng: Random) -> str:
    """Ours count up; a bill has its supplier's, which may be missing, zero-padded or the same as another's.

    Source: Xero, Invoices: InvoiceNumber is unique for ACCREC only.
    """
    if side.is_sale:
        return f"{masters.books.number_prefix}{n:05d}"
    form = rng.choices(("{:d}", "{:08d}", "RB{:07d}", "2026/{:d}", ""), (40, 25, 20, 12, 3))[0]
    return form.format(rng.randint(1, 20_000))


def _reference(contact: Contact, rng: Random) -> str:
    return f"PO {contact.name[:12].strip()}, {rng.randint(100, 999)}" if chance(rng, 0.4) else ""


def _entered(masters: Masters, day: date, status: str, rng: Random) -> datetime:
    """When the document was last touched by a person: soon after its date, later if it was taken back."""
    late = rng.randint(2, 25) if status in ("VOIDED", "DELETED") else rng.choices((0, 1, 3), (80, 15, 5))[0]
    in_office = timedelta(milliseconds=rng.randrange(9 * 3600 * 1000))
    return midnight(day) + masters.books.opens + timedelta(days=late) + in_office


def _with_long_text(documents: list[Document]) -> list[Document]:
    """The same documents, the first line of each with as long a text as people paste in."""
    clause = 'Scope:\n- site at "The Quay", incl. piers & walls;\n- drawings, 2 sets\n\n'
    text = (clause * (LONG_TEXT // len(clause) + 1))[: LONG_TEXT - 1] + "."
    return [replace(each, lines=(replace(each.lines[0], description=text), *each.lines[1:])) for each in documents]


def count_of(masters: Masters, side: Side, scale: float) -> int:
    return int(Decimal(side.count(masters.books)) * Decimal(str(scale)))
