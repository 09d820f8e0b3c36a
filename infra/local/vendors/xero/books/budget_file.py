"""A budget file as a person imports it in Budget Manager: accounts down, months across.

Source: Xero Help, Import or export your budget: the account as ``Name (Code)``; months as 07-2026, Jul-2026 or a whole
date whose day is ignored; blank cells are left alone, zero and negative ones are taken; what is there is replaced.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

Fields = Mapping[str, Any]
Cells = dict[str, dict[str, Decimal]]  # account id -> month as 2026-07 -> amount

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SHORT = re.compile(r"^(\d{1,2}|[A-Za-z]{3})-(\d{4})$")
_WHOLE = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})$")
_YEAR = 12


class BudgetFileWrong(ValueError):
    """The file is not imported; the message names the row and the cell."""


def read_budget_file(text: str, accounts: Iterable[Fields], *, month_first: bool = False) -> Cells:
    """What the file says; raises BudgetFileWrong. ``month_first`` is how 07-08-2026 is read."""
    rows = [row for row in csv.reader(StringIO(text.lstrip("\ufeff"), newline="")) if any(cell.strip() for cell in row)]
    if not rows:
        raise BudgetFileWrong("the file is empty")
    months = [_month(cell, month_first=month_first) for cell in rows[0][1:]]
    by_label = {_label(each): str(each["AccountID"]) for each in accounts}
    cells: Cells = {}
    for number, row in enumerate(rows[1:], start=2):
        account_id = by_label.get(row[0].strip())
        if account_id is None:
            raise BudgetFileWrong(f"row {number}: {row[0]!r} is no account; write its name and its code: Sales (200)")
        if len(row) > len(rows[0]):
            raise BudgetFileWrong(f"row {number} has more cells than there are months")
        found = {month: _amount(cell, number) for month, cell in zip(months, row[1:], strict=False) if cell.strip()}
        cells.setdefault(account_id, {}).update(found)
    return cells


def imported(lines: Iterable[Fields], cells: Cells, accounts: Iterable[Fields]) -> list[dict[str, Any]]:
    """The budget's lines with the cells of a file in them; others stay."""
    held = {str(line["AccountID"]): dict(line) for line in lines}
    codes = {str(each["AccountID"]): each.get("Code") for each in accounts}
    for account_id, amounts in cells.items():
        code = {"AccountCode": codes[account_id]} if codes.get(account_id) else {}
        line = held.setdefault(account_id, {"AccountID": account_id, **code, "BudgetBalances": []})
        months = {each["Period"]: each for each in line["BudgetBalances"]}
        months |= {month: {"Period": month, "Amount": each, "UnitAmount": each} for month, each in amounts.items()}
        line["BudgetBalances"] = [months[month] for month in sorted(months)]
    return list(held.values())


def _label(account: Fields) -> str:
    name, code = str(account.get("Name", "")), account.get("Code")
    return f"{name} ({code})" if code else name


def _month(text: str, *, month_first: bool) -> str:
    short, whole = _SHORT.match(text.strip()), _WHOLE.match(text.strip())
    if short:
        month, year = short[1].casefold(), short[2]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
    elif whole:
        first, second, year = int(whole[1]), int(whole[2]), whole[3]
        number = first if second > _YEAR or (month_first and first <= _YEAR) else second
    else:
        number, year = 0, ""
    if not 1 <= number <= _YEAR:
        raise BudgetFileWrong(f"{text!r} in the first row is no month; write 07-2026 or Jul-2026")
    return f"{year}-{number:02}"


def _amount(text: str, number: int) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        raise BudgetFileWrong(f"row {number}: {text!r} is no amount") from None
    if not found.is_finite():
        raise BudgetFileWrong(f"row {number}: {text!r} is no amount")
    return found
