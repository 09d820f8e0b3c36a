"""What every organisation has left of its calls, and what the next run will take of them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from ml_connector.limits.left import Left, left
from ml_connector.limits.state import State
from ml_connector.settings import Settings
from ml_connector.stores.limits import LimitStore
from ml_connector.stores.run_items import RunHeader
from ml_connector.wiring.limits import allowed, app_key, tenant_key
from msgspec import Struct
from msgspec.structs import replace

from infra.cli.archive import Archive, table_of
from infra.local.home import Home

_RUNS = 50


class Allowance(Struct, frozen=True):
    """One entity.

    next_run   calls that the newest run took which pulled everything for it, or one for each dataset
    """

    entity: str
    tenant_id: str
    left: Left
    next_run: int


class Allowances(Struct, frozen=True):
    """All entities of the settings, in their order."""

    allowances: tuple[Allowance, ...]


def allowances(home: Home) -> Allowances:
    """As it is now; reads the home's settings, limits and newest runs."""
    settings, now = home.settings(), datetime.now(UTC).timestamp()
    states = LimitStore(table_of(home), State())
    runs = Archive(home).recent(_RUNS)
    return Allowances(
        allowances=tuple(
            Allowance(
                entity=code,
                tenant_id=entity.tenant_id,
                left=_left(states, settings, code, now),
                next_run=_next_run(runs, code, len(settings.loads)),
            )
            for code, entity in settings.entities.items()
        )
    )


def _left(states: LimitStore[State], settings: Settings, entity: str, now: float) -> Left:
    limits = allowed(settings.xero.limits)
    app = states.read(app_key(settings, entity))
    state = states.read(tenant_key(settings, entity))
    if app.pause and now < app.pause.until and (state.pause is None or state.pause.until < app.pause.until):
        state = replace(state, pause=app.pause)
    return left(state, limits, now)


def _next_run(runs: Iterable[RunHeader], entity: str, datasets: int) -> int:
    """A delta costs about what the last one cost; nothing is cheaper than one call for each dataset."""
    for run in runs:
        counts = [result.counts.get("xero_calls", 0) for result in run.results if result.entity == entity]
        if run.status == "SUCCEEDED" and len(counts) >= datasets:
            return max(datasets, sum(counts)) + sum(one.calls for one in run.books if one.entity == entity)
    return datasets
