"""Decides which of Anaplan's objects a name or id in settings means, and explains a miss. Pure."""

import difflib
from collections.abc import Callable, Sequence
from typing import TypeVar

from ml_connector.anaplan.models import Named
from ml_connector.errors import SettingsWrong

_SHOWN = 5
_LIKENESS = 0.5

N = TypeVar("N", bound=Named)


def pick(kind: str, wanted: str, offered: Sequence[N], right_id: Callable[[str], str] = str) -> N:
    """The one object that ``wanted`` means: an id first, then a name; both are compared letter by letter.

    right_id   turns an id into the case in which Anaplan writes it
    raises     SettingsWrong when there is none, or more than one of this name
    """
    found = [one for one in offered if one.id == wanted] or [one for one in offered if one.name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found)
        raise SettingsWrong(f"Anaplan: '{wanted}' names more than one {kind}: {ids}; write one of these ids")
    raise SettingsWrong(f"Anaplan: there is no {kind} '{wanted}'{_explained(kind, wanted, offered, right_id)}")


def _explained(kind: str, wanted: str, offered: Sequence[Named], right_id: Callable[[str], str]) -> str:
    if right_id(wanted) in [one.id for one in offered] or _is_hex_id(wanted, right_id):
        return f"; Anaplan writes {kind} ids in {_case(right_id)} case only: {right_id(wanted)}"
    if not offered:
        return f", and this user sees no {kind} at all; give it a role with access, and look into its default tenant"
    return f" that this user sees; {_nearest(wanted, [one.name for one in offered])}"


def _is_hex_id(wanted: str, right_id: Callable[[str], str]) -> bool:
    """Whether it has the form of an id that is not in the right case."""
    is_hex = len(wanted) == 32 and not wanted.strip("0123456789abcdefABCDEF")  # noqa: PLR2004 - the length of an id
    return is_hex and wanted != right_id(wanted)


def _case(right_id: Callable[[str], str]) -> str:
    return "upper" if right_id("a") == "A" else "lower"


def _nearest(wanted: str, names: Sequence[str]) -> str:
    by_form = {name.casefold().strip(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold().strip(), by_form, n=_SHOWN, cutoff=_LIKENESS)
    if close:
        return "the closest are " + ", ".join(f"'{by_form[form]}'" for form in close)
    shown = ", ".join(f"'{name}'" for name in sorted(names)[:_SHOWN])
    rest = len(names) - _SHOWN
    return f"there are {shown}" + (f" and {rest} more" if rest > 0 else "")
