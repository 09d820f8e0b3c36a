"""Compares how an import reads its file with how we write it, before anything is uploaded. Pure.

Anaplan drops a renamed column without a word and reads a wrong encoding as it is, so the only safe moment is before.
"""

import codecs
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from ml_connector.anaplan.models import FileFormat, ImportSource, ServerFile
from ml_connector.errors import ContractBroken, SettingsWrong

_WRITTEN = {
    "column_separator": ",",
    "text_delimiter": '"',
    "decimal_separator": ".",
    "header_row": 1,
    "first_data_row": 2,
}
"""How chunks are written, in UTF-8, by the fields of ``FileFormat``."""

_LIKENESS = 0.75


def check_sources(action: str, file: ServerFile, sources: Sequence[ImportSource], header: Sequence[str]) -> None:
    """Do nothing if ``action`` reads ``file`` and every import in it that does so expects our columns.

    sources   the imports that the action runs
    raises    SettingsWrong when no import of the action reads the file, ContractBroken like ``check_header``
    """
    readers = [source for source in sources if source.file_id == file.id]
    if not readers:
        raise SettingsWrong(
            f"Anaplan: '{action}' does not read the file '{file.name}' ({file.id}): {_what_is_read(sources)}; "
            "name the file in settings that the import was made with, or choose that file in the import"
        )
    for source in readers:
        check_header(source.name, source.format, header)


def check_header(name: str, theirs: FileFormat, header: Sequence[str]) -> None:
    """Do nothing if the import expects our columns, in our order.

    An import that was mapped by position would load swapped columns without a word, and no call tells how it was.

    name      of the import, for the message
    theirs    from the import's metadata; what it leaves out is not compared
    header    our columns, in the order in which they are written
    raises    ContractBroken with every difference of format and, side by side, of columns
    """
    differences = [*_format_differences(theirs), *_column_differences(header, theirs.header_names)]
    if differences:
        listed = "\n".join(f"  {difference}" for difference in differences)
        raise ContractBroken(
            f"Anaplan: the import '{name}' expects another file than settings describe, so nothing was uploaded:\n"
            f"{listed}\nChange the columns in settings, or upload a sample in Anaplan and map the import anew."
        )


def _what_is_read(sources: Sequence[ImportSource]) -> str:
    if not sources:
        return "it runs no import"
    return ", ".join(f"'{s.name}' reads {s.file_id or 'no uploaded file'}" for s in sources)


def _format_differences(theirs: FileFormat) -> Iterator[str]:
    if theirs.text_encoding and not _same_encoding(theirs.text_encoding):
        yield f"text encoding: here UTF-8, there {theirs.text_encoding}"
    for field, here in _WRITTEN.items():
        there = getattr(theirs, field)
        if there is not None and there != here:
            yield f"{field.replace('_', ' ')}: here {here!r}, there {there!r}"


def _same_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False


def _column_differences(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    if not theirs:
        yield "columns: Anaplan knows none of this import's file"
        return
    yield from (f"column '{name}' stands {times} times here" for name, times in Counter(ours).items() if times > 1)
    extra = [name for name in ours if name not in theirs]
    missing = [name for name in theirs if name not in ours]
    for name in extra:
        twin = _twin(name, missing)
        if twin is None:
            yield f"column '{name}' here, unknown there"
        else:
            missing.remove(twin)
            yield f"column '{name}' here, '{twin}' there"
    yield from (f"column '{name}' there, missing here" for name in missing)
    if sorted(ours) == sorted(theirs) and list(ours) != list(theirs):
        yield f"columns in another order there: {', '.join(theirs)}"


def _twin(name: str, candidates: Sequence[str]) -> str | None:
    """The column that probably is the same one under another name."""
    by_form = {_form(candidate): candidate for candidate in candidates}
    close = difflib.get_close_matches(_form(name), by_form, n=1, cutoff=_LIKENESS)
    return by_form[close[0]] if close else None


def _form(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
