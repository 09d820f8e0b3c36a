"""The exact way to classify a residual, for apps that may read journals: each journal says where it comes from.

Source: Xero, Accounting API, Journals, SourceType.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.amounts import Amounts, Place, added, less
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class, Classified
from ml_connector.sync.proof.postings import Posted
from ml_connector.sync.proof.sources import class_of, is_gain, is_refund_of_prepayment

_MOST_SUSPECTS = 20


class Journal(Struct, frozen=True):
    """One journal; ``source`` is the id of the document that it was made from, empty if it was made from none."""

    number: int
    period: str
    source_type: str
    source: str
    lines: tuple[tuple[str, Decimal], ...]


class Suspect(Payload, frozen=True):
    """A document whose journals say something else than what is loaded of it.

    source_type   as journals call its kind, such as ACCREC
    loaded        False: nothing of it is
    amount        how far the two are apart, over all accounts and without regard to sign
    """

    source: str
    source_type: str
    period: str
    loaded: bool
    amount: Decimal

    @property
    def told(self) -> str:
        """In words."""
        return f"{self.source_type} {self.source} {'differs' if self.loaded else 'was never loaded'}"


class Judged(Struct, frozen=True):
    """The residual by class, and who is to be looked at, the largest first."""

    classes: Classified
    suspects: tuple[Suspect, ...] = ()


@dataclass(slots=True)
class _Source:
    """A document as its journals tell of it, and as it was posted; of what was made from none, a class as a whole."""

    type: str = ""
    made: dict[Place, Decimal] = field(default_factory=dict)
    posted: dict[Place, Decimal] = field(default_factory=dict)
    rate_unknown: bool = False

    def add(self, journal: Journal) -> None:
        """Add what one journal made of it."""
        self.type = self.type or journal.source_type
        for account, amount in journal.lines:
            _add(self.made, Place(account, journal.period), amount)

    @property
    def difference(self) -> dict[Place, Decimal]:
        """What the ledger made of it and we did not."""
        return less(self.made, self.posted)


def by_journals(
    residual: Amounts,
    journals: Iterable[Journal],
    posted: Iterable[Posted],
    loaded: Collection[str],
    chart: Chart,
    *,
    all_there: bool = False,
) -> Judged:
    """The residual by class; what no journal accounts for is unexplained.

    posted      what the documents post
    loaded      the datasets that are loaded
    all_there   every document of these has been pulled: one that only journals know of is then no reason, but a flaw
    """
    known, strange = _known(posted), dict[tuple[Class, str], _Source]()
    for journal in journals:
        source = known.get(journal.source)
        if source is None:
            source = strange.setdefault((class_of(journal, loaded, chart), journal.source), _Source())
        source.add(journal)
    parts: dict[Class, list[Amounts]] = {}
    suspects: list[Suspect] = []
    for kind, id_, source in _apart(known, strange, chart):
        if kind is Class.UNEXPLAINED or (kind is Class.LEFT_OUT and all_there):
            suspects.append(_suspect(id_, source, loaded=kind is Class.UNEXPLAINED))
        else:
            parts.setdefault(kind, []).append(source.difference)
    return _judged(residual, {kind: added(found) for kind, found in parts.items()}, suspects if all_there else [])


def _apart(
    known: Mapping[str, _Source], strange: Mapping[tuple[Class, str], _Source], chart: Chart
) -> Iterator[tuple[Class, str, _Source]]:
    """What the ledger made otherwise than we did, and why, with the id of the document."""
    for id_, source in known.items():
        if difference := source.difference:
            yield _why(source, difference, chart), id_, source
    for (kind, id_), source in strange.items():
        if source.difference:
            yield kind, id_, source


def _judged(residual: Amounts, classes: Classified, suspects: list[Suspect]) -> Judged:
    rest = less(residual, added(classes.values()))
    found = {kind: amounts for kind, amounts in {**classes, Class.UNEXPLAINED: rest}.items() if amounts}
    suspects.sort(key=lambda one: (-one.amount, one.source))
    return Judged(found, tuple(suspects[:_MOST_SUSPECTS]) if rest else ())


def _known(posted: Iterable[Posted]) -> dict[str, _Source]:
    """What is loaded, by the id that journals know it under."""
    known: dict[str, _Source] = {}
    for document in posted:
        one = known.setdefault(document.known_as, _Source())
        one.rate_unknown |= document.rate_unknown
        for account, amount in document.amounts:
            _add(one.posted, Place(account, document.period), amount)
        for effect in document.beside:
            _add(one.posted, Place(effect.account, effect.period), effect.amount)
    return known


def _why(source: _Source, difference: Amounts, chart: Chart) -> Class:
    """Why the ledger made something else of a document that is loaded."""
    if is_gain({place.account for place in difference}, chart):
        return Class.UNKNOWN_RATE if source.rate_unknown else Class.REALISED
    return Class.ALLOCATED if is_refund_of_prepayment(source.type) else Class.UNEXPLAINED


def _suspect(id_: str, source: _Source, *, loaded: bool) -> Suspect:
    difference = source.difference
    return Suspect(
        source=id_,
        source_type=source.type,
        period=min(place.period for place in difference),
        loaded=loaded,
        amount=sum((abs(amount) for amount in difference.values()), ZERO),
    )


def _add(into: dict[Place, Decimal], place: Place, amount: Decimal) -> None:
    into[place] = into.get(place, ZERO) + amount
