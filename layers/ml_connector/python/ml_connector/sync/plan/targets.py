"""Which budgets of Xero a plan is for, and what each of them takes of it.

A budget is for the whole organisation, or for one tracking option or a pair of them: it takes all figures that carry
these options, whatever else they carry. Source: Xero, Budgets, Tracking; Xero Help, Create a budget.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from types import MappingProxyType

from msgspec import Struct

from ml_connector.errors import SettingsWrong

Options = frozenset[tuple[str, str]]
"""Tracking categories with an option of each, by name."""

Cell = tuple[str, str]
"""An account's id and a month, such as 2026-01."""


class Target(Struct, frozen=True):
    """One budget.

    name      what Xero calls it; empty for a plan that is no budget of Xero's
    options   that its figures have to carry; none: everything together
    held      what stands in it now
    """

    name: str = ""
    options: Options = frozenset()
    held: Mapping[Cell, Decimal] = MappingProxyType({})


EVERYTHING = (Target(),)
"""No budget of Xero's: all figures together."""


def chosen(entity: str, found: Sequence[Target], wanted: str, categories: Collection[str]) -> list[Target]:
    """Those of an organisation's budgets that go by a name, which may have * for anything.

    categories   of tracking that the plan knows
    raises       SettingsWrong if there is none, if two would take the same figures, or if the plan cannot tell them
    """
    ours = [one for one in found if wanted == one.name or fnmatchcase(one.name, wanted)]
    if not ours:
        there = ", ".join(f"'{one.name}'" for one in found) or "none at all"
        raise SettingsWrong(
            f"{entity}: Xero has no budget called '{wanted}', but {there}; name one of Budget Manager as `budget` in "
            "the plan's settings, or make it there"
        )
    by_options: dict[Options, Target] = {}
    for one in ours:
        if unknown := sorted(category for category, _ in one.options if category not in categories):
            raise SettingsWrong(
                f"{entity}: Xero's budget '{one.name}' is for {words(one.options)}, and the plan has no dimension for "
                f"{unknown[0]}; name the export's dimension under `tracking`, or another budget as `budget`"
            )
        other = by_options.setdefault(one.options, one)
        if other is not one:
            raise SettingsWrong(
                f"{entity}: Xero's budgets '{other.name}' and '{one.name}' are both for {words(one.options)} and both "
                f"called '{wanted}'; let `budget` in the plan's settings fit one of them"
            )
    return ours


def missing(options: Options, targets: Sequence[Target]) -> Options | None:
    """What there would have to be a budget for, so that figures with these options have a place; None: they have.

    Where budgets are kept by option, the whole organisation's is no place for what belongs to an option.
    """
    by_option = [one.options for one in targets if one.options]
    if not by_option:
        return None
    if not options:
        return None if len(by_option) < len(targets) else options
    return None if any(one <= options for one in by_option) else options


def words(options: Options) -> str:
    """For a person."""
    return ", ".join(f"{category}: {option}" for category, option in sorted(options)) or "the whole organisation"
