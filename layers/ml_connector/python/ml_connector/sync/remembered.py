"""What a run has done about a document."""

from datetime import datetime

from msgspec import Struct

from ml_connector.sync.changes import Change, Record


class Remembered(Struct, frozen=True, gc=False):
    """What became of a document, for its record and for the audit; its record is written before its rows are sent.

    updated     None for a document that cannot be read
    rows        that are sent
    label       enough to name the document again when it has vanished
    number      what a person calls it; empty if it has no number
    period      such as 2026-10; empty if it has no date
    held        rows that are kept back
    chunk       the one in which its last row is; None if none is sent
    suspended   cells that stand on a suspense member in the model
    """

    document_id: str
    updated: datetime | None
    page: str
    rows: int
    change: Change
    label: str
    number: str = ""
    period: str = ""
    held: int = 0
    chunk: int | None = None
    suspended: int = 0

    def is_news(self, record: Record | None) -> bool:
        """Whether the record has to be written: rows are sent, or what is known of the document has changed."""
        if self.change.send or self.change.older:
            return self.change.send
        if record is None:
            return bool(self.held)
        waits = (self.held, self.suspended) != (record.held, record.suspended)
        return waits or (record.updated or self.updated) != self.updated
