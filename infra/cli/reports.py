"""What a command says of a run, in one shape for people and programs. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ml_connector import plain
from ml_connector.plain import Instant, Plain
from ml_connector.stores.run_items import DatasetResult, Parked, RunHeader
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict, replace

from infra.cli.costs import Cost
from infra.cli.mapping_tables import TableFound
from infra.cli.progress import Progress
from infra.cli.stages import Stage, State
from infra.cli.trouble import Trouble, next_step
from infra.local.home import Ending

UNTROUBLED = ("SUCCEEDED", "RUNNING", "PENDING_REDRIVE")


class Result(Struct, frozen=True):
    """One dataset of one entity: of what its run has counted, what a person looks for first.

    seconds   of its load into Anaplan
    """

    entity: str
    dataset: str
    documents: int = 0
    unchanged: int = 0
    rows_sent: int = 0
    ok: int = 0
    ignored: int = 0
    failed: int = 0
    quarantined: int = 0
    tombstones: int = 0
    xero_calls: int = 0
    seconds: float = 0.0

    @property
    def accounted(self) -> bool:
        """Whether every row that was sent is known to be in, ignored or refused."""
        return self.rows_sent == self.ok + self.ignored + self.failed


class StageReport(Plain, frozen=True):
    """One stage: when it was at work, how many functions it called, and what it came to."""

    stage: str
    state: State
    started: Instant | None
    ended: Instant | None
    seconds: float
    calls: int
    said: str


class Reason(Plain, frozen=True):
    """Why so many rows were kept back, how to mend them, and a few of the documents or lines concerned."""

    rows: int
    reason: str
    remedy: str
    examples: tuple[str, ...] = ()


class Kept(Plain, frozen=True):
    """What the run left for a person under these keys: quarantined rows, or a failure dump of Anaplan's."""

    entity: str
    dataset: str
    keys: tuple[str, ...]
    rows: int
    reasons: tuple[Reason, ...] = ()


class RunReport(Plain, frozen=True):
    """One run.

    status     as Step Functions says it
    accounted  the run got as far as counting, and every row that was sent is known to be in, ignored or refused
    error      the class of what ended it, with its cause and what to do about it; None: nothing did
    stages     empty if nothing is known of them
    trace      where in our code it was raised; for those who ask
    """

    run: str
    status: str
    accounted: bool
    results: tuple[Result, ...]
    seconds: float
    started: Instant | None = None
    error: str | None = None
    cause: str | None = None
    next_step: str | None = None
    trace: tuple[str, ...] | UnsetType = UNSET
    stages: tuple[StageReport, ...] = ()
    quarantine: tuple[Kept, ...] = ()
    dumps: tuple[Kept, ...] = ()
    tables: tuple[TableFound, ...] = ()
    parked: tuple[Parked, ...] = ()
    cost: Cost | None = None

    @property
    def well(self) -> bool:
        """Whether there is nothing to worry about."""
        return self.status == "SUCCEEDED" and self.accounted

    @property
    def document(self) -> "RunReport":
        """What is told as JSON: everything but the trace."""
        return replace(self, trace=UNSET)


def report(
    ending: Ending,
    header: RunHeader | None,
    progress: Progress,
    quarantine: Sequence[Kept] = (),
    dumps: Sequence[Kept] = (),
    tables: Sequence[TableFound] = (),
) -> RunReport:
    """Join what the execution, the run's header and its history say; the header is None before the first stage."""
    results = tuple(_results(header.results if header else (), progress.load_seconds))
    return RunReport(
        run=ending.run,
        status=ending.status,
        accounted=bool(results) and all(result.accounted for result in results),
        results=results,
        seconds=round(ending.seconds, 3),
        started=header.started if header else None,
        **_trouble(ending),
        trace=_trace(ending.cause),
        stages=tuple(_stage(stage) for stage in progress.stages.all() if progress.stages.prepare.begun),
        quarantine=tuple(quarantine),
        dumps=tuple(dumps),
        tables=tuple(tables),
        parked=tuple(header.parked if header else ()),
    )


def _results(found: Iterable[DatasetResult], seconds: Mapping[tuple[str, str], float]) -> Iterable[Result]:
    for one in found:
        taken = round(seconds.get((one.entity, one.dataset), 0.0), 3)
        yield plain.read(Result, {"entity": one.entity, "dataset": one.dataset, "seconds": taken, **one.counts})


def _trouble(ending: Ending) -> dict[str, Any]:
    if ending.error is None and ending.status in UNTROUBLED:
        return {}
    error = ending.error or ending.status
    cause = ending.message or f"the run ended as {ending.status}"
    return asdict(Trouble(error=error, cause=cause, next_step=next_step(error)))


def _trace(cause: str | None) -> tuple[str, ...]:
    """The stack trace in a cause, which is JSON when a function raised and plain text otherwise."""
    try:
        wrapped = json.loads(cause or "")
    except ValueError:
        return ()
    return tuple(map(str, wrapped.get("stackTrace", ()))) if isinstance(wrapped, dict) else ()


def _stage(stage: Stage) -> StageReport:
    return StageReport(
        stage=stage.name,
        state=stage.state,
        started=stage.begun,
        ended=stage.ended,
        seconds=stage.seconds,
        calls=stage.calls,
        said=stage.now,
    )
