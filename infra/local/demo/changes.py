"""What became different in the model between two looks at it, and which edit it comes from. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from infra.local.demo.edits import Edit
from infra.local.demo.operator import Contents

Fields = Mapping[str, str]
Items = Mapping[str, Mapping[str, Fields]]


@dataclass(frozen=True, slots=True)
class Change:
    """One line or member that is not what it was.

    place           the list or module
    code            its key there
    title           what a person calls it
    before, after   the fields that differ; an empty mapping before: it is new
    edit            the index of the edit it comes from; None: nobody made one that explains it
    """

    place: str
    code: str
    title: str
    before: Fields
    after: Fields
    edit: int | None


def changes(before: Contents, after: Contents, edits: Sequence[Edit]) -> list[Change]:
    """All changes, in the order of the edits; those without one come last."""
    found = [*_changes(before.lines, after.lines, edits), *_changes(before.members, after.members, edits)]
    return sorted(found, key=lambda change: len(edits) if change.edit is None else change.edit)


def _changes(before: Items, after: Items, edits: Sequence[Edit]) -> Iterator[Change]:
    for place in sorted({*before, *after}):
        old, new = before.get(place, {}), after.get(place, {})
        for code in dict.fromkeys([*old, *new]):
            was, now = old.get(code, {}), new.get(code, {})
            if was != now:
                names = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
                yield Change(
                    place=place,
                    code=code,
                    title=_title(was or now),
                    before={name: was[name] for name in names if name in was},
                    after={name: now[name] for name in names if name in now},
                    edit=_cause(code, now or was, edits),
                )


def _cause(code: str, fields: Fields, edits: Sequence[Edit]) -> int | None:
    """The edit whose document the line belongs to, or whose account or option the member is."""
    names = {fields.get("Document", ""), code.partition(":")[2]}
    return next((index for index, edit in enumerate(edits) if edit.touched in names), None)


def _title(fields: Fields) -> str:
    """A line's document and text, or a member's name."""
    if "Document number" in fields:
        return f"{fields['Document number'] or fields['Contact']}: {fields.get('Description', '')}".rstrip(": ")
    return fields.get("Name", "")


def shown(change: Change, side: Fields) -> str:
    """One side in a few words: the amount and the status of a line, or what differs of a member."""
    if not side:
        return ""
    told = [f"{Decimal(side['Base amount']):,.2f}"] if side.get("Base amount") else []
    others = ("Status", "Name") if "Base amount" in {*change.before, *change.after} else side
    told += [side[name] for name in others if name != "Base amount" and side.get(name)]
    return " ".join(told)
