"""Reads a failure dump: the rows that an import refused, each with Anaplan's reasons. Pure.

Source: Anaplan, "Download the dump file": the source's columns, then __Error__0, __Error__1, … as CSV.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ml_connector.errors import ContractBroken

_REASON = "__Error__"

# A refused row comes back as it was sent, and a description may be longer than the 128 KB at which csv gives up.
csv.field_size_limit(50_000_000)


class DumpRow(Struct, frozen=True):
    """One refused row.

    cells     by column, as they were sent; the first column's name may be empty
    reasons   in Anaplan's words; may be several, may be none
    """

    cells: Mapping[str, str]
    reasons: tuple[str, ...]


def read_dump(chunks: Iterable[bytes]) -> Iterator[DumpRow]:
    """The rows of a dump, streamed; chunks may be cut anywhere, even inside a character.

    raises   ContractBroken when the bytes are no CSV
    """
    try:
        yield from _rows(csv.reader(_lines(chunks)))
    except csv.Error as error:
        raise ContractBroken(
            f"The failure dump cannot be read as CSV ({error}); look at it where it is kept with the run"
        ) from error


def _rows(table: Iterator[list[str]]) -> Iterator[DumpRow]:
    header = next(table, [])
    for row in table:
        if row:
            named = list(zip(header, row, strict=False))
            yield DumpRow(
                cells={name: value for name, value in named if not name.startswith(_REASON)},
                reasons=tuple(value for name, value in named if name.startswith(_REASON) and value),
            )


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = ""
    # A damaged character must not hide the reasons beside it.
    for text in codecs.iterdecode(chunks, "utf-8-sig", errors="replace"):
        *lines, rest = (rest + text).split("\n")
        yield from (line + "\n" for line in lines)
    if rest:
        yield rest
