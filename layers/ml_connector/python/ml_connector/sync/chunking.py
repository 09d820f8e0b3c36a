"""Lines into chunks: whole lines, each chunk a gzip stream of its own, the same input always the same bytes."""

import zlib
from collections.abc import Callable

from ml_connector.errors import SettingsWrong

MOST_CHUNKS = 1000
"""Anaplan takes at most so many per file. Source: Anaplan, Upload a file in chunks."""

_LEVEL = 2  # less than half the time of the usual 6 for a quarter more bytes
_GZIP = 31  # zlib's way of saying: a gzip header without a time stamp


class Chunks:
    """Collects lines and hands over each full chunk.

    limit   bytes before compression; a single longer line still is one chunk
    put     takes the index, from 0, and the gzipped bytes
    """

    def __init__(self, header: str, limit: int, put: Callable[[int, bytes], object]) -> None:
        self._limit, self._put = limit, put
        self._lines: list[str] = [header]
        self._size = len(header)
        self.count = 0
        self.rows = 0

    def add(self, *lines: str) -> None:
        """More rows."""
        for line in lines:
            size = len(line)
            if self._size + size > self._limit and self._lines:
                self._flush()
            self._lines.append(line)
            self._size += size
        self.rows += len(lines)

    def close(self) -> int:
        """Hand over what is left; returns how many chunks there are, 0 if there was no row."""
        if self.rows:
            self._flush()
        return self.count

    def _flush(self) -> None:
        if self.count == MOST_CHUNKS:
            raise SettingsWrong(
                f"The file needs more than {MOST_CHUNKS} chunks of {self._limit} bytes, which Anaplan does not take; "
                "raise anaplan.chunk_bytes or load the dataset in shorter periods"
            )
        packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
        text = "".join(self._lines).encode()
        self._put(self.count, packer.compress(text) + packer.flush())
        self.count += 1
        self._lines, self._size = [], 0
