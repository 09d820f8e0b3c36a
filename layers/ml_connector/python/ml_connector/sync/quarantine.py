"""What could not be loaded, kept with the reason and the way to mend it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from ml_connector.sync.facts import Refusal
from ml_connector.sync.references import ReferenceRow


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One row, or a whole document that could not be read.

    page     the raw page that holds the document
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
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def fact(cls, refusal: Refusal, dataset: str, page: str) -> Self:
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
            values=values,
        )

    @classmethod
    def member(cls, row: ReferenceRow, dataset: str, page: str, reason: str, remedy: str) -> Self:
        """An account, an option or an organisation."""
        return cls(row.entity, dataset, row.id, reason, remedy, page, values=row.as_dict())
