"""The months of a single budget. Source: Xero, Budgets, DateFrom and DateTo: three months by default, 24 at most."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from werkzeug.wrappers import Request

from infra.local.vendors.xero.wire.exact import Record

MAX_MONTHS = 24
DEFAULT_MONTHS = 3


class WindowWrong(Exception):
    """The months asked for cannot be given."""


def with_months(request: Request, record: Record, now: datetime, *, cut: bool) -> Record:
    """The budget with the balances of the months asked for. More than 24: cut, or else WindowWrong."""
    first, last = _window(request, now)
    if last - first >= MAX_MONTHS and not cut:
        raise WindowWrong(f"The date range may not exceed {MAX_MONTHS} months")
    months = range(first, min(last, first + MAX_MONTHS - 1) + 1)
    return Record(record | {"BudgetLines": [_within(line, months) for line in record.get("BudgetLines", ())]})


def _window(request: Request, now: datetime) -> tuple[int, int]:
    start, end = _month(request.args.get("DateFrom")), _month(request.args.get("DateTo"))
    if start is None:
        start = _index(now.date()) - 1 if end is None else end - DEFAULT_MONTHS + 1
    return start, start + DEFAULT_MONTHS - 1 if end is None else end


def _month(text: str | None) -> int | None:
    try:
        return _index(date.fromisoformat(text)) if text else None
    except ValueError as wrong:
        raise WindowWrong(f"{text} is not a date") from wrong


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _within(line: Mapping[str, Any], months: range) -> dict[str, Any]:
    balances = [each for each in line.get("BudgetBalances", ()) if _month(f"{each['Period']}-01") in months]
    return {**line, "BudgetBalances": balances}
