"""How far an Anaplan list is from what Xero holds now, member by member, and what the settings say happens then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Literal, Self

from msgspec import Struct, field

from ml_connector.errors import MembersUnknown
from ml_connector.settings.dimensions import Dimension
from ml_connector.sync.cutting import SHORTEN, clash, may_be_cut
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.membership import APART, KnownMembers
from ml_connector.sync.payload import Payload
from ml_connector.sync.references import GONE, ReferenceRow
from ml_connector.sync.unmapped import Unmapped

Kind = Literal[
    "new",
    "renamed",
    "recoded",
    "archived",
    "deleted",
    "unmapped",
    "without code",
    "ambiguous",
    "name taken",
    "no parent",
]

_KEPT_BACK: frozenset[Kind] = frozenset({"new", "unmapped", "without code", "ambiguous", "name taken", "no parent"})
_ALIKE = 0.6
_LONG_WORD = 4
_SHOWN = 5
_MOST = 5_000
"""Findings in one answer: a function may hand back 6 MB."""


class Finding(Payload, frozen=True, kw_only=True):
    """One member of Xero's that its list does not show as Xero has it.

    member   the code that the list's load gives it, or what a table would have to map
    then     what the next run does about it, by the dimension's policy
    """

    entity: str
    dataset: str
    dimension: str
    kind: Kind
    id: str
    member: str
    name: str
    before: str = ""
    now: str = ""
    then: str

    @property
    def keeps_back(self) -> bool:
        """Whether rows that name the member are not loaded as they are."""
        return self.kind in _KEPT_BACK


class Drift(Payload, frozen=True):
    """What one entity would meet, and how many findings more there are than are told."""

    entity: str
    findings: tuple[Finding, ...]
    more: int = 0

    @classmethod
    def of(cls, entity: str, findings: Sequence[Finding]) -> Self:
        """What keeps rows back comes first."""
        told = sorted(findings, key=lambda one: (not one.keeps_back, one.dimension, one.kind, one.member))
        return cls(entity=entity, findings=tuple(told[:_MOST]), more=max(0, len(told) - _MOST))


class Verdict(Struct, frozen=True):
    """What becomes of a member: kept back if there is a refusal, sent in any case if it is missing."""

    refusal: Unmapped | None = None
    is_missing: bool = False


class Gate(Struct):
    """Holds the members of one entity's dataset against the list that they are loaded into.

    name       of the dimension
    encoder    of the load that keeps the list
    items      of the list, as it was read back
    strangers  by code, the members of other organisations that come first; empty where codes are an entity's own
    above      the members of the list that holds the parents; None: they are in the list itself
    """

    entity: str
    dataset: str
    name: str
    dimension: Dimension
    encoder: Encoder
    items: Iterable[Item]
    strangers: Mapping[str, ReferenceRow] = field(default_factory=dict)
    above: KnownMembers | None = None
    findings: list[Finding] = field(default_factory=list)
    _by_code: dict[str, Item] = field(default_factory=dict)
    _by_name: dict[str, Item] = field(default_factory=dict)
    _own: set[str] = field(default_factory=set)
    _coming: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in self.items:
            self._by_code[item.code.casefold()] = item
            self._by_name[item.name.casefold()] = item

    def expect(self, rows: Iterable[ReferenceRow]) -> None:
        """Before anything is judged: all members of the load, whose names may become free, or parents, in it."""
        for row in rows:
            try:
                texts = self.encoder.texts(row)
            except Unmapped:
                continue
            code, name = texts[self.dimension.code].casefold(), texts.get(self.dimension.name, "").casefold()
            self._own.add(code)
            self._coming.setdefault(name, []).append(code)

    def remember(self, rows: Iterable[ReferenceRow]) -> None:
        """Members that the load leaves alone: what comes now may be cut to what they are."""
        for row in rows:
            with suppress(Unmapped):
                self.encoder.texts(row)

    def judge(self, row: ReferenceRow) -> Verdict:
        """What becomes of a member; what is found is noted."""
        try:
            texts = self.encoder.texts(row)
        except Unmapped as missing:
            return self._refused(row, "unmapped", row.code or row.name, str(missing), missing.remedy)
        code = texts[self.dimension.code]
        if not code:
            reason = f"'{row.name}' has no code in Xero, and the code of its member is made of that"
            return self._refused(row, "without code", row.name, reason, "give it a code in Xero")
        if unfit := self._unfit(row, code, texts):
            return unfit
        item = self._by_code.get(code.casefold())
        if item is None:
            return self._absent(row, code)
        self._compare(row, texts, item)
        return Verdict()

    def _unfit(self, row: ReferenceRow, code: str, texts: Mapping[str, str]) -> Verdict | None:
        """Why the list could not take a member, if it could not."""
        name = texts.get(self.dimension.name, "")
        for header, text in ((self.dimension.code, code), (self.dimension.name, name)):
            if clashing := self.encoder.clashing(header, text):
                return self._refused(row, "ambiguous", text, clash(text, clashing), SHORTEN)
        owner = self.strangers.get(code.casefold())
        if owner and not same_meaning(row, owner):
            reason = f"{code} is '{owner.name}' in {owner.entity} and '{row.name}' in {row.entity}"
            return self._refused(row, "ambiguous", code, reason, APART)
        if name and (taken := self._taken(name, code)):
            reason = f"{taken} has the name '{name}' in the list already"
            return self._refused(row, "name taken", code, reason, "rename one of them: a list has each name once")
        parent = texts.get(self.dimension.parent or "", "")
        if parent and not self._holds(parent):
            where = self.dimension.parents or self.dimension.list_
            reason = f"its parent '{parent}' is not in the list '{where}'"
            return self._refused(row, "no parent", code, reason, f"add '{parent}' there, or name another parent")
        return None

    def close(self) -> list[Finding]:
        """Everything that was found; raises MembersUnknown if a member is kept back and the policy is to stop."""
        worst = [one for one in self.findings if one.keeps_back]
        if worst and self.dimension.unknown == "stop":
            told = "; ".join(f"{one.kind}: {one.member} {one.name}".strip() for one in worst[:_SHOWN])
            more = f" and {len(worst) - _SHOWN} more" if len(worst) > _SHOWN else ""
            raise MembersUnknown(
                f"{self.entity} {self.dataset} and the list '{self.dimension.list_}' differ ({told}{more}), and the "
                "settings say that the run stops then: nothing has been loaded"
            )
        return self.findings

    def _taken(self, name: str, code: str) -> str:
        """The code of another member that has the name, or will have it because it is cut; empty if it is free."""
        there = self._by_name.get(name.casefold())
        coming = self._coming.get(name.casefold(), []) if may_be_cut(name) else []
        if there and (there.code.casefold() not in self._own or there.code.casefold() in coming):
            owner = there.code
        else:
            owner = coming[0] if coming else code
        return "" if owner.casefold() == code.casefold() else owner

    def _holds(self, parent: str) -> bool:
        if self.above is not None:
            return parent in self.above
        name = parent.casefold()
        return any(name in known for known in (self._by_name, self._by_code, self._own, self._coming))

    def _absent(self, row: ReferenceRow, code: str) -> Verdict:
        if row.status == GONE:
            return Verdict()
        if self.dimension.unknown == "create":
            self._note(row, "new", code, then="added by the load")
            return Verdict(is_missing=True)
        return self._refused(row, "new", code, f"the list '{self.dimension.list_}' has no member '{code}'", _ADD)

    def _compare(self, row: ReferenceRow, texts: Mapping[str, str], item: Item) -> None:
        name = texts.get(self.dimension.name, "")
        if row.status == GONE:
            if self._shown(item, "status") not in (None, GONE):
                self._note(row, "deleted", item.code, item.name, then="marked as deleted; it stays in the list")
            return
        if name and name != item.name:
            self._note(row, "renamed", item.code, item.name, name, then="renamed by the load")
        before = self._shown(item, "code")
        if before is not None and before != row.code:
            self._note(row, "recoded", item.code, before, row.code, then="brought up to date by the load")
        if row.status == "ARCHIVED" and self._shown(item, "status") not in (None, "ARCHIVED"):
            self._note(row, "archived", item.code, then="marked as archived; rows may still name it")

    def _shown(self, item: Item, field_: str) -> str | None:
        """What the list shows of a field; None if no property is made of it."""
        header = self.encoder.header_of(field_)
        return None if header is None else item.properties.get(header)

    def _refused(self, row: ReferenceRow, kind: Kind, member: str, reason: str, remedy: str) -> Verdict:
        self._note(row, kind, member, now=reason, then=self.dimension.consequence)
        return Verdict(Unmapped(reason, remedy))

    def _note(self, row: ReferenceRow, kind: Kind, member: str, before: str = "", now: str = "", *, then: str) -> None:
        self.findings.append(
            Finding(
                entity=self.entity,
                dataset=self.dataset,
                dimension=self.name,
                kind=kind,
                id=row.id,
                member=member,
                name=row.name,
                before=before,
                now=now,
                then=then,
            )
        )


_ADD = "add it to the list, or let the dimension create what is unknown"


def same_meaning(one: ReferenceRow, other: ReferenceRow) -> bool:
    """Whether two members of one code may be one member: of one class, and with names that are alike."""
    if one.class_ != other.class_:
        return False
    names = one.name.casefold(), other.name.casefold()
    words = [{word for word in name.split() if len(word) >= _LONG_WORD} for name in names]
    return bool(words[0] & words[1]) or SequenceMatcher(None, *names).ratio() >= _ALIKE


def by_code(rows: Iterable[ReferenceRow], encoder: Encoder, dimension: Dimension) -> Iterator[tuple[str, ReferenceRow]]:
    """The members of an organisation by the code that they have in a list; those without one are left out."""
    for row in rows:
        try:
            code = encoder.texts(row)[dimension.code]
        except Unmapped:
            continue
        if code:
            yield code.casefold(), row
