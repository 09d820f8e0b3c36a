"""A run of a plan, from its start to what is shown of it."""

from collections import Counter
from typing import Any

from ml_connector.errors import SettingsWrong
from ml_connector.settings import Settings
from msgspec.structs import replace

from infra.cli import console
from infra.cli.archive import Archive
from infra.cli.costs import told
from infra.cli.plan_report import PlanReport, journals, plan_report, rows
from infra.cli.statuses import Status
from infra.cli.trouble import Trouble
from infra.local.home import Home, Run, Step

_LONGEST = 1_300_000.0  # longer than a run may wait for an approval

_SAID = {
    "start_export": "Anaplan exports",
    "fetch_export": "export downloaded",
    "plan_journals": "journals planned",
    "ask_approval": "waiting for `ml-connector journal approve`",
    "compare_plan": "compared with Xero's trial balance",
    "post_journal": "a journal is settled in Xero",
}


def one_plan(settings: Settings, name: str | None) -> str:
    """The plan of that name, or the only one; raises SettingsWrong."""
    if name is None and len(settings.plans) == 1:
        return next(iter(settings.plans))
    if name not in settings.plans:
        there = ", ".join(settings.plans) or "none"
        raise SettingsWrong(f"Name one of the plans in settings: {there}" + (f"; there is no '{name}'" if name else ""))
    return name


def start(home: Home, name: str) -> Run:
    """Start a plan, in the name of whoever asks."""
    who = home.client("sts").get_caller_identity()["Arn"]
    return home.run("plan", {"plan": name, "trigger": "person", "started_by": who})


def follow(run: Run, every: float) -> PlanReport:
    """Wait for the end of a run, telling on stderr how far it is."""
    committed = _Committed()

    def see(step: Step) -> None:
        if step.kind in ("answered", "raised") and step.name in _SAID:
            told = f"{step.error}: {step.message}" if step.kind == "raised" else _SAID[step.name]
            console.talk().print(told, soft_wrap=True)
        if step.kind == "called" and step.name == "ask_approval":
            console.talk().print(f"Run {run.name} waits: ml-connector journal approve {run.name}", soft_wrap=True)
        committed.see(step)

    ending = run.watch(see, _LONGEST, every)
    return plan_report(ending, committed.told)


def looked_up(archive: Archive, run: str) -> PlanReport:
    """A run of any time; raises Misuse if there is none of this id."""
    header, ending, steps = archive.looked_up(run)
    committed = _Committed({"counts": sum((Counter(one.counts) for one in header.results), Counter())})
    for step in steps:
        committed.see(step)
    return replace(plan_report(ending, committed.told), cost=archive.cost(header))


class _Committed:
    """What the last function of a run has answered; before that, what is known without it."""

    def __init__(self, told: dict[str, Any] | None = None) -> None:
        self.told = told or {}

    def see(self, step: Step) -> None:
        if step.kind == "answered" and step.name == "commit_plan":
            self.told = step.data


def show(report: PlanReport, *, json: bool) -> Status:
    """What it came to, and the exit status it deserves."""
    if json:
        console.print_json(report)
    else:
        _print(report)
    if report.error is not None:
        found = Trouble(error=report.error, cause=report.cause or "", next_step=report.next_step or "")
        console.print_trouble(found, run=report.run)
    return Status.WELL if report.well else Status.BADLY


def _print(report: PlanReport) -> None:
    out = console.data()
    stands = "is under way" if report.status == "RUNNING" else f"{report.status} in {report.seconds:.1f} s"
    out.print(f"Run {report.run} {stands}")
    if report.cost:
        out.print(told(report.cost))
    if report.counts:
        out.print(f"Export: {rows(report)}")
    if report.journals:
        out.print(journals(report))
    if report.said:
        out.print(report.said)
    for key in report.files:
        out.print(f"File: {key}")
