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

    ``count`` is also the index of the chunk that takes the newest line; ``rows`` counts lines without the header.
    """

    def __init__(self, header: bytes, limit: int, put: Callable[[int, bytes], object]) -> None:
        self._limit, self._put = limit, put
        self._parts = [header]
        self._size = len(self._parts[0])
        self.count = 0
        self.rows = 0

    def add(self, *lines: bytes) -> None:
        """More rows. Those that are handed over together stay together unless they fill more than a chunk."""
        part = b"".join(lines)
        if self._size + len(part) <= self._limit:
            self._append(part)
        else:
            for line in lines:
                self._append_or_begin(line)
        self.rows += len(lines)

    def close(self) -> int:
        """Hand over what is left; returns how many chunks there are, 0 if there was no row."""
        if self.rows:
            self._flush()
        return self.count

    def _append_or_begin(self, part: bytes) -> None:
        if self._size + len(part) > self._limit and self._parts:
            self._flush()
        self._append(part)

    def _append(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)

    def _flush(self) -> None:
        if self.count == MOST_CHUNKS:
            raise SettingsWrong(
                f"The file needs more than {MOST_CHUNKS} chunks of {self._limit} bytes, which Anaplan does not take; "
                "raise anaplan.chunk_bytes or load the dataset in shorter periods"
            )
        packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
        self._put(self.count, packer.compress(b"".join(self._parts)) + packer.flush())
        self.count += 1
        self._parts, self._size = [], 0
