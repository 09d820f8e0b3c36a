"""What the ledger moves when a credit note, an over- or prepayment is set against a document: nothing that is a row.

A credit note and an overpayment stand on the control account already, so only the gain between two rates is left. A
prepayment stands on the accounts of its lines, and gives them up in proportion, tax included.
Source: Xero, Credit Notes, Overpayments, Prepayments: Allocations.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from ml_connector.sync.documents import Document
from ml_connector.sync.money import ZERO, to_base
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.parts import Part

Amount = tuple[str, Decimal]


class Allocation(Protocol):
    """A part of a document, in its currency, that is set against an invoice or a bill."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def date(self) -> date | None: ...
    @property
    def invoice_id(self) -> str: ...
    @property
    def is_deleted(self) -> bool: ...


class Effect(Struct, frozen=True):
    """An amount that an allocation moves on an account in a month, and the class that it explains."""

    kind: Class
    period: str
    account: str
    amount: Decimal


class Effects(Struct, frozen=True):
    """What all allocations of a document move; doubts: months in which the rate of the other document is not known."""

    beside: tuple[Effect, ...] = ()
    doubts: tuple[str, ...] = ()


class Prepaid(Struct, frozen=True):
    """What a prepayment stands on: its total in its currency, and what it posts beside its bank, in base currency."""

    total: Decimal
    lines: tuple[Amount, ...]

    def given_up(self, part: Decimal, worth: Decimal) -> list[Amount]:
        """What its lines lose with ``part`` of it, in its currency; the last one takes what is left of ``worth``."""
        scaled = [(account, -to_base(amount * part, self.total or part)) for account, amount in self.lines if amount]
        if not scaled:
            return []
        *others, (last, _) = scaled
        return [*others, (last, worth - sum((amount for _, amount in others), ZERO))]


class Worth(Struct, frozen=True):
    """What a document is about: its total in its own currency, and the rate of that."""

    total: Decimal
    rate: Decimal


class Allocator:
    """Posts the allocations of one organisation's documents.

    rate_of   the rate of an invoice or a bill by its id, None if it is not known
    """

    def __init__(self, chart: Chart, rate_of: Callable[[str], Decimal | None]) -> None:
        self._chart, self._rate_of = chart, rate_of

    def effects(
        self,
        document: Document,
        allocations: Iterable[Allocation],
        worth: Worth,
        lines: Sequence[Amount],
        *,
        foreign: bool,
    ) -> Effects:
        """What these allocations of a document move.

        lines   what it posts beside its bank or control account, in base currency
        """
        found: list[Effect] = []
        doubts: list[str] = []
        for one in allocations:
            if one.is_deleted or not one.amount:
                continue
            day = one.date or document.date
            period = day.isoformat()[:7] if day else ""
            other = self._rate_of(one.invoice_id) if foreign else worth.rate
            if other is None:
                doubts.append(period)
            gain = to_base(one.amount, other or worth.rate) - to_base(one.amount, worth.rate)
            found += _in(period, Class.REALISED, self._gain(document, gain))
            if "PREPAYMENT" in document.type:
                whole = _sign(document) * to_base(one.amount, worth.rate)
                given_up = Prepaid(worth.total, tuple(lines)).given_up(one.amount, whole)
                found += _in(period, Class.ALLOCATED, [*given_up, (self._control(document), -whole)])
        return Effects(tuple(one for one in found if one.amount), tuple(doubts))

    def _gain(self, document: Document, gain: Decimal) -> list[Amount]:
        """What the other document was worth more than this one."""
        signed = _sign(document) * gain
        return [(self._control(document), -signed), (self._chart.playing(Part.REALISED), signed)]

    def _control(self, document: Document) -> str:
        return self._chart.playing(Part.RECEIVABLE if _sign(document) > 0 else Part.PAYABLE)


def _sign(document: Document) -> int:
    """1 if a customer is owed, and so the control account is credited when it is used."""
    return 1 if document.type.startswith(("ACCREC", "RECEIVE", "AR")) else -1


def _in(period: str, kind: Class, amounts: Iterable[Amount]) -> list[Effect]:
    return [Effect(kind, period, account, amount) for account, amount in amounts]
