"""What could not be loaded, kept with the reason and the way to mend it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Self

from msgspec.structs import asdict

from ml_connector.sync.facts import Refusal
from ml_connector.sync.payload import Payload
from ml_connector.sync.references import ReferenceRow


class Quarantined(Payload, frozen=True):
    """One row, or a whole document that could not be read.

    page     the raw page that holds the document
    loaded   the row is in the model all the same, on a suspense member
    values   the row's fields as text; empty for an unreadable document
    """

    entity: str
    dataset: str
    document_id: str
    reason: str
    remedy: str
    page: str
    document_number: str = ""
    line_key: str = ""
    loaded: bool = False
    values: Mapping[str, Any] = {}

    @classmethod
    def fact(cls, refusal: Refusal, dataset: str, page: str, *, loaded: bool = False) -> Self:
        """A line or a payment."""
        row = refusal.row
        values = {key: value for key, value in asdict(row).items() if key != "header"} | asdict(row.header)
        return cls(
            entity=row.header.entity,
            dataset=dataset,
            document_id=row.header.document_id,
            reason=refusal.reason,
            remedy=refusal.remedy,
            page=page,
            document_number=row.header.document_number,
            line_key=row.line_key,
            loaded=loaded,
            values=values,
        )

    @classmethod
    def member(cls, row: ReferenceRow, dataset: str, page: str, reason: str, remedy: str) -> Self:
        """An account, an option or an organisation."""
        return cls(
            entity=row.entity,
            dataset=dataset,
            document_id=row.id,
            reason=reason,
            remedy=remedy,
            page=page,
            values=row.as_dict(),
        )

    @classmethod
    def unreadable(cls, entity: str, dataset: str, document_id: str, reason: str, page: str) -> Self:
        """A document whose shape cannot be read."""
        remedy = "look at the document on the raw page, then report it: the connector cannot read its shape"
        return cls(entity=entity, dataset=dataset, document_id=document_id, reason=reason, remedy=remedy, page=page)


def kept_back(rows: Iterable[Quarantined]) -> Callable[[str], Collection[str]]:
    """The keys of a document's rows that are not in the model, without their entity; given by the document's id."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        if not row.loaded:
            keys.setdefault(row.document_id, set()).add(row.line_key.removeprefix(f"{row.entity}-"))
    return lambda id_: keys.get(id_, ())
