"""What an export is expected to show: the names of its dimensions and line items, and what they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ml_connector.errors import ContractBroken
from ml_connector.sync.plan.cells import quoted
from ml_connector.sync.plan.periods import Calendar, is_summary

TRACKING = "tracking."
"""Prefix of the roles of tracking dimensions, which are named after their category."""


@dataclass(frozen=True)
class Shape:
    """What an export is expected to show.

    dimensions   role to name: entity, version, period, account, tracking.<category>; those that the export has
    measures     role to line item: amount, approved
    ignored      dimensions and line items that may be there and do not matter
    rows         the dimensions of a grid's rows from left to right, if its corner does not tell
    known        what entities and versions are called, by role: how a grid's page selectors are understood
    """

    dimensions: Mapping[str, str]
    measures: Mapping[str, str]
    ignored: frozenset[str] = frozenset()
    line_items: str = "Line items"
    value: str = "Value"
    rows: tuple[str, ...] = ()
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The dimensions' roles, in the order in which a cell's labels stand."""
        return tuple(self.dimensions)

    @cached_property
    def _roles_by_name(self) -> dict[str, str]:
        return {_form(name): role for role, name in self.dimensions.items()}

    @cached_property
    def _measures_by_name(self) -> dict[str, str]:
        return {_form(name): role for role, name in self.measures.items()}

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(map(_form, self.ignored))

    def role(self, name: str) -> str | None:
        """What a dimension of this name stands for."""
        return self._roles_by_name.get(_form(name))

    def measure(self, name: str) -> str | None:
        """What a line item of this name stands for."""
        return self._measures_by_name.get(_form(name))

    def is_period(self, text: str) -> bool:
        """Whether it names an element of the time dimension, a summary too."""
        return self.calendar.period(text) is not None or is_summary(text)

    def is_item_column(self, name: str) -> bool:
        """Whether a column of this name tells the line item of each row."""
        return _form(name) == _form(self.line_items)

    def is_value_column(self, name: str) -> bool:
        """Whether a column of this name holds the values of whatever line item."""
        return _form(name) == _form(self.value)

    def ignores(self, name: str) -> bool:
        """Whether settings say that this name does not matter."""
        return _form(name) in self._ignored

    def check(self, lists: Iterable[str]) -> None:
        """Raises ContractBroken for a dimension of the export that settings do not know.

        lists   the names of the dimensions that Anaplan tells of
        """
        known = (one for one in lists if one and not self.ignores(one) and not self.is_item_column(one))
        if extra := [one for one in known if self.role(one) is None]:
            raise ContractBroken(
                f"The export has {quoted(extra)} as a further dimension, over which figures would be added up unseen; "
                "take it out of the export in Anaplan, or name it in the plan's settings"
            )


def _form(name: str) -> str:
    return " ".join(name.split()).casefold()
