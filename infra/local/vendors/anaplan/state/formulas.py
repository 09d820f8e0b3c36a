"""Calculated line items. Of Anaplan's language only what a data hub needs: sums, and the code or name of the member."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from infra.local.vendors.anaplan.state.formats import Cell
from infra.local.vendors.anaplan.state.lists import Item

_MEMBER = re.compile(r"(CODE|NAME)\(ITEM\((?:'[^']+'|[\w ]+)\)\)")
_TERM = re.compile(r"\s*(?P<sign>[+-])?\s*(?:'(?P<quoted>[^']+)'|(?P<plain>\w+))\s*")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` as the model builder wrote it, and either an attribute of the member or signed line items to add."""

    text: str
    attribute: Literal["CODE", "NAME", ""]
    terms: tuple[tuple[int, str], ...]

    def column(self, items: Sequence[Item], column_of: Callable[[str], list[Cell]]) -> list[Cell]:
        """The results for members; ``column_of`` gives the cells of another line item for the same members."""
        if self.attribute:
            return [item.code if self.attribute == "CODE" else item.name for item in items]
        totals = [_ZERO] * len(items)
        for sign, name in self.terms:
            totals = [
                total + sign * cell if isinstance(cell, Decimal) else total
                for total, cell in zip(totals, column_of(name), strict=True)
            ]
        return list(totals)


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
