"""Ctrl-C and SIGTERM end things in order: the first one unwinds, the next ones do not cut the unwinding short."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDS = (signal.SIGINT, signal.SIGTERM)


class _Orderly:
    """A handler that raises once: KeyboardInterrupt for Ctrl-C, SystemExit for SIGTERM."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self, number: int, _: FrameType | None) -> None:
        if self._asked:
            return
        self._asked = True
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)


@contextmanager
def orderly() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into an exception and ignore the rest until this block has ended.

    May be nested: the outermost block counts. Does nothing outside the main thread, which gets no signals.
    """
    if threading.current_thread() is not threading.main_thread() or _active():
        yield
        return
    handler = _Orderly()
    before = {number: signal.signal(number, handler) for number in ENDS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold signals back until this block has ended, then let the first of them through."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    missed: list[int] = []
    before = {number: signal.signal(number, lambda number, _: missed.append(number)) for number in ENDS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
    if missed:
        signal.raise_signal(missed[0])


def _active() -> bool:
    return isinstance(signal.getsignal(signal.SIGTERM), _Orderly)
