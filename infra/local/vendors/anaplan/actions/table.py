"""An uploaded file read as a table, by the rules its data source was given. Knows no lists and no cells."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from infra.local.vendors.anaplan.state.model import SourceFile

# The module's own limit of 131,072 characters would refuse a field that Anaplan only refuses as a cell. It is one
# setting for the whole process; nobody else here relies on the smaller one.
csv.field_size_limit(100_000_000)


class TableError(Exception):
    """The file is no table; ``type`` is the task result's."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.type = error_type


@dataclass(frozen=True)
class Table:
    """Headers, and rows that are all as wide as the header."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, name: str) -> list[str]:
        """The texts below a header; the first one counts if a header is there twice."""
        index = self.header.index(name)
        return [row[index] for row in self.rows]


def read_table(content: bytes, source: SourceFile) -> Table:
    """The file's table. Bytes that are not in the source's encoding are replaced, as encodings are never sniffed.

    A byte order mark stays part of the first header: what Anaplan does with one is undocumented, and this way
    a client that sends one is told. Raises TableError.
    """
    text = io.StringIO(content.decode(source.encoding, errors="replace"), newline="")
    lines = csv.reader(
        text,
        delimiter=source.separator,
        quotechar=source.delimiter or None,
        quoting=csv.QUOTE_MINIMAL if source.delimiter else csv.QUOTE_NONE,
        strict=True,
    )
    try:
        header = [cell.strip() for cell in next(islice(lines, source.header_row - 1, None), [])]
        rows = [row for row in islice(lines, source.first_data_row - source.header_row - 1, None) if row]
    except csv.Error as wrong:
        unmatched = "unexpected end" in str(wrong)
        raise TableError(
            "unmatchedTextDelimiter" if unmatched else "columnSeparatorExpected",
            f"{'Unmatched text delimiter' if unmatched else 'Column separator expected'} at line {lines.line_num}",
        ) from wrong
    width = len(header)
    return Table(header, [row if len(row) == width else (row + [""] * width)[:width] for row in rows])
