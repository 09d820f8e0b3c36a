"""What a command says of a run of a plan, in one shape for people and programs. Pure."""

from typing import Any

from ml_connector import plain
from msgspec import Struct
from msgspec.structs import asdict
from rich import box
from rich.table import Table

from infra.cli.costs import Cost
from infra.cli.reports import UNTROUBLED
from infra.cli.trouble import Trouble, next_step
from infra.local.home import Ending


class PlanJournal(Struct, frozen=True):
    """One journal of the plan; ids are Xero's."""

    entity: str
    version: str
    period: str
    kind: str
    result: str
    ids: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class PlanReport(Struct, frozen=True):
    """One run of a plan.

    counts  rows by what became of them, and journals by their result
    said    what is worth knowing although nothing went wrong
    files   keys of the files that it made for a person
    cost    what it took; None: not asked for
    """

    run: str
    status: str
    seconds: float
    counts: dict[str, int] = {}
    journals: tuple[PlanJournal, ...] = ()
    said: str = ""
    report: str = ""
    files: tuple[str, ...] = ()
    cost: Cost | None = None
    error: str | None = None
    cause: str | None = None
    next_step: str | None = None

    @property
    def well(self) -> bool:
        """Whether everything that was approved is in Xero, or may yet be."""
        return self.status in UNTROUBLED


def plan_report(ending: Ending, committed: dict[str, Any] | None) -> PlanReport:
    """From how the run stands, and what its last function answered, if it came so far."""
    told = committed or {}
    trouble = {}
    if ending.status not in UNTROUBLED:
        error = ending.error or ending.status
        cause = ending.message or f"the run ended as {ending.status}"
        trouble = asdict(Trouble(error=error, cause=cause, next_step=next_step(error)))
    return PlanReport(
        run=ending.run,
        status=ending.status,
        seconds=round(ending.seconds, 3),
        counts=told.get("counts", {}),
        journals=tuple(plain.read(PlanJournal, one) for one in told.get("journals", ())),
        said=told.get("cause", "") if ending.status == "SUCCEEDED" else "",
        report=told.get("report", ""),
        files=tuple(told.get("files", ())),
        **trouble,
    )


def journals(report: PlanReport) -> Table:
    """One row per journal."""
    table = Table("Entity", "Version", "Period", "Kind", "Result", "In Xero", box=box.SIMPLE)
    for one in report.journals:
        shown = "\n".join(one.ids or one.reasons)
        table.add_row(one.entity, one.version, one.period, one.kind, one.result, shown)
    return table


def rows(report: PlanReport) -> str:
    """The rows of the export in one line."""
    words = ("rows", "approved", "unapproved", "empty", "faulty", "totals", "control", "compared", "differences")
    return ", ".join(f"{report.counts[word]:,} {word}" for word in words if word in report.counts)
