"""What Xero would refuse, or worse, accept and drop: known before anything is sent.

Source: Xero, Accounting API, Manual Journals; Accounts, system accounts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ml_connector.sync.plan.naming import Account, Option


class Books(NamedTuple):
    """Of one organisation: up to which day its books are locked, if they are."""

    locked_until: date | None = None


def account_faults(account: Account) -> Iterator[str]:
    """Why a manual journal cannot name this account."""
    name = f"account {account.code or account.id} '{account.name}'"
    if account.status != "ACTIVE":
        yield f"{name} is {account.status.lower() or 'not active'} in Xero; restore it, or plan on another one"
    if account.type == "BANK":
        yield f"{name} is a bank account, which no manual journal may name; use a clearing account"
    if account.system_account:
        yield f"{name} is a system account ({account.system_account}), which no manual journal may name"


def option_faults(option: Option) -> Iterator[str]:
    """Why a line cannot carry this tracking option."""
    if option.status != "ACTIVE":
        status = option.status.lower() or "not active"
        yield f"tracking option '{option.category}: {option.name}' is {status} in Xero; restore it, or take another"


def open_day(day: date, books: Books, when_locked: str, faults: list[str]) -> date:
    """The day itself if the books are open then; else the first open day, or a fault.

    A day that equals the lock date is taken as locked.
    """
    if books.locked_until is None or day > books.locked_until:
        return day
    if when_locked == "stop":
        faults.append(
            f"{day} is in a locked period, Xero's books are locked until {books.locked_until}; unlock them in Xero, or "
            "set when_locked: next_open_day"
        )
    return books.locked_until + timedelta(days=1)
