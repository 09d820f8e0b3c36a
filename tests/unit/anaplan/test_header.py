"""A file is uploaded only if the import expects exactly its columns and its format."""

import pytest
from ml_connector.anaplan.header import check_header, check_sources
from ml_connector.anaplan.models import FileFormat, ImportSource, ServerFile
from ml_connector.errors import ContractBroken, SettingsWrong
from msgspec.structs import replace

OURS = ["Line", "Entity", "Amount"]
THEIRS = FileFormat(
    text_encoding="UTF-8",
    column_separator=",",
    text_delimiter='"',
    decimal_separator=".",
    header_row=1,
    first_data_row=2,
    header_names=("Line", "Entity", "Amount"),
)


def _with(**changes: object) -> FileFormat:
    return replace(THEIRS, **changes)


def test_the_same_columns_are_fine() -> None:
    """The ordinary case."""
    check_header("Lines", THEIRS, OURS)


def test_another_order_of_the_same_names_is_refused() -> None:
    """An import that was mapped by position would load swapped columns without a word."""
    with pytest.raises(ContractBroken, match="another order there: Line, Entity, Amount"):
        check_header("Lines", THEIRS, ["Entity", "Line", "Amount"])


def test_what_anaplan_leaves_out_is_not_compared() -> None:
    """Its metadata omits what is unset."""
    check_header("Lines", FileFormat(header_names=tuple(OURS)), OURS)


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        (["Line", "Entity"], ["column 'Amount' there, missing here"]),
        ([*OURS, "Colour"], ["column 'Colour' here, unknown there"]),
        (["Line", "Entity", "amount "], ["column 'amount ' here, 'Amount' there"]),
        (
            ["Line", "Entity", "Amounts", "Zone"],
            ["column 'Amounts' here, 'Amount' there", "column 'Zone' here, unknown"],
        ),
        ([*OURS, "Line"], ["column 'Line' stands 2 times here"]),
    ],
    ids=["missing", "extra", "other case", "renamed and extra", "twice"],
)
def test_a_difference_of_columns_is_shown_side_by_side(ours: list[str], expected: list[str]) -> None:
    """A renamed column would be dropped by Anaplan without a word."""
    with pytest.raises(ContractBroken, match="import 'Lines' expects another file") as caught:
        check_header("Lines", THEIRS, ours)

    assert all(line in str(caught.value) for line in expected)
    assert str(caught.value).count("  column") == len(expected)


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (_with(text_encoding="ISO-8859-1"), "text encoding: here UTF-8, there ISO-8859-1"),
        (_with(text_encoding="Klingon"), "text encoding: here UTF-8, there Klingon"),
        (_with(column_separator="\t"), r"column separator: here ',', there '\t'"),
        (_with(text_delimiter="'"), "text delimiter: here '\"', there \"'\""),
        (_with(decimal_separator=","), "decimal separator: here '.', there ','"),
        (_with(header_row=0), "header row: here 1, there 0"),
        (_with(first_data_row=3), "first data row: here 2, there 3"),
        (_with(header_names=()), "Anaplan knows none"),
    ],
    ids=["encoding", "odd encoding", "separator", "delimiter", "decimals", "header row", "data row", "no columns"],
)
def test_a_difference_of_format_is_shown(theirs: FileFormat, expected: str) -> None:
    """ISO-8859-1 is what Anaplan proposes, and it would mangle every accent without an error."""
    with pytest.raises(ContractBroken) as caught:
        check_header("Lines", theirs, OURS)

    assert expected in str(caught.value)


@pytest.mark.parametrize("spelling", ["utf8", "utf-8", "UTF_8"])
def test_an_encoding_may_be_spelled_differently(spelling: str) -> None:
    """It is the same encoding."""
    check_header("Lines", _with(text_encoding=spelling), OURS)


FILE = ServerFile(id="113000000001", name="lines.csv")


def _source(file_id: str | None, theirs: FileFormat = THEIRS) -> ImportSource:
    return ImportSource(id="112000000001", name="Lines", file_id=file_id, format=theirs)


def test_every_import_of_a_process_that_reads_the_file_is_checked() -> None:
    """The list and the module import of one process may have been mapped at different times."""
    other = _source(FILE.id, _with(header_names=("Line",)))

    with pytest.raises(ContractBroken, match="column 'Entity' here"):
        check_sources("Load", FILE, [_source(FILE.id), other], OURS)


def test_an_import_of_another_source_is_not_checked() -> None:
    """A process may also load other things."""
    check_sources("Load", FILE, [_source(None), _source(FILE.id)], OURS)


@pytest.mark.parametrize(
    ("sources", "told"),
    [([], "runs no import"), ([_source(None)], "no uploaded file"), ([_source("113000000009")], "113000000009")],
    ids=["no import", "a model as source", "another file"],
)
def test_an_upload_that_nothing_would_read_is_refused(sources: list[ImportSource], told: str) -> None:
    """It would succeed and change nothing."""
    with pytest.raises(SettingsWrong, match=r"does not read the file 'lines\.csv'") as caught:
        check_sources("Load", FILE, sources, OURS)

    assert told in str(caught.value)
