"""What moves on bank accounts without an invoice: purchases by card, fees and interest, transfers, and money too early
or too much.

Over- and prepayments and transfers stand among the bank transactions as well, as at Xero.
Source: Xero, BankTransactions, types; Overpayments; Prepayments; BankTransfers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from infra.local.firm.dice import new_id
from infra.local.firm.lines import LineWriter
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Contact, Document, Line
from infra.local.firm.occasions import local, month_end, months, some, some_day, stamp
from infra.local.firm.sides import SIDES

_CARD_PURCHASES, _REFUNDS, _OVERPAID, _PREPAID = 0.12, 0.012, 0.004, 0.006
"""Shares of the bills and invoices of a year."""


@dataclass(frozen=True)
class Banked:
    """A document that moves a bank account."""

    document: Document
    account: Account


@dataclass(frozen=True)
class Transfer:
    """Money from one bank account to another, both in the base currency."""

    transfer_id: str
    day: date
    amount: Decimal
    source: Account
    target: Account
    updated: datetime


class Treasurer:
    """Draws all of it for one organisation."""

    def __init__(self, masters: Masters, scale: float, rng: Random) -> None:
        self._masters, self._scale, self._rng = masters, scale, rng
        base = [bank for bank in masters.chart.banks if bank.currency == masters.books.base_currency]
        self._main, self._cards = base[0], base[-1]

    def transactions(self) -> Iterator[Banked]:
        """Money spent and received; a supplier's refund comes back onto the cards."""
        books = self._masters.books
        for n in range(some(_CARD_PURCHASES * books.bills, self._scale)):
            yield Banked(self._purchase("SPEND", n), self._cards)
        for n in range(some(_REFUNDS * books.bills, self._scale)):
            yield Banked(self._purchase("RECEIVE", n), self._cards)
        for month in months(self._masters, self._scale):
            yield Banked(self._monthly("SPEND", "404", "Account fee", month, (1800, 6500)), self._main)
            yield Banked(self._monthly("RECEIVE", "270", "Interest", month, (900, 88000)), self._main)

    def advances(self) -> Iterator[Banked]:
        """Customers who pay too much, and rent and insurance that are paid ahead."""
        books, masters = self._masters.books, self._masters
        receivable, ahead = masters.chart.by_code["610"], masters.chart.by_code["620"]
        for n in range(some(_OVERPAID * books.invoices, self._scale)):
            customer = local(masters, masters.contacts.customers, self._rng)
            yield self._advance("RECEIVE-OVERPAYMENT", n, customer, receivable, (1000, 250000))
        for n in range(some(_PREPAID * books.bills, self._scale)):
            supplier = local(masters, masters.contacts.suppliers, self._rng)
            yield self._advance("SPEND-PREPAYMENT", n, supplier, ahead, (40000, 1900000))

    def transfers(self) -> Iterator[Transfer]:
        """The cards are settled at the end of each month."""
        for month in months(self._masters, self._scale):
            day = month_end(month)
            yield Transfer(
                new_id(self._masters.books.tenant_id, "transfer", day.isoformat()),
                day,
                Decimal(self._rng.randint(300000, 2500000)).scaleb(-2),
                self._main,
                self._cards,
                stamp(self._masters, day, self._rng),
            )

    def _purchase(self, kind: str, n: int) -> Document:
        masters, side, rng = self._masters, SIDES[1], self._rng
        day, id_ = some_day(masters, rng), new_id(masters.books.tenant_id, kind, n)
        style = rng.choice(("Inclusive", "Inclusive", "Exclusive"))
        lines = LineWriter(rng, masters, side, id_, day, style, zero_rated=False).lines()
        return self._document(kind, id_, local(masters, masters.contacts.suppliers, rng), day, style, lines)

    def _monthly(self, kind: str, code: str, text: str, month: date, cents: tuple[int, int]) -> Document:
        masters, day = self._masters, month_end(month)
        id_ = new_id(masters.books.tenant_id, kind, code, day.isoformat())
        bank = local(masters, masters.contacts.suppliers, self._rng)
        return self._document(kind, id_, bank, day, "NoTax", (self._line(id_, f"{text} {month:%Y-%m}", code, cents),))

    def _advance(self, kind: str, n: int, contact: Contact, account: Account, cents: tuple[int, int]) -> Banked:
        masters, id_ = self._masters, new_id(self._masters.books.tenant_id, kind, n)
        text = kind.partition("-")[2].capitalize()
        line = self._line(id_, text, account.code or "", cents)
        document = self._document(kind, id_, contact, some_day(masters, self._rng), "NoTax", (line,))
        return Banked(document, self._main)

    def _line(self, id_: str, text: str, code: str, cents: tuple[int, int]) -> Line:
        amount = Decimal(self._rng.randint(*cents)).scaleb(-2)
        account = self._masters.chart.by_code[code]
        line_id = new_id(self._masters.books.tenant_id, "line", id_, 0)
        return Line(line_id, text, Decimal("1.0000"), amount, amount, account=account)

    def _document(
        self, kind: str, id_: str, contact: Contact, day: date, style: str, lines: tuple[Line, ...]
    ) -> Document:
        masters = self._masters
        return Document(
            document_id=id_,
            type=kind,
            number="",
            reference="",
            contact=contact,
            day=day,
            due=day,
            line_amounts=style,
            currency=masters.books.base_currency,
            rate=masters.rates.on(masters.books.base_currency, day),
            status="AUTHORISED",
            lines=lines,
            updated=stamp(masters, day, self._rng),
        )
