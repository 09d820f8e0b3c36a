"""What is kept of rows that could not be loaded."""

from ml_connector import plain
from ml_connector.sync.quarantine import Quarantined


def test_a_document_that_could_not_be_read_is_kept_with_its_page_and_without_values() -> None:
    """There is nothing else to say of it, and saying that must not end the run."""
    kept = Quarantined.unreadable("UK", "invoices", "inv-1", "status: Field required", "runs/r/raw/1.json.gz")

    assert (kept.document_id, kept.page, kept.values) == ("inv-1", "runs/r/raw/1.json.gz", {})
    assert plain.read_json(Quarantined, plain.json(kept)) == kept
