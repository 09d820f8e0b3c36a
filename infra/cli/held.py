"""Who holds which Anaplan model, for a person and for programs. Pure."""

from collections.abc import Iterable

from ml_connector.plain import Instant
from ml_connector.stores.locks import HeldLock
from msgspec import Struct
from rich import box
from rich.table import Table


class LockLine(Struct, frozen=True):
    """One model that is held.

    status    of the holder's execution; UNKNOWN: Step Functions has forgotten it
    until     when its lease ends; whoever comes later may take the model over
    left      runs whose lease ran out before, and whose imports nobody has seen the end of yet
    at_work   steps that have begun and may still go on
    """

    model: str
    run: str
    attempt: int
    purpose: str
    since: Instant
    until: Instant
    fence: int
    status: str
    left: tuple[str, ...]
    at_work: tuple[str, ...]


class Locks(Struct, frozen=True):
    """All of them; empty when every model is free."""

    locks: tuple[LockLine, ...]


def line(held: HeldLock, status: str) -> LockLine:
    """One lock as it is shown."""
    holder = held.holder
    return LockLine(
        model=str(held.model),
        run=holder.run,
        attempt=holder.attempt,
        purpose=holder.purpose,
        since=holder.since,
        until=holder.until,
        fence=held.fence,
        status=status,
        left=tuple(one.run for one in held.left),
        at_work=tuple(one.step for one in held.at_work),
    )


def table(found: Iterable[LockLine]) -> Table:
    """Who has what since when."""
    shown = Table(box=box.SIMPLE)
    shown.add_column("Model", overflow="fold")
    for title in ("Run", "Does", "Since (UTC)", "Until (UTC)", "Its execution"):
        shown.add_column(title, overflow="fold")
    for one in found:
        times = (f"{at:%Y-%m-%d %H:%M:%S}" for at in (one.since, one.until))
        shown.add_row(one.model, f"{one.run}, attempt {one.attempt}", one.purpose, *times, one.status)
    return shown
