"""The proof that the books are what the documents say: per account and month, with the difference classified."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.accounts import by_accounts
from ml_connector.sync.proof.amounts import Amounts, Place, added, less
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class, Classified
from ml_connector.sync.proof.journals import Journal, Judged, Suspect, by_journals
from ml_connector.sync.proof.postings import Posted


class Row(Payload, frozen=True):
    """One account in one month; moved = loaded + the sum of all classes.

    moved     by the trial balance
    loaded    by the documents that are loaded
    classes   why the two differ, by the words of ``Class``, without the zeros
    """

    account_id: str
    account: str
    period: str
    moved: Decimal
    loaded: Decimal
    classes: Mapping[str, Decimal] = {}

    @property
    def residual(self) -> Decimal:
        """What the trial balance moved more than the documents."""
        return self.moved - self.loaded

    @property
    def unexplained(self) -> Decimal:
        """What no class accounts for."""
        return self.classes.get(Class.UNEXPLAINED.value, ZERO)


class BooksProof(Payload, frozen=True):
    """The books of one entity over some months.

    tolerance   an account's unexplained amount in a month may be so large
    exact       classified by journals, and not by rules over accounts
    journals    how far the journals were read; empty if the app is not to read them
    suspects    documents to look at, if something is unexplained and journals tell where
    """

    entity: str
    currency: str
    periods: tuple[str, ...]
    tolerance: Decimal
    exact: bool
    not_loaded: tuple[str, ...]
    rows: tuple[Row, ...]
    journals: str = ""
    suspects: tuple[Suspect, ...] = ()

    @property
    def unclear(self) -> bool:
        """Whether anything is put down to datasets that are not loaded."""
        return any(Class.NOT_LOADED.value in row.classes or Class.TRANSFERS.value in row.classes for row in self.rows)

    @property
    def beyond(self) -> list[Row]:
        """The rows whose unexplained amount is over the tolerance, the largest first."""
        rows = [row for row in self.rows if abs(row.unexplained) > self.tolerance]
        return sorted(rows, key=lambda row: (-abs(row.unexplained), row.period, row.account))

    @property
    def unexplained(self) -> Decimal:
        """The sum over all accounts and months, without regard to sign."""
        return sum((abs(row.unexplained) for row in self.rows), ZERO)

    @property
    def flaw(self) -> str:
        """Which account and month the books and the documents disagree on; empty if they agree."""
        beyond, shown = self.beyond, 3
        if not beyond:
            return ""
        told = [f"{row.unexplained:,.2f} {self.currency} on {row.account} in {row.period}" for row in beyond[:shown]]
        more = f" and {len(beyond) - shown} more" if len(beyond) > shown else ""
        look = f"; look at {', '.join(one.told for one in self.suspects[:shown])}" if self.suspects else ""
        return (
            "the trial balance moved by more than the documents say and no class explains: "
            f"{'; '.join(told)}{more}{look}"
        )


class Evidence(Struct, frozen=True):
    """What the books of an entity are judged by.

    moved       by the trial balance
    documents   what the documents post, by dataset
    kept_back   of it, what stands in quarantine and is not in the model
    loaded      the fact datasets that are loaded; known: all that there are
    beside      what the ledger moves for documents that no row is loaded for, by the class that it explains
    doubts      months in which a gain could not be told, as the rate of a document is not known
    posted      what each document posts; needed with journals only
    journals    None: the app may not read them, or they are not complete
    all_there   every document of what is loaded was pulled: a journal of another one is no explanation
    elsewhere   of datasets that are not loaded, the months in which they have documents, as far as that is known
    moved_on    months of documents that were changed after they were pulled: the next run compares them again
    """

    moved: Amounts
    documents: Mapping[str, Amounts]
    loaded: Collection[str]
    known: Collection[str]
    kept_back: Amounts = MappingProxyType({})
    beside: Mapping[Class, Amounts] = MappingProxyType({})
    doubts: Collection[str] = ()
    posted: Iterable[Posted] = ()
    journals: Iterable[Journal] | None = None
    all_there: bool = False
    elsewhere: Mapping[str, Collection[str]] = MappingProxyType({})
    moved_on: Collection[str] = ()

    @property
    def not_loaded(self) -> dict[str, Collection[str] | None]:
        """The datasets that are not loaded, and the months in which they have documents; None: it is not known."""
        return {name: self.elsewhere.get(name) for name in self.known if name not in self.loaded}

    def agrees(self, periods: Collection[str]) -> bool:
        """Whether the documents of these months moved all that was moved: then nothing is left to be classified."""
        return not less(_of(periods, self.moved), _of(periods, added(self.documents.values())))


def prove_books(
    entity: str, currency: str, periods: Collection[str], evidence: Evidence, chart: Chart, tolerance: Decimal = ZERO
) -> BooksProof:
    """Compare, and say of every difference why it is there."""
    documents = _of(periods, added(evidence.documents.values()))
    moved, kept_back = _of(periods, evidence.moved), _of(periods, evidence.kept_back)
    residual = less(moved, documents)
    beside = {kind: _of(periods, amounts) for kind, amounts in evidence.beside.items()}
    judged = _judged(less(residual, added(beside.values())), evidence, chart, periods)
    classes = by_class((beside, judged.classes))
    if kept_back:
        classes[Class.KEPT_BACK] = kept_back
    if evidence.moved_on:
        later = _of(evidence.moved_on, classes.get(Class.UNEXPLAINED, {}))
        classes[Class.MOVED_ON] = later
        classes[Class.UNEXPLAINED] = less(classes.get(Class.UNEXPLAINED, {}), later)
    return BooksProof(
        entity=entity,
        currency=currency,
        periods=tuple(sorted(periods)),
        tolerance=tolerance,
        exact=evidence.journals is not None,
        not_loaded=tuple(sorted(evidence.not_loaded)),
        rows=tuple(_rows(moved, less(documents, kept_back), classes, chart)),
        suspects=judged.suspects,
    )


def posted_amounts(posted: Iterable[Posted]) -> dict[Place, Decimal]:
    """The sum of what documents post."""
    sums: dict[Place, Decimal] = {}
    for document in posted:
        for account, amount in document.amounts:
            place = Place(account, document.period)
            sums[place] = sums.get(place, ZERO) + amount
    return {place: amount for place, amount in sums.items() if amount}


def effects(posted: Iterable[Posted]) -> Classified:
    """The sum of what the ledger moves for documents besides, by class."""
    sums: Classified = {}
    for document in posted:
        for one in document.beside:
            of_kind, place = sums.setdefault(one.kind, {}), Place(one.account, one.period)
            of_kind[place] = of_kind.get(place, ZERO) + one.amount
    return sums


def by_class(parts: Iterable[Classified]) -> Classified:
    """The sum of all parts."""
    found = list(parts)
    return {kind: sums for kind in Class if (sums := added(one.get(kind, {}) for one in found))}


def _judged(residual: Amounts, evidence: Evidence, chart: Chart, periods: Collection[str]) -> Judged:
    if evidence.journals is None:
        return Judged(by_accounts(residual, evidence.not_loaded, chart, evidence.doubts))
    journals = (journal for journal in evidence.journals if journal.period in periods)
    posted = (_within(periods, document) for document in evidence.posted if document.months & set(periods))
    return by_journals(residual, journals, posted, evidence.loaded, chart, all_there=evidence.all_there)


def _within(periods: Collection[str], document: Posted) -> Posted:
    """What the document posts in these months: it may be allocated in others than its own."""
    return replace(
        document,
        amounts=document.amounts if document.period in periods else (),
        beside=tuple(one for one in document.beside if one.period in periods),
        doubts=tuple(one for one in document.doubts if one in periods),
    )


def _of(periods: Collection[str], amounts: Amounts) -> dict[Place, Decimal]:
    return {place: amount for place, amount in amounts.items() if place.period in periods}


def _rows(moved: Amounts, loaded: Amounts, classes: Classified, chart: Chart) -> Iterable[Row]:
    by_place: dict[Place, dict[str, Decimal]] = {}
    for kind in Class:
        for place, amount in classes.get(kind, {}).items():
            by_place.setdefault(place, {})[kind.value] = amount
    for place in sorted({*moved, *loaded, *by_place}, key=lambda one: (one.period, chart.called(one.account))):
        yield Row(
            account_id=place.account,
            account=chart.called(place.account),
            period=place.period,
            moved=moved.get(place, ZERO),
            loaded=loaded.get(place, ZERO),
            classes=by_place.get(place, {}),
        )
