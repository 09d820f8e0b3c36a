"""Gzip whose bytes depend on nothing but the content, so that a repeated step writes the same object.

Knows bytes and lines only.
"""

import gzip
import io
from collections.abc import Iterable


def compress(content: bytes) -> bytes:
    """The gzip of ``content``, without time or file name in its header."""
    return gzip.compress(content, mtime=0)


def compress_lines(lines: Iterable[bytes]) -> bytes:
    """The gzip of ``lines``, each ended by a newline; only the compressed side is ever whole in memory."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed:
        for line in lines:
            packed.write(line + b"\n")
    return out.getvalue()
