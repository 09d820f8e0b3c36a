"""Gzip whose bytes depend on nothing but the content, so that a repeated step writes the same object.

Knows bytes and lines only.
"""

import gzip
import io


class Lines:
    """Lines that are compressed as they come; only the compressed side is ever whole in memory."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._packed = gzip.GzipFile(filename="", fileobj=self._out, mode="wb", mtime=0)

    def add(self, line: bytes) -> None:
        """One more line, without its newline."""
        self._packed.write(line + b"\n")

    def close(self) -> bytes:
        """The gzip of all lines, without time or file name in its header."""
        self._packed.close()
        return self._out.getvalue()
