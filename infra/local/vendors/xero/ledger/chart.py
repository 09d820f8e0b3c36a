"""The accounts as the ledger sees them. A chart that lacks one of Xero's own accounts is lent it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

_NAMESPACE = UUID("c0dec0de-0001-4000-8000-00000000c0de")
_CLASSES = {
    **dict.fromkeys(("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"), "ASSET"),
    **dict.fromkeys(("REVENUE", "SALES", "OTHERINCOME"), "REVENUE"),
    **dict.fromkeys(("CURRLIAB", "LIABILITY", "TERMLIAB", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY"), "LIABILITY"),
    "EQUITY": "EQUITY",
}


@dataclass(frozen=True)
class LedgerAccount:
    """An account; ``group`` is Xero's Class, ``currency`` that of a bank account."""

    account_id: str
    code: str | None
    name: str
    type: str
    group: str
    currency: str | None = None

    @property
    def is_closed_yearly(self) -> bool:
        """Whether it begins every financial year at nothing."""
        return self.group in ("REVENUE", "EXPENSE")


# Source: Xero, Accounting API types, System accounts; codes and names are those of the default chart.
_SYSTEM = {
    "DEBTORS": ("610", "Accounts Receivable", "CURRENT"),
    "CREDITORS": ("800", "Accounts Payable", "CURRLIAB"),
    "GST": ("820", "Sales Tax", "CURRLIAB"),
    "REALISEDCURRENCYGAIN": ("499", "Realised Currency Gains", "EXPENSE"),
    "UNREALISEDCURRENCYGAIN": ("498", "Unrealised Currency Gains", "EXPENSE"),
    "BANKCURRENCYGAIN": ("497", "Bank Revaluations", "EXPENSE"),
    "ROUNDING": ("860", "Rounding", "CURRLIAB"),
    "HISTORICAL": ("840", "Historical Adjustment", "CURRLIAB"),
    "RETAINEDEARNINGS": ("960", "Retained Earnings", "EQUITY"),
}


class Chart:
    """Accounts by id, by code and by what Xero uses them for."""

    def __init__(self, accounts: Iterable[Mapping[str, Any]]) -> None:
        records = tuple(accounts)
        self.accounts = tuple(map(_account, records))
        self._by_id = {each.account_id.casefold(): each for each in self.accounts}
        self._by_code = {each.code: each for each in self.accounts if each.code}
        self._marked = {record.get("SystemAccount"): _account(record) for record in records}

    def by_id(self, account_id: str) -> LedgerAccount:
        """The account with this id, made up if the chart does not know it."""
        known = self._by_id.get(account_id.casefold())
        return known or next((each for each in self._lent() if each.account_id == account_id), _unknown(account_id))

    def named(self, reference: Mapping[str, Any]) -> LedgerAccount | None:
        """The account that a line or a payment names by AccountID, Code or AccountCode; None if it names none."""
        account_id, code = reference.get("AccountID"), reference.get("AccountCode") or reference.get("Code")
        if account_id:
            return self.by_id(str(account_id))
        if not code:
            return None
        return self._by_code.get(str(code)) or _unknown(str(uuid5(_NAMESPACE, f"code/{code}")), str(code))

    def find(self, text: str) -> LedgerAccount | None:
        """The account with this id, code or system name; None if there is none."""
        if text in _SYSTEM:
            return self.system(text)
        return self._by_id.get(text.casefold()) or self._by_code.get(text)

    def system(self, name: str) -> LedgerAccount:
        """The account marked so, or else the one with the usual code and class, or else one that is lent."""
        code, _, kind = _SYSTEM[name]
        usual = self._by_code.get(code)
        if name in self._marked:
            return self._marked[name]
        return usual if usual and usual.group == _group(kind) else _lent(name)

    @staticmethod
    def _lent() -> Iterable[LedgerAccount]:
        return map(_lent, _SYSTEM)


def _account(record: Mapping[str, Any]) -> LedgerAccount:
    kind = str(record.get("Type", "EXPENSE"))
    return LedgerAccount(
        account_id=str(record["AccountID"]),
        code=record.get("Code"),
        name=str(record.get("Name", "")),
        type=kind,
        group=str(record.get("Class") or _group(kind)),
        currency=record.get("CurrencyCode"),
    )


def _lent(name: str) -> LedgerAccount:
    code, title, kind = _SYSTEM[name]
    return LedgerAccount(str(uuid5(_NAMESPACE, name)), code, title, kind, _group(kind))


def _unknown(account_id: str, code: str | None = None) -> LedgerAccount:
    return LedgerAccount(account_id, code, f"Account {code or account_id[:8]}", "EXPENSE", "EXPENSE")


def _group(kind: str) -> str:
    return _CLASSES.get(kind, "EXPENSE")
