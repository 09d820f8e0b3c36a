"""Rows of what moves on bank accounts: money spent and received, and transfers.

Over- and prepayments and transfers show up under BankTransactions and under an endpoint of their own. They count
where they have a load of their own, and under bank transactions only as long as they have none.
Source: Xero, BankTransactions, types; BankTransfers.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.datasets import OWN_DATASET, SignPolicy
from ml_connector.sync.documents import Document, LinedDocument
from ml_connector.sync.facts import FactRow, Header, Refusal, rate_of, without
from ml_connector.sync.lines import NO_RATE, LineRows
from ml_connector.sync.links import bank_link
from ml_connector.sync.members import Members
from ml_connector.sync.money import ONE, ZERO, digits, to_base
from ml_connector.sync.signs import Signs, unsigned

NO_BANK = "Xero's chart of accounts does not have the bank account"
LOOK = "look at the document in Xero: its link is in the row"
_TRANSFER = "TRANSFER"
_DIRECTIONS = {"SPEND-TRANSFER": -1, "RECEIVE-TRANSFER": 1}


class BankedDocument(LinedDocument, Protocol):
    """Money spent or received: a document with lines that moves one bank account by its total."""

    @property
    def bank_account_id(self) -> str: ...
    @property
    def bank_account_code(self) -> str: ...


class TransferDocument(Document, Protocol):
    """Money from one bank account to another; the ids name what it is on either account."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def from_account_id(self) -> str: ...
    @property
    def from_account_code(self) -> str: ...
    @property
    def to_account_id(self) -> str: ...
    @property
    def to_account_code(self) -> str: ...
    @property
    def from_transaction_id(self) -> str: ...


class BankRows:
    """Turns bank transactions, over- and prepayments of one entity into rows, one per line.

    loaded   datasets that settings load beside the one at hand
    """

    def __init__(
        self, entity: str, base_currency: str, members: Members, policy: SignPolicy, loaded: Collection[str] = ()
    ) -> None:
        self._base, self._members = base_currency, members
        self._lines = LineRows(entity, base_currency, members, policy)
        self._legs = _Legs(entity, members, policy)
        self._elsewhere = frozenset(ending for ending, dataset in OWN_DATASET.items() if dataset in loaded)

    def header(self, document: BankedDocument) -> Header:
        """What all rows of the document share; it is one movement of its bank account."""
        account = self._members.account(document.bank_account_id, document.bank_account_code)
        return replace(self._lines.header(document), bank_account_id=account or "")

    def rows(self, document: BankedDocument, header: Header) -> tuple[list[FactRow], list[Refusal]]:
        """The rows that can be loaded, and those that cannot; none of what counts in a dataset of its own."""
        if document.type.partition("-")[2] in self._elsewhere:
            return [], []
        if (direction := _DIRECTIONS.get(document.type)) is None:
            return self._lines.rows(document, header)
        leg = _Leg("", direction, document.bank_account_id, document.bank_account_code)
        return self._legs.rows(document, header, [leg], document.total or ZERO, rate_of(document, self._base))


class TransferRows:
    """Turns the transfers of one entity into two rows each: out of one bank account, into another."""

    def __init__(self, entity: str, base_currency: str, members: Members, policy: SignPolicy) -> None:
        self._entity, self._base, self._members = entity, base_currency, members
        self._legs = _Legs(entity, members, policy)

    def header(self, document: TransferDocument) -> Header:
        """What both rows share; the amount is in the currency of the account that it leaves."""
        left = self._members.account(document.from_account_id, document.from_account_code) or ""
        header = Header.of(document, self._entity, self._base, bank_link(document.from_transaction_id))
        foreign = self._currency(left) != self._base
        rate = digits(document.rate) if foreign and document.rate else "" if foreign else "1"
        return replace(header, bank_account_id=left, currency=self._currency(left), rate=rate)

    def rows(self, document: TransferDocument, header: Header) -> tuple[list[FactRow], list[Refusal]]:
        """The two rows; neither without the other, or money would be lost on its way."""
        legs = [
            _Leg(".from", -1, document.from_account_id, document.from_account_code),
            _Leg(".to", 1, document.to_account_id, document.to_account_code),
        ]
        rate = document.rate or None if header.currency != self._base else ONE
        rows, refusals = self._legs.rows(document, header, legs, document.amount, rate)
        if not refusals:
            return rows, []
        return [], [*refusals, *(Refusal(row, "the other side of the transfer cannot be loaded", LOOK) for row in rows)]

    def _currency(self, account: str) -> str:
        return self._members.account_currencies.get(account) or self._base


class _Leg(Struct, frozen=True):
    """A transfer as one bank account sees it; ``direction`` +1: money comes in, which is a debit."""

    suffix: str
    direction: int
    account_id: str
    account_code: str


class _Legs:
    """Rows on bank accounts that stand for no line."""

    def __init__(self, entity: str, members: Members, policy: SignPolicy) -> None:
        self._entity, self._members = entity, members
        self._signs = Signs(policy, members.account_classes)

    def rows(
        self, document: Document, header: Header, legs: Iterable[_Leg], amount: Decimal, rate: Decimal | None
    ) -> tuple[list[FactRow], list[Refusal]]:
        base = ZERO if rate is None else to_base(amount, rate)
        rows = [self._row(document, header, leg, amount, base) for leg in legs]
        if rate is None:
            return [], [Refusal(row, NO_RATE, LOOK) for row in rows]
        unknown = [Refusal(row, NO_BANK, LOOK) for row in rows if not row.account_id]
        unknown += [unsigned(row) for row in self._signs.apply(_TRANSFER, rows) if row.account_id]
        return without(rows, unknown), unknown

    def _row(self, document: Document, header: Header, leg: _Leg, amount: Decimal, base: Decimal) -> FactRow:
        account = self._members.account(leg.account_id, leg.account_code) or ""
        return FactRow(
            header=header,
            line_key=f"{self._entity}-{document.id}{leg.suffix}",
            account_id=account,
            account_code=self._members.account_codes.get(account, leg.account_code),
            account_name=self._members.account_names.get(account, ""),
            amount=leg.direction * amount,
            base_amount=leg.direction * base,
        )
