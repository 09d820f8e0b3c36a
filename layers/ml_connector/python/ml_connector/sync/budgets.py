"""Rows of budgets: one per account and month, on the budget's pair of tracking options if it has one.

Xero gives budgets no delta and no ids below the budget, and shows at most 24 months of one at a time. So a budget is
read in windows of two calendar years that never shift, and each window is a document of its own: what is not asked for
is not touched, and what has vanished from a window is zeroed.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.datasets import SignPolicy
from ml_connector.sync.documents import Tag
from ml_connector.sync.facts import FactRow, Header, Refusal, without
from ml_connector.sync.members import Members
from ml_connector.sync.signs import Signs, unsigned
from ml_connector.sync.texts import text

LISTED = "LISTED"
"""The status of every budget that Xero lists."""

_BUDGET = "BUDGET"
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
_REMEDY = "look at the budget in Xero; the next run reads it again"


class Balance(Protocol):
    """One month of a line; ``period`` is such as 2026-10."""

    @property
    def period(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def notes(self) -> str: ...


class BudgetLine(Protocol):
    """One account."""

    @property
    def account_id(self) -> str: ...
    @property
    def account_code(self) -> str: ...
    @property
    def balances(self) -> Sequence[Balance]: ...


class Budget(Protocol):
    """A budget with the months that were asked for."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def updated(self) -> dt.datetime | None: ...
    @property
    def tracking(self) -> Sequence[Tag]: ...
    @property
    def lines(self) -> Sequence[BudgetLine]: ...


class BudgetWindow(Struct, frozen=True):
    """One window of a budget as a document; ``first`` is its first year."""

    budget: Budget
    first: int
    status: str = LISTED
    reference: str = ""
    date: dt.date | None = None
    contact: str = ""
    contact_id: str = ""
    currency: str = ""
    rate: Decimal | None = None

    @property
    def id(self) -> str:
        """Of the budget and the window."""
        return window_id(self.budget.id, self.first)

    @property
    def updated(self) -> dt.datetime:
        """As the budget says; whether anything has changed is told by its content, because it need not say so."""
        return self.budget.updated or _LONG_AGO

    @property
    def type(self) -> str:
        """OVERALL, or TRACKING for a pair of tracking options."""
        return self.budget.type

    @property
    def number(self) -> str:
        """What people call it."""
        return self.budget.description


def window_id(budget_id: str, first: int) -> str:
    """The id of a window; ``budget_of`` takes it apart."""
    return f"{budget_id}.{first}"


def budget_of(window: str) -> str:
    """The budget that a window's id names."""
    return window.rpartition(".")[0]


class BudgetRows:
    """Turns the windows of one entity's budgets into rows."""

    def __init__(self, entity: str, base_currency: str, members: Members, policy: SignPolicy) -> None:
        self._entity, self._base, self._members = entity, base_currency, members
        self._signs = Signs(policy, members.account_classes)

    def header(self, document: BudgetWindow) -> Header:
        """What the rows of all months share."""
        return replace(Header.of(document, self._entity, self._base, ""), document_id=document.budget.id)

    def rows(self, document: BudgetWindow, header: Header) -> tuple[list[FactRow], list[Refusal]]:
        """The rows that can be loaded, and those that cannot. A month without an amount is no row."""
        month = cache(header.in_month)
        rows = [
            self._row(document.budget, line, balance, month(balance.period))
            for line in document.budget.lines
            for balance in line.balances
            if balance.amount
        ]
        refusals = [refusal for row in rows if (refusal := _refusal(row))]
        fit = without(rows, refusals)
        unknown = [unsigned(row) for row in self._signs.apply(_BUDGET, fit)]
        return without(fit, unknown), [*refusals, *unknown]

    def _row(self, budget: Budget, line: BudgetLine, balance: Balance, header: Header) -> FactRow:
        account = self._members.account(line.account_id, line.account_code) or ""
        return FactRow(
            header=header,
            line_key=f"{self._entity}-{_mark(budget.id, account or line.account_code)}.{balance.period}",
            account_id=account,
            account_code=self._members.account_codes.get(account, line.account_code),
            account_name=self._members.account_names.get(account, ""),
            description=text(balance.notes),
            amount=balance.amount,
            base_amount=balance.amount,
            tracking={tag.category: self._members.option(tag) or "" for tag in budget.tracking},
            tracking_name={tag.category: tag.option for tag in budget.tracking},
        )


def _refusal(row: FactRow) -> Refusal | None:
    if not row.account_id:
        return Refusal(row, f"Xero's chart of accounts has no account {row.account_code or 'at all'}", _REMEDY)
    missing = [category for category, option in row.tracking.items() if not option]
    if missing:
        reason = f"{missing[0]} has no option '{row.tracking_name[missing[0]]}'"
        return Refusal(row, reason, _REMEDY)
    return None


def _mark(*parts: str) -> str:
    """Of what identifies a line; the ids themselves would not fit into the 60 characters of a code."""
    return hashlib.blake2b("/".join(parts).encode(), digest_size=14).hexdigest()
