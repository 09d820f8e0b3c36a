"""The chart of accounts of one organisation, and its tracking options, with their ids.

Knows which account is found by which code; refuses to know what is booked on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from infra.local.firm.books import Books, Category
from infra.local.firm.chart_rows import OWN, SHARED, Row
from infra.local.firm.dice import new_id
from infra.local.firm.model import Account, Option


@dataclass(frozen=True)
class Chart:
    accounts: tuple[Account, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Account]:
        return {account.code: account for account in self.accounts if account.code is not None}

    @cached_property
    def banks(self) -> tuple[Account, ...]:
        return tuple(account for account in self.accounts if account.type == "BANK")


def chart_of(books: Books, opened: datetime) -> Chart:
    """Every account of `books` in the order of the chart; `opened` is when the first one was made."""
    rows = (*SHARED, *OWN[books.country])
    made = (opened + timedelta(milliseconds=1739 * n) for n in range(len(rows)))
    return Chart(tuple(_account(books, row, updated) for row, updated in zip(rows, made, strict=True)))


def _account(books: Books, row: Row, updated: datetime) -> Account:
    # By name where there is no code: the id must not move when a row is put in before it.
    account_id = new_id(books.tenant_id, "account", row.code or row.name)
    return Account(
        account_id, row.code, row.name, row.type, row.tax_kind, updated, row.system, row.status, row.currency
    )


def options_of(books: Books, category: Category) -> tuple[Option, ...]:
    """The options of `category` in their order, the closed one ARCHIVED."""
    category_id = new_id(books.tenant_id, "category", category.name)
    return tuple(
        Option(
            new_id(books.tenant_id, "option", category.name, name),
            name,
            category_id,
            category.name,
            "ARCHIVED" if name == category.closed else "ACTIVE",
        )
        for name in category.options
    )
