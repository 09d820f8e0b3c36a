"""A look ahead as tables and as CSV."""

import csv
import io
from decimal import Decimal

from ml_connector.sync.forecast import Calls
from ml_connector.sync.preview import Kept, Movement, Preview, Work
from rich.console import Console

from infra.cli.preview_csv import Part, as_csv
from infra.cli.previews import as_tables

FOUND = Preview(
    period=None,
    calls=(
        Calls(entity="UK", purpose="pull", least=12, most=12),
        Calls(entity="UK", purpose="journals", least=1, most=100, why="nobody knows how many are new"),
    ),
    work=(
        Work(
            entity="UK",
            dataset="invoices",
            xero_calls=12,
            documents=2,
            rows=3,
            tombstones=0,
            quarantined=1,
            kept=(Kept(reason="no account", remedy="give it one", rows=1, example="INV-1"),),
        ),
    ),
    members=(),
    movements=(
        Movement(entity="UK", account="200 Sales", period="Oct 26", before=Decimal("1.50"), change=Decimal(2)),
        Movement(entity="UK", account="400 Rent", period="Oct 26", before=None, change=Decimal(-1)),
    ),
)


def read(part: Part) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(as_csv(FOUND, part)))]


def test_calls_are_told_with_their_bounds_and_the_reason_for_them() -> None:
    """A sum alone would hide what is certain and what is not."""
    assert [(one["purpose"], one["least"], one["most"]) for one in read(Part.CALLS)] == [
        ("pull", "12", "12"),
        ("journals", "1", "100"),
    ]

    console = Console(width=160, record=True, file=io.StringIO())
    console.print(as_tables(FOUND))
    text = console.export_text()
    assert "would take 13 Xero calls, 112 at most" in text
    assert "nobody knows how many are new" in text


def test_every_table_can_be_had_as_csv_with_its_header_even_if_it_is_empty() -> None:
    """A sheet that is fed by it must not lose its columns on a quiet day."""
    assert all(as_csv(FOUND, part).startswith("entity,") for part in Part)
    assert read(Part.MEMBERS) == []
    assert [one["rows"] for one in read(Part.ROWS)] == ["3"]


def test_what_nobody_can_say_is_an_empty_cell() -> None:
    """A zero would be a claim."""
    assert [(one["before"], one["change"], one["after"]) for one in read(Part.CHANGES)] == [
        ("1.50", "2", "3.50"),
        ("", "-1", ""),
    ]
