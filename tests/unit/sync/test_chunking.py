"""Lines into chunks."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import SettingsWrong
from ml_connector.sync.chunking import MOST_CHUNKS, Chunks

lines = st.lists(
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30).map("{}\n".format)
)


def cut(rows: list[str], limit: int) -> list[bytes]:
    chunks: dict[int, bytes] = {}
    collector = Chunks(b"head\n", limit, chunks.__setitem__)
    for row in rows:
        collector.add(row.encode())
    assert collector.close() == len(chunks)
    return [chunks[index] for index in range(len(chunks))]


@given(lines, st.integers(1, 200))
def test_joining_the_chunks_gives_back_the_header_and_every_line(rows: list[str], limit: int) -> None:
    """Anaplan joins them byte by byte."""
    joined = b"".join(zlib.decompress(chunk, 31) for chunk in cut(rows, limit)).decode()

    assert joined == ("head\n" + "".join(rows) if rows else "")


@given(lines, st.integers(1, 200))
def test_every_chunk_ends_with_a_whole_line(rows: list[str], limit: int) -> None:
    """A cut inside a character or a quoted cell could not be mended by anyone."""
    assert all(zlib.decompress(chunk, 31).endswith(b"\n") for chunk in cut(rows, limit))


@given(lines, st.integers(1, 200))
def test_the_same_lines_give_the_same_bytes(rows: list[str], limit: int) -> None:
    """A repeated step finds its own chunks and not others."""
    assert cut(rows, limit) == cut(rows, limit)


def test_nothing_to_send_is_no_chunk() -> None:
    """An import of a lone header would only block the model."""
    assert cut([], 100) == []


def test_more_chunks_than_anaplan_takes_are_refused_before_any_upload() -> None:
    """The message says which setting to raise."""
    with pytest.raises(SettingsWrong, match="chunk_bytes"):
        cut(["row\n"] * (MOST_CHUNKS + 2), 1)
