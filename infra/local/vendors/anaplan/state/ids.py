"""Ids as Anaplan gives them: twelve digits of which the first three name the kind of object, always as text.

Source: Anaplan, Resource structure and parameters (help.anaplan.com, f7d6ca4a).
"""

from collections.abc import Iterator
from itertools import count

LIST, MODULE, IMPORT, FILE, EXPORT, ACTION, PROCESS, LINE_ITEM = "101", "102", "112", "113", "116", "117", "118", "206"
VIEW = "1020"  # a saved view has thirteen digits; the default view of a module has the module's id
FIRST_LIST_ITEMS = 210  # items of the first list; each further list has a prefix of its own


def series(prefix: str) -> Iterator[str]:
    """Ids of one kind, in the order in which objects are made."""
    return (f"{prefix}{number:09d}" for number in count(1))
