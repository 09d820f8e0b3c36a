"""demo: the whole system on this machine, as a story."""

from collections.abc import Sequence
from time import monotonic
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from infra.cli import console, demo_tables, planning, tables
from infra.cli.archive import Archive
from infra.cli.demo_report import DemoReport, assemble, verdict
from infra.cli.options import Json
from infra.cli.plan_report import PlanReport, journals, rows
from infra.cli.reports import RunReport
from infra.cli.showing import print_trouble
from infra.cli.starting import starting
from infra.cli.statuses import Status
from infra.cli.watching import watch
from infra.local.demo.changes import Change
from infra.local.demo.comparison import Comparison
from infra.local.demo.edits import Edit
from infra.local.demo.hearing import Heard
from infra.local.demo.story import Story
from infra.local.firm import organisations
from infra.local.stage import Stage

_LOOKS = 0.25
_SMALLEST, _LARGEST = 0.05, 50.0


def demo(
    *,
    scale: Annotated[
        float,
        typer.Option(
            "--scale", min=_SMALLEST, max=_LARGEST, help="How large the firm's books are; 1: 3,050 documents."
        ),
    ] = 1.0,
    json: Json = False,
) -> Status:
    """Watch two Xero organisations flow into an Anaplan model, on this machine and without an account anywhere.

    Everything is started here and is gone afterwards: simulators of Xero and
    Anaplan, an AWS, and in it the real stack with the real functions and the
    real workflow. First everything is loaded; then somebody works in Xero; then
    a second run brings over what has changed; one more edit comes by Xero's
    webhook. At the end the books, added up from Xero's own documents, are
    compared with the model, month by month.

    Examples:
      ml-connector demo
      ml-connector demo --scale 0.1
      ml-connector demo --json > demo.json

    Exit status: 0 every row is accounted for and the model equals the books,
    1 it is not so, 2 wrong usage.
    """
    begun, stage = monotonic(), Stage(organisations=organisations(scale=scale))
    out = Console(quiet=True) if json else console.data()
    _introduce(out)
    with starting(stage):
        report = _Telling(stage, out).tell()
    report = replace(report, seconds=round(monotonic() - begun, 1))
    _conclude(out, report)
    if json:
        console.print_json(report)
    return Status.WELL if report.well else Status.BADLY


class _Telling:
    """The story, shown as it happens."""

    def __init__(self, stage: Stage, out: Console) -> None:
        self._stage, self._out = stage, out
        self._story, self._archive = Story(stage), Archive(stage.home)

    def tell(self) -> DemoReport:
        """All scenes; only the first one if that goes badly."""
        self._place()
        first = self._load("First load: everything that Xero has")
        if not first.well:
            return assemble(first)
        edits = self._edit()
        delta = self._load("Delta run: only what has changed since")
        changes = self._changes(edits)
        heard = self._hear()
        compared = self._compare()
        return assemble(first, edits, delta, changes, compared, heard, self._plan())

    def _place(self) -> None:
        self._scene("The stage")
        vendors = self._stage.vendors
        self._out.print(f"Xero     {vendors['xero_api']}  simulated, with two organisations")
        self._out.print(f"Anaplan  {vendors['anaplan_api']}  simulated, with one model")
        self._out.print(
            f"AWS      {self._stage.home.description.endpoint}  MiniStack, with the synthesized stack in it"
        )

    def _load(self, title: str) -> RunReport:
        self._scene(title)
        ending, progress = watch(self._story.load(), console.talk(), _LOOKS)
        report = self._archive.ended(ending, progress)
        if report.results:
            self._out.print(tables.results(report.results, report.seconds))
        if report.error is not None:
            print_trouble(report)
        return report

    def _edit(self) -> list[Edit]:
        self._scene("Meanwhile, somebody works in Xero")
        made = self._story.edit()
        self._out.print(demo_tables.edits(made))
        return made

    def _changes(self, made: Sequence[Edit]) -> list[Change]:
        self._scene("What has changed in the model")
        found = self._story.changes(made)
        self._out.print(demo_tables.changes(made, found))
        return found

    def _hear(self) -> Heard:
        self._scene("One more edit, and nobody starts a run: Xero's webhook does")
        found = self._story.hear()
        self._out.print(demo_tables.heard(found))
        return found

    def _compare(self) -> Comparison:
        self._scene("The books beside the model")
        self._out.print("Books: the totals of Xero's own documents. Model: the cells of its modules, added up.")
        found = self._story.compare()
        currencies = {code: entity.base_currency for code, entity in self._stage.settings.entities.items()}
        for table in demo_tables.comparison(found, currencies):
            self._out.print(table)
        return found

    def _plan(self) -> PlanReport:
        self._scene("The way back: approved accruals become draft journals in Xero")
        report = planning.follow(self._story.plan(), _LOOKS)
        self._out.print(f"A planner has filled in {rows(report)}. What is not approved stays in Anaplan.")
        self._out.print(journals(report))
        return report

    def _scene(self, title: str) -> None:
        self._out.print()
        self._out.print(Rule(title, align="left", style="cyan"))


def _introduce(out: Console) -> None:
    out.print(
        "Harbour & Vale: 200 people, two Xero organisations, one Anaplan model. Nothing leaves this machine: the "
        "vendors and AWS are simulated; the stack, its functions and its workflow are the real ones."
    )


def _conclude(out: Console, report: DemoReport) -> None:
    out.print()
    for problem in report.problems:
        out.print(Text(problem, "bold red"))
    if report.well:
        out.print(Text(f"{verdict(report)} {report.seconds:.0f} s in all.", "bold green"))
