"""What an organisation's books are when they come in: from a folder, from the demo firm, or inline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Fields = Mapping[str, Any]


class Books(Protocol):
    """Books from anywhere; ``collections`` are keyed by Xero's names, such as "Invoices"."""

    @property
    def tenant_id(self) -> str:
        """The tenant id, which is the OrganisationID."""

    @property
    def name(self) -> str | None:
        """The organisation's name, if it has one."""

    @property
    def collections(self) -> Mapping[str, Sequence[Fields]]:
        """The records of every collection that is not empty."""


@dataclass(frozen=True)
class GivenBooks:
    """Books that were handed in."""

    tenant_id: str
    name: str | None
    collections: Mapping[str, Sequence[Fields]]


def books_of(collections: Mapping[str, Sequence[Fields]]) -> GivenBooks:
    """The books, named by their own Organisation record; raises ValueError if there is none."""
    organisations = collections.get("Organisations") or collections.get("Organisation")
    if not organisations or "OrganisationID" not in organisations[0]:
        raise ValueError('no organisation: "Organisations" must hold one record with an OrganisationID')
    return GivenBooks(str(organisations[0]["OrganisationID"]), organisations[0].get("Name"), collections)
