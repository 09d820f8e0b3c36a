"""The trial balance in the shape of Xero's reports: rows of text cells, blanks for nothing on that side.

Source: Xero, Reports, TrialBalance, example response.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.ledger.balances import Balance
from infra.local.vendors.xero.ledger.money import ZERO
from infra.local.vendors.xero.ledger.posting import total
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

_COLUMNS = ("Account", "Debit", "Credit", "YTD Debit", "YTD Credit")
_SECTIONS = {
    "REVENUE": "Revenue",
    "EXPENSE": "Expenses",
    "ASSET": "Assets",
    "LIABILITY": "Liabilities",
    "EQUITY": "Equity",
}
_DEBIT_GROUPS = ("ASSET", "EXPENSE")
_MONTHS = (
    "January February March April May June July August September October November December"  # whatever the locale
).split()

Amounts = tuple[Decimal, Decimal, Decimal, Decimal]  # debit, credit and the two of the year, never negative
Cell = Mapping[str, Any]


def trial_balance(balances: Sequence[Balance], organisation: str | None, as_at: date, now: datetime) -> Record:
    """The report."""
    day = f"{as_at.day} {_MONTHS[as_at.month - 1]} {as_at.year}"
    return Record(
        ReportID="TrialBalance",
        ReportName="Trial Balance",
        ReportType="TrialBalance",
        ReportTitles=["Trial Balance", organisation or "", f"As at {day}"],
        ReportDate=day,
        UpdatedDateUTC=dates.bare(now),
        Fields=[],
        Rows=[
            {"RowType": "Header", "Cells": [{"Value": name} for name in _COLUMNS]},
            *_sections(balances),
            {"RowType": "Section", "Title": "", "Rows": [_summary(balances)]},
        ],
    )


def _sections(balances: Sequence[Balance]) -> Iterator[Mapping[str, Any]]:
    for group, title in _SECTIONS.items():
        rows = [_row(balance) for balance in balances if balance.account.group == group]
        if rows:
            yield {"RowType": "Section", "Title": title, "Rows": rows}


def _row(balance: Balance) -> Mapping[str, Any]:
    account = balance.account
    label = f"{account.name} ({account.code})" if account.code else account.name
    mark = [{"Value": account.account_id, "Id": "account"}]
    debit_by_nature = account.group in _DEBIT_GROUPS
    shown = [text for amount in (balance.moved, balance.stands) for text in _sides(amount, debit_by_nature)]
    return {"RowType": "Row", "Cells": [{"Value": text, "Attributes": mark} for text in (label, *shown)]}


def _sides(amount: Decimal, debit_by_nature: bool) -> tuple[str, str]:  # noqa: FBT001 - the account's own side
    """Debit and credit; nothing at all is 0.00 on the account's own side."""
    is_debit = amount > 0 or (amount == 0 and debit_by_nature)
    text = f"{abs(amount):.2f}"
    return (text, "") if is_debit else ("", text)


def _summary(balances: Iterable[Balance]) -> Mapping[str, Any]:
    amounts = [_amounts(balance) for balance in balances] or [(ZERO,) * 4]
    columns = (total(column) for column in zip(*amounts, strict=True))
    cells = [{"Value": "Total"}, *({"Value": f"{each:.2f}"} for each in columns)]
    return {"RowType": "SummaryRow", "Cells": cells}


def _amounts(balance: Balance) -> Amounts:
    moved, stands = balance.moved, balance.stands
    return max(moved, ZERO), max(-moved, ZERO), max(stands, ZERO), max(-stands, ZERO)
