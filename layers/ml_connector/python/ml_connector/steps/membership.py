"""What a load is held against: the lists as the run has read them back, and what other organisations call the same."""

from collections.abc import Iterator, Mapping, Sequence

from ml_connector.columns import Column
from ml_connector.datasets import DATASETS, NEEDED_BY_FACTS
from ml_connector.errors import MembersUnknown
from ml_connector.settings import Dimension, Settings
from ml_connector.settings.document import parents_of
from ml_connector.steps.reading import read_references
from ml_connector.stores.objects import NotThere
from ml_connector.sync.calendar import Periods
from ml_connector.sync.cutting import Texts
from ml_connector.sync.drift import Finding, Gate, by_code
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.membership import Checks, KnownMembers, Members
from ml_connector.sync.payload import Target
from ml_connector.sync.reach import unnamed
from ml_connector.sync.references import ReferenceRow
from ml_connector.wiring import parked

_SHOWN = 5
_ON_EVERY_ROW = ("account_id", "account_code", "account_name")
"""A row without one of these is no figure; one without a tracking option is."""


def checks(run: str, target: Target, settings: Settings) -> Checks:
    """What the columns of a load are held against."""
    dimensions, periods = settings.dimensions_of(target.dataset), Periods(settings.calendar)
    if DATASETS[target.dataset].kind == "reference":
        headers = (header for one in dimensions.values() for header in (one.code, one.name))
        return Checks(dict.fromkeys(headers, Texts()), periods)
    columns = settings.loads[target.dataset].columns
    return Checks(
        {
            header: members
            for name, one in dimensions.items()
            for header, members in _members(run, target, name, one, columns)
        },
        periods,
    )


def gate(run: str, target: Target, settings: Settings, encoder: Encoder) -> Gate | None:
    """What the members of a reference dataset are held against; None if settings do not say which list they are in."""
    for name, dimension in settings.dimensions_of(target.dataset).items():
        items = parked.members().read(run, target.model_id, name, "lists")
        before = earlier(settings, target.entity, target.dataset)
        owners: dict[str, ReferenceRow] = {}
        for entity in before if is_shared(settings, target.dataset, dimension) else ():
            rows, _ = read_references(run, entity, target.dataset, settings)
            owners |= {key: row for key, row in by_code(rows, encoder, dimension) if key not in owners}
        return Gate(
            target.entity, target.dataset, name, dimension, encoder, items, owners, _above(run, target, name, dimension)
        )
    return None


def _above(run: str, target: Target, name: str, dimension: Dimension) -> KnownMembers | None:
    if dimension.parents is None:
        return None
    return KnownMembers.of(parked.members().read(run, target.model_id, parents_of(name), "lists"))


def stop_early(run: str, target: Target, settings: Settings, rows: Sequence[ReferenceRow]) -> None:
    """Raise MembersUnknown if facts could name a member that a list kept by a person lacks, and that is to stop a run.

    Asked before anything is loaded; lists that no fact of this run is held against were not read.
    """
    for name, dimension in settings.guards.items() if target.dataset in NEEDED_BY_FACTS else ():
        try:
            known = KnownMembers.of(parked.members().read(run, target.model_id, name, "lists"))
        except NotThere:
            continue
        found = [
            one
            for dataset, load in settings.loads.items()
            if DATASETS[dataset].kind == "fact" and settings.model_of(target.entity, dataset) == target.model
            for one in unnamed(rows, target.dataset, name, dimension, known, load.columns)
        ]
        if found:
            told = "; ".join(dict.fromkeys(f"{one.member} {one.name}: {one.now}" for one in found[:_SHOWN]))
            raise MembersUnknown(
                f"{target.entity} {target.dataset}: rows that name these could not be loaded ({told}), and the "
                "settings say that the run stops then: nothing has been loaded. `ml-connector map check` shows all"
            )


def keep_apart(run: str, attempt: int, target: Target, name: str, findings: list[Finding]) -> None:
    """Tell the facts of this entity which members mean something else in another organisation."""
    blocked = [Item(one.member, one.now, {}) for one in findings if one.kind == "ambiguous"]
    if blocked:
        parked.members().put(run, attempt, target.model_id, name, _blocked(target), blocked)


def _members(
    run: str, target: Target, name: str, dimension: Dimension, columns: Mapping[str, Column]
) -> Iterator[tuple[str, Members]]:
    store = parked.members()
    known = KnownMembers.of(store.read(run, target.model_id, name, "facts"))
    try:
        blocked = {item.code.casefold(): item.name for item in store.read(run, target.model_id, name, _blocked(target))}
    except NotThere:
        blocked = {}
    for header in columns.keys() & set(dimension.columns):
        needed = any(field in _ON_EVERY_ROW for field in columns[header].fields)
        yield header, Members(dimension, known, blocked, is_needed=needed)


def _blocked(target: Target) -> str:
    return f"blocked-{target.entity}"


def is_shared(settings: Settings, dataset: str, dimension: Dimension) -> bool:
    """Whether two organisations can give one code to members of their own."""
    return not {"entity", "id"} & set(settings.loads[dataset].columns[dimension.code].fields)


def earlier(settings: Settings, entity: str, dataset: str) -> Iterator[str]:
    """The entities that come before this one in the settings and load into the same model: codes are theirs first."""
    for other in settings.entities:
        if other == entity:
            return
        if settings.model_of(other, dataset) == settings.model_of(entity, dataset):
            yield other
