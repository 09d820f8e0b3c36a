"""Whether the members that rows name exist in their lists; decided once for each distinct text."""

from collections.abc import Iterable, Mapping
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from ml_connector.errors import MembersUnknown
from ml_connector.settings import Calendar
from ml_connector.settings.dimensions import Dimension
from ml_connector.sync.calendar import Periods
from ml_connector.sync.cutting import SHORTEN, Texts, clash
from ml_connector.sync.facts import FactRow
from ml_connector.sync.items import Item
from ml_connector.sync.unmapped import UnknownMember, Unmapped


class KnownMembers(Struct, frozen=True):
    """The items of one list by code and by name; letter case does not count in Anaplan."""

    texts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, items: Iterable[Item]) -> Self:
        """Of a list that was read back."""
        return cls(frozenset(text.casefold() for item in items for text in (item.code, item.name) if text))

    def __contains__(self, text: str) -> bool:
        return text.casefold() in self.texts


class Suspense(Struct):
    """Rows that are written on a suspense member, with what they named; until they are taken.

    taken   how often that happened, of a row for each of its columns
    """

    lines: dict[str, Unmapped] = field(default_factory=dict)
    documents: dict[str, Unmapped] = field(default_factory=dict)
    taken: int = 0

    def take(self, row: FactRow, why: Unmapped, *, shared: bool) -> None:
        """Remember a row, or all rows of its document if they share the column."""
        self.taken += 1
        if shared:
            self.documents[row.header.document_id] = why
        else:
            self.lines[row.line_key] = why

    def of(self, row: FactRow) -> Unmapped | None:
        """Why a row is on a suspense member, if it is."""
        return self.lines.get(row.line_key) or self.documents.get(row.header.document_id)

    def clear(self) -> None:
        """For the next document."""
        if self.taken:
            self.lines.clear()
            self.documents.clear()
            self.taken = 0


class Members(Texts):
    """The same, if it is a member.

    blocked    the members, by code in small letters, that mean something else for this entity, and what
    is_needed  whether a blank is an unknown member too
    raises     UnknownMember, every time it is asked
    """

    def __init__(
        self,
        dimension: Dimension,
        known: KnownMembers,
        blocked: Mapping[str, str] | None = None,
        *,
        is_needed: bool = False,
    ) -> None:
        super().__init__({} if is_needed else {"": ""})
        self.dimension = dimension
        self._known = known
        self._blocked = blocked or {}

    def __missing__(self, text: str) -> str:
        fit = self.fit(text)
        if not fit:
            raise UnknownMember(f"the row names no member of the list '{self.dimension.list_}'", _NAMELESS)
        if clashing := self.same(fit):
            for other in clashing:
                self.pop(other, None)
            raise UnknownMember(clash(fit, clashing), SHORTEN)
        if meaning := self._blocked.get(fit.casefold()):
            raise UnknownMember(meaning, APART)
        if fit not in self._known:
            raise UnknownMember(f"the list '{self.dimension.list_}' has no member '{fit}'", _remedy(self.dimension))
        self[text] = fit
        return fit

    def instead(self, unmapped: Unmapped) -> str:
        """The member that stands for what is unmapped or unknown.

        raises  UnknownMember, or whatever it was, where the row is to be kept back
                MembersUnknown where the run is to stop
        """
        if self.dimension.unknown == "stop":
            raise MembersUnknown(f"{unmapped}, and the settings say that the run stops then: {unmapped.remedy}")
        if self.dimension.suspense is None:
            raise unmapped
        if self.dimension.suspense not in self._known:
            raise MembersUnknown(
                f"{unmapped}, and the suspense member '{self.dimension.suspense}' is not in the list either: add it"
            )
        return self.dimension.suspense


class Checks(Struct, frozen=True):
    """What the columns of a load are held against.

    members      by the header of a column
    is_lenient   write nothing for what is no member; for rows that only zero
    """

    members: Mapping[str, Texts] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=lambda: Periods(Calendar()))
    suspense: Suspense = field(default_factory=Suspense)
    is_lenient: bool = False

    def lenient(self) -> Self:
        """The same for rows without figures."""
        return replace(self, is_lenient=True)


APART = "tell them apart with {entity} in the code, or map them with a table of each organisation's own"
_NAMELESS = "give what it stands on a code in Xero, or make the column of the id"


def _remedy(dimension: Dimension) -> str:
    if dimension.unknown == "create":
        return (
            f"see why the load of {dimension.filled_by} has not brought it, mend that, and retry what is in quarantine"
        )
    return "add it to the list, or map the value to a member that exists, and retry what is in quarantine"
