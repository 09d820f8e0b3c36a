"""The bytes of an export into the cells of its CSV, line by line and never whole in memory."""

import codecs
import csv
from collections.abc import Iterable, Iterator

from ml_connector.errors import ContractBroken

Line = tuple[int, list[str]]
"""The number of a record, from 1, and its cells."""


def read_lines(chunks: Iterable[bytes], separator: str = ",", delimiter: str = '"') -> Iterator[Line]:
    """Every record of the file that is not empty.

    chunks   of UTF-8, cut anywhere
    raises   ContractBroken for other bytes, and for quotes that do not match
    """
    records = csv.reader(_texts(chunks), delimiter=separator or ",", quotechar=delimiter or '"', strict=True)
    try:
        for number, cells in enumerate(records, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise ContractBroken(
            f"The export's CSV cannot be read near line {records.line_num} ({error}); look at the export's file in "
            "Anaplan, and at its separator and text delimiter"
        ) from error


def _texts(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines with their ends; a line end inside of quotes is put together again by the CSV reader."""
    decoder, rest = codecs.getincrementaldecoder("utf-8-sig")(), ""
    try:
        for chunk in chunks:
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (line + "\n" for line in whole)
        if rest := rest + decoder.decode(b"", final=True):
            yield rest
    except UnicodeDecodeError as error:
        raise ContractBroken(
            f"The export is not in UTF-8 ({error.reason}); set the encoding of the export to UTF-8 in Anaplan"
        ) from error
