"""Xero's trial balance report: the balance of each account on a day.

The report is made for people: cells are text, blank for nothing, under titles that follow the organisation's settings.
Only the columns since the beginning of the year are read, because a balance has one meaning.
Source: Xero, Accounting API, Reports, TrialBalance.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from ml_connector.errors import ContractBroken
from ml_connector.xero.client import XeroClient

PATH = "Reports/TrialBalance"
_YEAR_DEBIT, _YEAR_CREDIT = 3, 4
_LABEL = re.compile(r"(?P<name>.*?)(?: \((?P<code>[^()]+)\))?", re.DOTALL)
_RESULTS = ("revenue", "income", "expense", "cost", "direct", "overhead")


class ReportAccount(Struct, frozen=True):
    """An account as the report shows it; it has what the chart of accounts would say as far as the report tells."""

    id: str
    code: str
    name: str
    class_: str
    type: str = ""
    status: str = "ACTIVE"
    currency: str = ""
    tax_type: str = ""
    system_account: str = ""


class TrialBalance(Struct, frozen=True):
    """Balances by account id, debit positive; an account that is not shown has none."""

    balances: dict[str, Decimal]
    accounts: dict[str, ReportAccount]


def ask(client: XeroClient, day: dt.date) -> bytes:
    """The report as at the end of ``day``, gzip of JSON; raises what the client raises."""
    return client.get(PATH, {"date": day.isoformat()}).http.gzipped


def read(body: bytes, asked: str) -> TrialBalance:
    """The balances of one report; raises ContractBroken if it is none, or its debits are not its credits."""
    try:
        report = json.loads(body)["Reports"][0]["Rows"]
        columns = _columns(report)
        rows = list(_rows(report, columns, ""))
    except (ValueError, LookupError, TypeError, InvalidOperation) as error:
        raise ContractBroken(
            f"{asked}: this is not Xero's trial balance ({type(error).__name__}, {len(body)} bytes); "
            "look at xero_api in settings, or try again if Xero shows an incident"
        ) from None
    balances: dict[str, Decimal] = {}
    for account, amount in rows:
        balances[account.id] = balances.get(account.id, Decimal(0)) + amount
    return TrialBalance(balances, {account.id: account for account, _ in rows})


def _columns(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Where the debits and credits since the beginning of the year stand."""
    header = next(row for row in rows if row.get("RowType") == "Header")
    titles = [str(cell.get("Value", "")).casefold() for cell in header["Cells"]]
    for place, title in enumerate(titles[:-1]):
        if "ytd" in title and "debit" in title:
            return place, place + 1
    if len(titles) <= _YEAR_CREDIT:
        raise LookupError("the report has no columns for the year")
    return _YEAR_DEBIT, _YEAR_CREDIT


def _rows(
    rows: list[dict[str, Any]], columns: tuple[int, int], section: str
) -> Iterator[tuple[ReportAccount, Decimal]]:
    for row in rows:
        if row.get("RowType") == "Row":
            cells = row["Cells"]
            yield _account(cells[0], section), _amount(cells[columns[0]]) - _amount(cells[columns[1]])
        yield from _rows(row.get("Rows") or [], columns, str(row.get("Title") or section))


def _account(cell: dict[str, Any], section: str) -> ReportAccount:
    marks = {mark.get("Id"): str(mark.get("Value", "")) for mark in cell.get("Attributes") or ()}
    label = str(cell.get("Value", ""))
    found = _LABEL.fullmatch(label)
    name, code = (found["name"], found["code"] or "") if found else (label, "")
    is_result = any(word in section.casefold() for word in _RESULTS)
    return ReportAccount(marks.get("account", ""), code, name, "EXPENSE" if is_result else "ASSET")


def _amount(cell: dict[str, Any]) -> Decimal:
    text = str(cell.get("Value") or "").replace(",", "").strip()
    return Decimal(text) if text else Decimal(0)
