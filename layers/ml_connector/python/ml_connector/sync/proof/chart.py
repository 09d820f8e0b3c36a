"""The chart of accounts as the proof sees it: which account plays which part in the ledger."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.sync.documents import Account
from ml_connector.sync.proof.parts import PARTS, Part


class Chart(Struct, frozen=True):
    """Accounts by id, the id of the account that plays a part, and of the one that has a code.

    A part that no account plays is played by a stand-in, whose amounts then stay unexplained under the part's name.
    """

    accounts: Mapping[str, Account]
    parts: Mapping[Part, str] = MappingProxyType({})
    codes: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def of(cls, accounts: Iterable[Account], named: Mapping[Any, str] | None = None) -> Self:
        """The chart of one organisation.

        named   part to account code or id, from settings, for organisations that do not tell their system accounts
        """
        by_id = {account.id: account for account in accounts}
        by_code = {account.code: account.id for account in by_id.values() if account.code}
        found = {part: _told(by_id, part) or _called(by_id, part) for part in Part}
        asked = {Part(part): by_code.get(text, text) for part, text in (named or {}).items()}
        return cls(by_id, {part: id_ for part, id_ in {**found, **asked}.items() if id_}, by_code)

    def with_others(self, accounts: Iterable[Account]) -> "Chart":
        """The chart with accounts that a report shows and the chart does not; parts that nobody plays are theirs."""
        others = {account.id: account for account in accounts if account.id not in self.accounts}
        found = {part: id_ for part in Part if part not in self.parts and (id_ := _called(others, part))}
        return replace(self, accounts={**others, **self.accounts}, parts={**found, **self.parts})

    def playing(self, part: Part) -> str:
        """The id of the account that plays the part."""
        return self.parts.get(part) or f"({part.value})"

    def id_of(self, account_id: str, code: str) -> str:
        """The account that a line names, by id or else by code; empty if it names none."""
        if account_id in self.accounts or not code:
            return account_id
        return self.codes.get(code) or account_id or f"({code})"

    def is_bank(self, account_id: str) -> bool:
        """Whether money moves through it."""
        return account_id in self.accounts and self.accounts[account_id].type == "BANK"

    def is_result(self, account_id: str) -> bool:
        """Whether it begins each financial year at zero."""
        return account_id in self.accounts and self.accounts[account_id].class_ in ("REVENUE", "EXPENSE")

    def called(self, account_id: str) -> str:
        """What a person knows it by: code and name."""
        if account_id not in self.accounts:
            return account_id or "no account"
        account = self.accounts[account_id]
        return f"{account.code} {account.name}".strip()


def _told(accounts: Mapping[str, Account], part: Part) -> str:
    return next((id_ for id_, account in accounts.items() if account.system_account in PARTS[part].system), "")


def _called(accounts: Mapping[str, Account], part: Part) -> str:
    names = PARTS[part].names
    return next((id_ for id_, account in accounts.items() if account.name.casefold() in names), "")
