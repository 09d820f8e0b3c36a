"""What a run has pulled of the members that facts refer to, read back from its raw pages."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from ml_connector.errors import ContractBroken, SettingsWrong
from ml_connector.settings import Settings
from ml_connector.sync import references
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.members import Members
from ml_connector.sync.references import ReferenceRow
from ml_connector.wiring import parked
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.models.reference import Account, Contact, Currency, Organisation, TrackingCategory
from ml_connector.xero.profile import Profile, profile
from ml_connector.xero.reading import records

M = TypeVar("M", bound=XeroRecord)
RawPages = Iterable[tuple[str, bytes]]
"""Raw pages with their names, in the order in which they were read."""


def read_chart(run: str, entity: str) -> list[Account]:
    """The chart of accounts."""
    return _whole(run, entity, "accounts", Account)


def read_profile(run: str, entity: str) -> Profile:
    """The organisation with its financial year and its lock dates."""
    raw = parked.raw_pages()
    *_, newest = raw.pages(run, entity, "organisation")
    return profile(raw.read(newest), f"the organisation of {entity}")


def locked_until(runs: Iterable[str | None], entity: str) -> date | None:
    """The later lock date of the organisation, as the first of the runs that asked saw it; None without one."""
    asked = (run for run in runs if run and parked.raw_pages().pages(run, entity, "organisation"))
    run = next(asked, None)
    return read_profile(run, entity).locked_until if run else None


def read_members(run: str, entity: str) -> Members:
    """The members that facts may refer to."""
    return Members.of(
        _whole(run, entity, "accounts", Account), _whole(run, entity, "tracking_categories", TrackingCategory)
    )


def read_references(
    run: str, entity: str, dataset: str, settings: Settings
) -> tuple[Iterable[ReferenceRow], dict[str, str]]:
    """The members of a reference dataset that a run has pulled, and by id the raw page that each stands on.

    raises   SettingsWrong if it is another organisation
    """
    return references_on(_pages(run, entity, dataset), entity, dataset, settings)


def references_on(
    raw: RawPages, entity: str, dataset: str, settings: Settings
) -> tuple[Iterable[ReferenceRow], dict[str, str]]:
    """The same of raw pages from anywhere."""
    match dataset:
        case "accounts":
            rows, page = _read(raw, entity, dataset, Account)
            return references.accounts(rows, entity), page
        case "tracking_categories":
            categories, page = _read(raw, entity, dataset, TrackingCategory)
            options = {option.id: page[one.id] for one in categories for option in one.options}
            return references.options(categories, entity), options
        case "contacts":
            contacts, page = _read(raw, entity, dataset, Contact)
            return references.contacts(contacts, entity), page
        case "currencies":
            currencies, page = _read(raw, entity, dataset, Currency)
            return references.currencies(currencies, entity), page
    found, page = _read(raw, entity, "organisation", Organisation)
    return [references.organisation(_the_right_one(found, entity, settings), entity)], page


def _whole(run: str, entity: str, dataset: str, model: type[M]) -> list[M]:
    return _read(_pages(run, entity, dataset), entity, dataset, model)[0]


def _pages(run: str, entity: str, dataset: str) -> RawPages:
    raw = parked.raw_pages()
    return ((key, raw.read(key)) for key in raw.pages(run, entity, dataset))


def _read(raw: RawPages, entity: str, dataset: str, model: type[M]) -> tuple[list[M], dict[str, str]]:
    """All that was pulled of a reference dataset, each member as it was read last, and by id the page it stands on.

    A member that cannot be read stops the run, or facts would lose it.
    """
    endpoint = ENDPOINTS[dataset]
    found: dict[str, M] = {}
    page: dict[str, str] = {}
    for key, body in raw:
        for one in records(body, endpoint.key, model):
            if isinstance(one, Unreadable):
                raise ContractBroken(
                    f"{entity} {dataset}: record {one.id} cannot be read: {one.reason}; the page is kept at {key}"
                )
            found[one.id], page[one.id] = one, key  # type: ignore[attr-defined] # all of these have an id
    return list(found.values()), page


def _the_right_one(found: list[Organisation], entity: str, settings: Settings) -> Organisation:
    expected = settings.entities[entity].base_currency
    if len(found) != 1 or found[0].base_currency != expected:
        shown = ", ".join(f"{one.name or one.id} in {one.base_currency}" for one in found) or "none"
        raise SettingsWrong(
            f"entities.{entity} is an organisation in {expected}, but Xero shows {shown}; "
            "correct the tenant id or the base currency in the settings"
        )
    return found[0]
