"""The members that facts may refer to: accounts and tracking options of one entity, as pulled in the same run."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Self

from msgspec import Struct

from ml_connector.sync.documents import Account, Category, Tag


class Members(Struct, frozen=True):
    """Look-ups by id first, by code or name where a record carries no id."""

    account_names: Mapping[str, str] = MappingProxyType({})
    account_codes: Mapping[str, str] = MappingProxyType({})
    account_ids: Mapping[str, str] = MappingProxyType({})
    account_classes: Mapping[str, str] = MappingProxyType({})
    account_currencies: Mapping[str, str] = MappingProxyType({})
    options: frozenset[str] = frozenset()
    option_ids: Mapping[tuple[str, str], str] = MappingProxyType({})

    @classmethod
    def of(cls, accounts: Iterable[Account], categories: Iterable[Category]) -> Self:
        """The members of one entity."""
        chart, options = list(accounts), [(c.name, o.name, o.id) for c in categories for o in c.options]
        return cls(
            account_names={account.id: account.name for account in chart},
            account_codes={account.id: account.code for account in chart},
            account_ids={account.code: account.id for account in chart if account.code},
            account_classes={account.id: account.class_ for account in chart},
            account_currencies={account.id: account.currency for account in chart},
            options=frozenset(id_ for _, _, id_ in options),
            option_ids={(category, option): id_ for category, option, id_ in options},
        )

    def account(self, account_id: str, code: str) -> str | None:
        """The id of the account that a line names; None if the chart has no such account."""
        if account_id in self.account_names:
            return account_id
        return self.account_ids.get(code)

    def option(self, tag: Tag) -> str | None:
        """The id of the option that a line names; None if the organisation has no such option."""
        if tag.option_id in self.options:
            return tag.option_id
        return self.option_ids.get((tag.category, tag.option))

    def spoken(self, account: str) -> str:
        """A text that holds the id of an account as a person knows the account: its code and name."""
        id_ = next((id_ for id_ in self.account_names if id_ in account), None)
        return account if id_ is None else f"{self.account_codes[id_]} {self.account_names[id_]}".strip()
