"""What a run has pulled, read back from its raw pages."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from ml_connector.errors import ContractBroken, SettingsWrong
from ml_connector.settings import Settings
from ml_connector.sync import references
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.mapping import Page
from ml_connector.sync.members import Members
from ml_connector.sync.references import ReferenceRow
from ml_connector.wiring import parked
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models import Account, Organisation, TrackingCategory, XeroRecord
from ml_connector.xero.reading import records

M = TypeVar("M", bound=XeroRecord)


def pages(run: str, entity: str, dataset: str) -> Iterator[Page[Any]]:
    """The documents of every page, the page that was read last first."""
    endpoint, raw = ENDPOINTS[dataset], parked.raw_pages()
    for key in reversed(raw.pages(run, entity, dataset)):
        yield Page(key, records(raw.read(key), endpoint.key, endpoint.model))


def read_members(run: str, entity: str) -> Members:
    """The members that facts may refer to."""
    return Members.of(
        _whole(run, entity, "accounts", Account)[1], _whole(run, entity, "tracking_categories", TrackingCategory)[1]
    )


def read_references(run: str, entity: str, dataset: str, settings: Settings) -> tuple[str, Iterable[ReferenceRow]]:
    """The raw page of a reference dataset and its members; raises SettingsWrong if it is another organisation."""
    if dataset == "accounts":
        page, chart = _whole(run, entity, dataset, Account)
        return page, references.accounts(chart, entity)
    if dataset == "tracking_categories":
        page, categories = _whole(run, entity, dataset, TrackingCategory)
        return page, references.options(categories, entity)
    page, found = _whole(run, entity, dataset, Organisation)
    return page, [references.organisation(_the_right_one(found, entity, settings), entity)]


def _whole(run: str, entity: str, dataset: str, model: type[M]) -> tuple[str, list[M]]:
    """The page of a dataset that is read whole; a member that cannot be read stops the run, or facts would lose it."""
    endpoint, raw = ENDPOINTS[dataset], parked.raw_pages()
    (page,) = raw.pages(run, entity, dataset)
    found = records(raw.read(page), endpoint.key, model)
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    if unreadable:
        raise ContractBroken(
            f"{entity} {dataset}: {len(unreadable)} of {len(found)} records cannot be read, first {unreadable[0].id}: "
            f"{unreadable[0].reason}; the page is kept at {page}"
        )
    return page, [one for one in found if not isinstance(one, Unreadable)]


def _the_right_one(found: list[Organisation], entity: str, settings: Settings) -> Organisation:
    expected = settings.entities[entity].base_currency
    if len(found) != 1 or found[0].base_currency != expected:
        shown = ", ".join(f"{one.name or one.id} in {one.base_currency}" for one in found) or "none"
        raise SettingsWrong(
            f"entities.{entity} is an organisation in {expected}, but Xero shows {shown}; "
            "correct the tenant id or the base currency in the settings"
        )
    return found[0]
