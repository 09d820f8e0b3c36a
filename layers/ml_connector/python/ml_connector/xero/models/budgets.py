"""Budgets: an amount per account and month, in base currency, for the organisation or for a pair of tracking options.

Source: Xero, Budgets. The list names them; only a single one comes with its lines, for 24 months at most.
"""

from decimal import Decimal

from pydantic import Field

from ml_connector.xero.models.base import Moment, XeroRecord, key, maybe
from ml_connector.xero.models.lined import Tracking


class Balance(XeroRecord):
    """One month of a line; ``period`` is such as 2026-10."""

    period: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    amount: Decimal = Decimal(0)
    notes: str = ""


class BudgetLine(XeroRecord):
    """One account."""

    account_id: str = Field("", validation_alias="AccountID")
    account_code: str = ""
    balances: tuple[Balance, ...] = Field(default=(), validation_alias="BudgetBalances")


class Budget(XeroRecord):
    """A budget with the months that were asked for; ``type`` is OVERALL or TRACKING."""

    id: str = key("BudgetID")
    type: str = ""
    description: str = ""
    updated: Moment | None = maybe("UpdatedDateUTC")
    tracking: tuple[Tracking, ...] = ()
    lines: tuple[BudgetLine, ...] = Field(default=(), validation_alias="BudgetLines")
