"""Calculated line items. Of Anaplan's language only what a data hub needs: sums, and the code or name of the member."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from infra.local.vendors.anaplan.state.formats import Cell
from infra.local.vendors.anaplan.state.lists import Item

_MEMBER = re.compile(r"(CODE|NAME)\(ITEM\((?:'[^']+'|[\w ]+)\)\)")
_TERM = re.compile(r"\s*(?P<sign>[+-])?\s*(?:'(?P<quoted>[^']+)'|(?P<plain>\w+))\s*")


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` as the model builder wrote it, and either an attribute of the member or signed line items to add."""

    text: str
    attribute: Literal["CODE", "NAME", ""]
    terms: tuple[tuple[int, str], ...]

    def value(self, item: Item, cell: Callable[[str], Cell]) -> Cell:
        """The result for one member; ``cell`` gives other line items of it."""
        if self.attribute:
            return item.code if self.attribute == "CODE" else item.name
        return sum((sign * _number(cell(name)) for sign, name in self.terms), Decimal(0))


def read_formula(text: str) -> Formula:
    """The formula written in a declaration. Raises ValueError."""
    if member := _MEMBER.fullmatch(text):
        return Formula(text, "CODE" if member[1] == "CODE" else "NAME", ())
    terms: list[tuple[int, str]] = []
    position = 0
    while position < len(text):
        found = _TERM.match(text, position)
        if found is None or (terms and not found["sign"]):
            raise ValueError(f"{text!r} is no formula: write a sum of line items, CODE(ITEM(List)) or NAME(ITEM(List))")
        terms.append((-1 if found["sign"] == "-" else 1, found["quoted"] or found["plain"]))
        position = found.end()
    return Formula(text, "", tuple(terms))


def _number(cell: Cell) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(0)
