"""Budgets: an amount per account and month, in base currency, for the organisation or for a pair of tracking options.

Source: Xero, Budgets. The list names them; only a single one comes with its lines, for 24 months at most.
"""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, field

from ml_connector.xero.models.base import Moment, XeroRecord, finite, maybe, moment, text
from ml_connector.xero.models.lined import Tracking


class Balance(XeroRecord):
    """One month of a line; ``period`` is such as 2026-10."""

    period: Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    amount: Decimal = Decimal(0)
    notes: str = ""

    def __post_init__(self) -> None:
        """Look at the figure; raises ValueError."""
        finite(self.amount)


class BudgetLine(XeroRecord):
    """One account."""

    account_id: str = text("AccountID")
    account_code: str = ""
    balances: tuple[Balance, ...] = field(name="BudgetBalances", default=())


class Budget(XeroRecord):
    """A budget with the months that were asked for; ``type`` is OVERALL or TRACKING."""

    id: str = field(name="BudgetID")
    type: str = ""
    description: str = ""
    updated: Moment | None = maybe("UpdatedDateUTC")
    tracking: tuple[Tracking, ...] = ()
    lines: tuple[BudgetLine, ...] = field(name="BudgetLines", default=())

    def __post_init__(self) -> None:
        """Read the instant; raises ValueError."""
        if self.updated is not None:
            self.updated = moment("UpdatedDateUTC", self.updated)
