"""Anaplan's members back into Xero's accounts and tracking options, by the rules that made them, reversed."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from ml_connector.columns import Column, ConstantRule, FieldRule, TableRule, TemplateRule
from ml_connector.datasets import TRACKING, TRACKING_NAME
from ml_connector.sync.references import ReferenceRow

ACCOUNT_FIELDS = frozenset("id code name label account_id account_code account_name".split())
OPTION_FIELDS = frozenset({"id", "name", "label"})
_PIECE = re.compile(r".*~(?P<piece>[0-9a-f]{8})", re.DOTALL)


class Unmapped(Exception):
    """A member that is no account or option of the organisation, or could be more than one."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)
Fields = Mapping[str, str]


class Account(Struct, frozen=True):
    """One account as a journal needs to know it."""

    id: str
    code: str
    name: str
    type: str
    class_: str
    status: str
    system_account: str


class Option(Struct, frozen=True):
    """One tracking option; Xero takes tracking by its names."""

    id: str
    category: str
    name: str
    status: str


class _Index(Generic[R]):
    """Finds things by every name that one of the rules gives them; an earlier rule wins."""

    def __init__(self, things: Iterable[tuple[R, Fields]], rules: Sequence[Column]) -> None:
        found = list(things)
        self._by_rule = [_by_name(found, rule) for rule in rules]
        self._by_piece = {thing.id.replace("-", "")[:8]: thing for thing, _ in found}

    def find(self, label: str, what: str) -> R:
        name, several = _form(label), 0
        for index in self._by_rule:
            hits = index.get(name, [])
            if len(hits) == 1:
                return hits[0]
            several = several or len(hits)
        if (piece := _PIECE.fullmatch(label)) and piece["piece"] in self._by_piece:
            return self._by_piece[piece["piece"]]
        found = f"the name of {several} {what}s" if several else f"no {what}"
        raise Unmapped(f"'{label}' is {found} in Xero; correct the member in Anaplan, or add it in Xero")


class Members:
    """The accounts and options of one organisation, found by Anaplan's names for them.

    accounts         of the organisation, by id
    chart, options   as the actuals flow makes members of them
    account_rules    the columns from which members got their names, besides code, name, label and id
    option_rules     the same for options, by category
    """

    def __init__(
        self,
        chart: Iterable[ReferenceRow],
        options: Iterable[ReferenceRow],
        account_rules: Sequence[Column],
        option_rules: Callable[[str], Sequence[Column]],
    ) -> None:
        usual = [FieldRule(field=name) for name in ("label", "code", "name", "id")]
        rows = list(chart)
        self.accounts = {row.id: _account(row) for row in rows}
        self._accounts = _Index(
            [(self.accounts[row.id], _account_fields(row)) for row in rows], [*account_rules, *usual]
        )
        by_category: dict[str, list[tuple[Option, Fields]]] = defaultdict(list)
        for row in options:
            option = Option(row.id, row.category, row.name, row.status)
            by_category[row.category].append((option, _option_fields(row)))
        usual = [FieldRule(field=name) for name in ("label", "name", "id")]
        self._options = {
            category: _Index(found, [*option_rules(category), *usual]) for category, found in by_category.items()
        }

    def account(self, label: str) -> Account:
        """The account that a member stands for; raises Unmapped."""
        return self._accounts.find(label, "account")

    def has_account(self, label: str) -> bool:
        """Whether it stands for one."""
        try:
            self.account(label)
        except Unmapped:
            return False
        return True

    def option(self, category: str, label: str) -> Option:
        """The option that a member stands for; raises Unmapped."""
        if category not in self._options:
            raise Unmapped(f"'{category}' is no tracking category in Xero")
        return self._options[category].find(label, f"option of {category}")


def rules_of(columns: Iterable[Column], fields: Iterable[str]) -> list[Column]:
    """The columns that name a member by one of these fields, each once."""
    wanted, found = set(fields), list[Column]()
    for rule in columns:
        if wanted & set(rule.fields) and rule not in found:
            found.append(rule)
    return found


def option_fields(category: str) -> frozenset[str]:
    """The fields of lines that name an option of a category."""
    return frozenset({f"{TRACKING}{category}", f"{TRACKING_NAME}{category}"})


def _by_name(things: Iterable[tuple[R, Fields]], rule: Column) -> dict[str, list[R]]:
    index: dict[str, list[R]] = defaultdict(list)
    for thing, fields in things:
        if name := _value(rule, fields):
            index[_form(name)].append(thing)
    return index


def _value(rule: Column, fields: Fields) -> str:
    """What the rule makes of these fields; empty when it needs others."""
    match rule:
        case FieldRule(field=name):
            return fields.get(name, "")
        case TableRule(of=name):
            return rule.values.get(fields.get(name, ""), "")
        case ConstantRule():
            return ""
        case TemplateRule():
            values = [fields.get(name, "") for name in rule.fields]
            if "" in values:
                return ""
            return "".join(text + value for text, value in zip_longest(rule.texts, values, fillvalue=""))


def _account(row: ReferenceRow) -> Account:
    return Account(row.id, row.code, row.name, row.type, row.class_, row.status, row.system_account)


def _account_fields(row: ReferenceRow) -> Fields:
    own = {"entity": row.entity, "id": row.id, "code": row.code, "name": row.name, "label": row.label}
    return own | {"account_id": row.id, "account_code": row.code, "account_name": row.name}


def _option_fields(row: ReferenceRow) -> Fields:
    own = {"entity": row.entity, "id": row.id, "name": row.name, "label": row.label, "category": row.category}
    return own | {f"{TRACKING}{row.category}": row.id, f"{TRACKING_NAME}{row.category}": row.name}


def _form(name: str) -> str:
    return " ".join(name.split())
