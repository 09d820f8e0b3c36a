"""Staying in the foreground until somebody says stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


@contextmanager
def until_asked_to_stop() -> Iterator[None]:
    """After the block, wait for SIGTERM or Ctrl-C; both mean that all is well."""
    try:
        yield
        Event().wait()
    except (KeyboardInterrupt, SystemExit):
        return
