"""CSV as the connector writes it, cut into chunks of whole lines."""

import csv
import gzip
import io
from collections.abc import Sequence

ENTITIES = ["Code", "Name", "Base currency"]
ACCOUNTS = ["Code", "Name", "Entity", "Account code", "Type", "Class", "Status"]
LINES = [
    *("Line", "Entity", "Document type", "Document", "Document number", "Date", "Period", "Account"),
    *("Department", "Region", "Contact", "Description", "Currency", "Rate", "Amount", "Tax"),
    *("Base amount", "Base tax", "Status", "Link"),
]


def chunks_of(rows: Sequence[Sequence[str]], rows_per_chunk: int) -> list[bytes]:
    starts = range(0, len(rows), rows_per_chunk)
    return [gzip.compress(_text(rows[start : start + rows_per_chunk]), mtime=0) for start in starts]


def line(key: str, amount: str, **cells: str) -> list[str]:
    """A row of a document line; what is not named is empty."""
    named = {"Line": key, "Entity": "UK", "Amount": amount, "Period": "Oct 26", **cells}
    return [named.get(column, "") for column in LINES]


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
