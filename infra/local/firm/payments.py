"""What was paid on a document, and when. Knows dates, parts and banks; never pays more than the total.

Source: Xero, Payments: Amount in the document's currency, BankAmount in the bank account's; a deleted one stays listed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from infra.local.firm.dice import chance, new_id
from infra.local.firm.formats import CENT, midnight, money
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Document, Entry, Payment

_PAY_DAY = 4  # suppliers are paid together, on Fridays
_PARTS, _PART_WEIGHTS = ("whole", "two", "some", "none"), (86, 7, 4, 3)


@dataclass(frozen=True)
class Cashier:
    """Pays documents; what would be paid after `masters.as_of` is still open."""

    masters: Masters
    rng: Random

    def settle(self, document: Document) -> Entry:
        if document.status != "AUTHORISED":
            return Entry(document)
        payments = tuple(self._payments(document, self._parts(document.total)))
        return Entry(document, (*self._undone(payments), *payments))

    def _parts(self, total: Decimal) -> tuple[Decimal, ...]:
        plan = self.rng.choices(_PARTS, _PART_WEIGHTS)[0]
        if total < 2 * CENT or plan == "none":
            return ()
        first = max(money(total * self.rng.randint(20, 80) / 100), CENT)
        return {"whole": (total,), "two": (first, total - first)}.get(plan, (first,))

    def _payments(self, document: Document, parts: tuple[Decimal, ...]) -> list[Payment]:
        days = [self._day(document) + timedelta(days=35 * n) for n in range(len(parts))]
        made = [(n, day, part) for n, (day, part) in enumerate(zip(days, parts, strict=True))]
        return [self._payment(document, n, day, part) for n, day, part in made if day <= self.masters.as_of]

    def _day(self, document: Document) -> date:
        if document.type == "ACCREC":
            return max(document.day, document.due + timedelta(days=self.rng.randint(-12, 30)))
        return document.due + timedelta(days=(_PAY_DAY - document.due.weekday()) % 7)

    def _payment(self, document: Document, n: int, day: date, amount: Decimal) -> Payment:
        bank = self._bank(document)
        rate = self.masters.rates.on(document.currency, day)
        return Payment(
            payment_id=new_id(self.masters.books.tenant_id, "payment", document.document_id, n),
            day=day,
            amount=amount,
            bank_amount=amount if bank.currency == document.currency else money(amount / rate),
            rate=rate,
            account=bank,
            reference=document.number if chance(self.rng, 0.5) else "",
            updated=self._booked_at(document, day),
        )

    def _bank(self, document: Document) -> Account:
        """An account in the document's currency or the base currency; the first named is the usual one."""
        currencies = (document.currency, self.masters.books.base_currency)
        banks = [bank for bank in self.masters.chart.banks if bank.currency in currencies]
        return banks[0] if chance(self.rng, 0.7) else self.rng.choice(banks)

    def _booked_at(self, document: Document, day: date) -> datetime:
        """Receipts one by one; a payment run in one instant, so stamps alone do not order the payments."""
        is_run = document.type == "ACCPAY"
        clock = timedelta(hours=7, milliseconds=615 if is_run else self.rng.randrange(7_000_000))
        return min(midnight(day) + self.masters.books.opens + clock, self.masters.last_instant)

    def _undone(self, payments: tuple[Payment, ...]) -> tuple[Payment, ...]:
        """Now and then the first payment was entered, deleted, and entered again with the same date and amount."""
        if not payments or not chance(self.rng, 0.012):
            return ()
        first = payments[0]
        deleted_id = new_id(self.masters.books.tenant_id, "deleted", first.payment_id)
        moment = first.updated - timedelta(minutes=4)
        return (replace(first, payment_id=deleted_id, updated=moment, status="DELETED"),)
