"""The table of all points at which a run can be hit, by flow: effects of its functions, and calls to each vendor.

What two flows have in common is listed once: ``books`` adds to ``actuals`` what only a whole company's run does, whose
books are compared, and ``returning`` what a run does about rows that an earlier one has kept back; ``plan`` lists all
of its functions, and of its calls to vendors those that ``actuals`` lacks; ``reference`` and ``budget`` add what is
done with a plan that is not posted.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TABLE = Path(__file__).with_name("effects.json")
VENDORS = ("anaplan", "xero")

_ADDS_TO = {
    "books": ("actuals",),
    "returning": ("actuals",),
    "reference": ("actuals", "plan"),
    "budget": ("actuals", "plan"),
}

Seen = Mapping[str, Mapping[str, Iterable[str]]]
"""By flow, and by function or vendor."""


def known() -> dict[str, dict[str, list[str]]]:
    """The table."""
    table: dict[str, dict[str, list[str]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def unknown(seen: Seen) -> dict[str, list[str]]:
    """What was seen and is not in the table; with EFFECTS=write in the environment it is added to it."""
    table = known()
    new = {
        f"{flow}: {who}": names
        for flow, found in seen.items()
        for who, what in found.items()
        if (names := sorted({*what} - {*table[flow].get(who, ())} - _listed_before(seen, flow, who)))
    }
    if os.environ.get("EFFECTS") == "write":
        for place, names in new.items():
            flow, _, who = place.partition(": ")
            table[flow][who] = sorted({*table[flow].get(who, ()), *names})
        TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return new


def _listed_before(seen: Seen, flow: str, who: str) -> set[str]:
    """What other flows list, and this one does not list again."""
    others = ("actuals",) if flow == "plan" and who in VENDORS else _ADDS_TO.get(flow, ())
    return {name for other in others for name in seen[other].get(who, ())}
