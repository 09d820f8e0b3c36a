"""What a run has cost: calls of Xero's day, rows, seconds, and an estimate of what AWS will ask for it. Pure.

The estimate goes by list prices of us-east-1 in US dollars and by what can be counted from outside: it is there to
compare runs and to see an order of magnitude, and leaves out storage, logs and the free tier.
Source: AWS, the pricing pages of Step Functions, Lambda (arm64), DynamoDB (on demand) and S3, 2026.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime

from ml_connector.stores.run_items import RunHeader
from msgspec import Struct

from infra.local.home import Step

_TRANSITION = 0.000_025
_GB_SECOND = 0.000_013_333_4
_INVOCATION = 0.000_000_2
_WRITE, _READ = 0.000_000_625, 0.000_000_125
_PUT = 0.000_005

_WRITES_OF_A_CALL = 3
"""Items that an ordinary function writes besides records: the lock, the header, a note."""


class Cost(Struct, frozen=True):
    """One run; dollars is None if nothing is known of its execution any more."""

    xero_calls: int
    rows: int
    seconds: float | None
    dollars: float | None


class Listed(RunHeader, frozen=True, kw_only=True):
    """A run in a list.

    proven   of its ``loads``; a load without rows is proven by itself. Of a plan, journals that Xero holds as planned
    """

    proven: int
    loads: int
    cost: Cost


def told(cost: Cost) -> str:
    """The same for a person."""
    calls = f"{cost.xero_calls:,} Xero call{'' if cost.xero_calls == 1 else 's'}"
    return f"It took {calls}" + ("." if cost.dollars is None else f" and about ${cost.dollars:.4f} of AWS.")


def cost(header: RunHeader, steps: Iterable[Step], memory: Mapping[str, int]) -> Cost:
    """What is known from a run's header and its history.

    memory   of each function in MB
    """
    seen = list(steps)
    sums = {name: sum(one.counts.get(name, 0) for one in header.results) for name in _COUNTED}
    return Cost(
        xero_calls=sums["xero_calls"] + sum(one.calls for one in header.books),
        rows=sums["rows_sent"] + sums["approved"],
        seconds=(header.ended - header.started).total_seconds() if header.ended else None,
        dollars=round(_execution(seen, memory) + _storing(sums, seen), 6) if seen else None,
    )


_COUNTED = ("xero_calls", "rows_sent", "approved", "documents", "unchanged")


def _execution(steps: Iterable[Step], memory: Mapping[str, int]) -> float:
    """Transitions and functions; a function that waits for a place is counted as if it were at work."""
    called: defaultdict[str, deque[datetime]] = defaultdict(deque)
    dollars = 0.0
    for step in steps:
        if step.kind == "entered":
            dollars += _TRANSITION
        elif step.kind == "called":
            called[step.name].append(step.at)
        elif step.kind in ("answered", "raised") and called[step.name]:
            seconds = (step.at - called[step.name].popleft()).total_seconds()
            dollars += _INVOCATION + _GB_SECOND * seconds * memory.get(step.name, 0) / 1024
    return dollars


def _storing(sums: Mapping[str, int], steps: Iterable[Step]) -> float:
    """Every document is looked up, every changed one written; every page and every part of the audit is an object."""
    calls = sum(step.kind == "called" for step in steps)
    changed = sums["documents"] - sums["unchanged"]
    writes, reads = changed + _WRITES_OF_A_CALL * calls, sums["documents"] + _WRITES_OF_A_CALL * calls
    return writes * _WRITE + reads * _READ + (sums["xero_calls"] + calls) * _PUT
