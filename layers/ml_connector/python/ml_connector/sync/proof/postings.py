"""What a document posts to the ledger, both sides, by the same rules as the rows that are loaded.

The control account takes the document's total, the tax account its tax, the lines the rest; the last line takes the
cents. A cent that the lines of a document do not explain goes to the account for rounding, where Xero puts it.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.sync.banking import BankedDocument, TransferDocument
from ml_connector.sync.documents import Document, Line, LinedDocument, PaymentDocument
from ml_connector.sync.facts import rate_of
from ml_connector.sync.money import ONE, ZERO, base_totals, lines_to_base, to_base
from ml_connector.sync.proof.allocations import Allocator, Amount, Effect, Prepaid, Worth
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.parts import Part


class Leg(Struct, frozen=True):
    """What stands in the model for a document: the amount of one row, on its account.

    key   of the row, without its entity
    """

    key: str
    account: str
    amount: Decimal


class Posted(Struct, frozen=True):
    """What one document posts; the amounts add up to zero.

    legs     the parts of it that rows are loaded for
    doubts   months in which its gain on a currency could not be told: what it pays, or is set against, is not known
    source   the id under which journals know it, if that is another one
    beside   what the ledger moves for it besides, that no row is loaded for
    prepaid  of a prepayment, for refunds of it
    """

    id: str
    period: str
    amounts: tuple[Amount, ...]
    legs: tuple[Leg, ...] = ()
    doubts: tuple[str, ...] = ()
    source: str = ""
    beside: tuple[Effect, ...] = ()
    prepaid: Prepaid | None = None

    @property
    def known_as(self) -> str:
        """The id that its journals name."""
        return self.source or self.id

    @property
    def rate_unknown(self) -> bool:
        """Whether there is a doubt."""
        return bool(self.doubts)

    @property
    def months(self) -> set[str]:
        """Those that it moves anything in, or might."""
        return {self.period, *self.doubts, *(one.period for one in self.beside)} - {""}


class PaidDocument(PaymentDocument, Protocol):
    """A payment that names what it pays."""

    @property
    def paid_id(self) -> str: ...


class MoneyDocument(BankedDocument, Protocol):
    """Money spent or received, that names the over- or prepayment that it is besides; empty if it is none."""

    @property
    def own_id(self) -> str: ...


class Poster:
    """Posts the documents of one organisation.

    rate_of_document   the rate of an invoice or a credit note by its id, None if it is not known
    prepaid            likewise what a prepayment stands on
    """

    def __init__(
        self,
        chart: Chart,
        base_currency: str,
        rate_of_document: Callable[[str], Decimal | None],
        prepaid: Callable[[str], Prepaid | None] = lambda _: None,
    ) -> None:
        self._prepaid = prepaid
        self._chart, self._base, self._rate_of = chart, base_currency, rate_of_document
        self._allocator = Allocator(chart, rate_of_document)

    def trade(self, document: LinedDocument) -> Posted | None:
        """An invoice, a bill or a credit note; None if it carries no rate, and so cannot be posted by anybody."""
        sign = 1 if document.type in ("ACCREC", "ACCPAYCREDIT") else -1
        part = Part.RECEIVABLE if document.type.startswith("ACCREC") else Part.PAYABLE
        return self._against(document, self._chart.playing(part), sign)

    def bank(self, document: MoneyDocument) -> Posted | None:
        """Money spent or received; None without a rate.

        The lines of an overpayment name no account: it stands on the control account until it is used.
        """
        sign = 1 if document.type.startswith("RECEIVE") else -1
        bank = self._chart.id_of(document.bank_account_id, document.bank_account_code)
        control = self._chart.playing(Part.RECEIVABLE if sign > 0 else Part.PAYABLE)
        posted = self._against(document, bank, sign, control if document.type.endswith("-OVERPAYMENT") else "")
        return posted and replace(posted, source=document.own_id)

    def allocations(self, document: MoneyDocument) -> Posted | None:
        """Of an over- or prepayment whose money is posted elsewhere, what its allocations move."""
        posted = self.bank(document)
        return posted and replace(posted, amounts=(), legs=())

    def journal(self, document: LinedDocument) -> Posted | None:
        """A manual journal: its lines as they stand, and their tax."""
        lines = _lines(document)
        legs = tuple(Leg(key, self._account(line), _net(document, line)) for key, line in lines)
        tax = sum((line.tax for _, line in lines), ZERO)
        return _posted(document, [(self._chart.playing(Part.TAX), tax)], legs)

    def transfer(self, document: TransferDocument) -> Posted | None:
        """A transfer between two banks; None if it leaves a foreign one without a rate."""
        chart = self._chart
        left = chart.id_of(document.from_account_id, document.from_account_code)
        reached = chart.id_of(document.to_account_id, document.to_account_code)
        currency = chart.accounts[left].currency if left in chart.accounts else ""
        rate = ONE if currency in ("", self._base) else document.rate
        if not rate:
            return None
        amount = to_base(document.amount, rate)
        legs = (Leg(f"{document.id}.from", left, -amount), Leg(f"{document.id}.to", reached, amount))
        return _posted(document, [], legs)

    def payment(self, document: PaidDocument) -> Posted | None:
        """A payment: the bank, the control account at the rate of what is paid, and the gain between them.

        The refund of a prepayment takes it off the accounts of its lines.
        """
        bank = self._in_bank(document)
        if bank is None:
            return None
        base = document.currency in ("", self._base)
        rate = ONE if base else self._rate_of(document.paid_id)
        settled = bank if rate is None else to_base(document.amount, rate)
        sign, part = _side(document.type)
        account = self._chart.id_of(document.account_id, document.account_code)
        prepaid = self._prepaid(document.paid_id) if "PREPAYMENT" in document.type else None
        given_up = prepaid.given_up(document.amount, -sign * settled) if prepaid else []
        amounts = [
            *(given_up or [(self._chart.playing(part), -sign * settled)]),
            (self._chart.playing(Part.REALISED), sign * (settled - bank)),
        ]
        posted = _posted(document, amounts, (Leg(document.id, account, sign * bank),))
        return posted if rate is not None else replace(posted, doubts=(posted.period,))

    def _in_bank(self, document: PaymentDocument) -> Decimal | None:
        """What the bank account moved, in base currency."""
        account = self._chart.accounts.get(self._chart.id_of(document.account_id, document.account_code))
        foreign_bank = account is not None and account.currency not in ("", self._base)
        if document.bank_amount is not None and not foreign_bank:
            return document.bank_amount
        rate = rate_of(document, self._base)
        return to_base(document.amount, rate) if rate is not None else document.bank_amount

    def _against(self, document: LinedDocument, account: str, sign: int, otherwise: str = "") -> Posted | None:
        """The total on ``account``, debit if ``sign`` is 1, against lines, tax and rounding.

        otherwise   the account of lines that name none
        """
        rate = rate_of(document, self._base)
        if rate is None:
            return None
        lines = _lines(document)
        nets = [_net(document, line) for _, line in lines]
        net, tax = sum(nets, ZERO), sum((line.tax for _, line in lines), ZERO)
        total_tax = tax if document.total_tax is None else document.total_tax
        total = net + tax if document.total is None else document.total
        base_net, _ = base_totals(net, tax, total, total_tax, rate)
        base, base_tax = to_base(total, rate), to_base(total_tax, rate)
        converted = lines_to_base(nets, rate, base_net)
        others = [
            (account, sign * base),
            (self._chart.playing(Part.TAX), -sign * base_tax),
            (self._chart.playing(Part.ROUNDING), -sign * (base - base_tax - sum(converted, ZERO))),
        ]
        legs = tuple(
            Leg(key, self._account(line) or otherwise, -sign * amount)
            for (key, line), amount in zip(lines, converted, strict=True)
        )
        posted = _posted(document, others, legs)
        beside = (*others[1:], *((leg.account, leg.amount) for leg in legs))
        if "PREPAYMENT" in document.type:
            posted = replace(posted, prepaid=Prepaid(total, beside))
        if not (allocations := getattr(document, "allocations", ())):
            return posted
        foreign = document.currency not in ("", self._base)
        found = self._allocator.effects(document, allocations, Worth(total, rate), beside, foreign=foreign)
        return replace(posted, beside=found.beside, doubts=found.doubts)

    def _account(self, line: Line) -> str:
        return self._chart.id_of(line.account_id, line.account_code)


def _lines(document: LinedDocument) -> list[tuple[str, Line]]:
    """The lines that are more than remarks, with the keys of their rows."""
    lines = [line for line in document.lines if line.amount or line.account_id or line.account_code]
    return [(line.id or f"{document.id}.{place}", line) for place, line in enumerate(lines)]


def _net(document: LinedDocument, line: Line) -> Decimal:
    return line.amount - line.tax if document.tax_inclusive else line.amount


def _side(payment_type: str) -> tuple[int, Part]:
    """1 if the bank receives, and whose control account is settled. A refund goes the other way than a payment."""
    part = Part.RECEIVABLE if payment_type.startswith(("ACCREC", "AR")) else Part.PAYABLE
    refund = not payment_type.startswith("ACC")
    return (1 if (part is Part.RECEIVABLE) != refund else -1), part


def _posted(document: Document, others: Sequence[Amount], legs: tuple[Leg, ...]) -> Posted:
    sums: dict[str, Decimal] = {}
    for account, amount in [*((leg.account, leg.amount) for leg in legs), *others]:
        sums[account] = sums.get(account, ZERO) + amount
    period = document.date.isoformat()[:7] if document.date else ""
    return Posted(document.id, period, tuple((a, x) for a, x in sums.items() if x), legs)
