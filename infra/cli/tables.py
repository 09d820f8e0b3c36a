"""Tables for people. Pure: what is known comes in, something that rich can print goes out."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from infra.cli.costs import Listed
from infra.cli.progress import Progress
from infra.cli.reports import Kept, Reason, Result, RunReport, StageReport
from infra.cli.stages import Stage

_MARKS = {"waiting": ("·", "dim"), "done": ("✓", "green"), "failed": ("✗", "bold red")}
_SPINNER = Spinner("dots", style="cyan")
_FIGURES = (
    ("Docu-\nments", "documents"),
    ("Rows\nsent", "rows_sent"),
    ("OK", "ok"),
    ("Ig-\nnored", "ignored"),
    ("Failed", "failed"),
    ("Quaran-\ntined", "quarantined"),
    ("Tomb-\nstones", "tombstones"),
    ("Xero\ncalls", "xero_calls"),
)
_SECONDS = "seconds: of the load into Anaplan; in total: of the run"
_DOLLARS = "AWS $: estimated from list prices, without storage, logs and the free tier"
_BAR = 16
_TIGHT = 0  # so that eleven columns fit into a terminal of the usual width
_BAD = {"ignored": "yellow", "failed": "bold red", "quarantined": "yellow"}


def stages(progress: Progress) -> RenderableType:
    """The stages of a run, how far each has come, and what went wrong last."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name in ("mark", "stage", "meaning", "parts"):
        table.add_column(name, justify="right" if name == "parts" else "left", no_wrap=name != "meaning")
    table.add_column("now", ratio=1)
    for stage in progress.stages.all():
        table.add_row(_mark(stage), stage.name, Text(stage.meaning, "dim"), _parts(stage), stage.now)
    if not progress.setbacks:
        return table
    last = progress.setbacks[-1]
    return Group(table, Text(f"  {last.stage}: {last.error}: {last.message}", "yellow"))


def results(found: Sequence[Result], seconds: float) -> Table:
    """What a run came to, by entity and dataset, with a line of totals.

    seconds   of the whole run
    """
    table = Table(box=box.SIMPLE, show_footer=True, caption=_SECONDS, caption_justify="right", padding=_TIGHT)
    table.add_column("Entity", footer="Total", no_wrap=True)
    table.add_column("Dataset", overflow="fold")
    for title, name in _FIGURES:
        total = sum(getattr(one, name) for one in found)
        table.add_column(title, justify="right", no_wrap=True, footer=f"{total:,}")
    table.add_column("Sec-\nonds", justify="right", no_wrap=True, footer=f"{seconds:.1f}")
    for one in found:
        figures = (_figure(name, getattr(one, name)) for _, name in _FIGURES)
        table.add_row(one.entity, one.dataset, *figures, f"{one.seconds:.1f}")
    return table


def timings(report: RunReport) -> Table:
    """When each stage was at work."""
    table = Table(box=box.SIMPLE)
    for title in ("Stage", "State", "Began (UTC)"):
        table.add_column(title, no_wrap=True)
    for title in ("Seconds", "Calls"):
        table.add_column(title, justify="right")
    table.add_column("When", no_wrap=True)
    table.add_column("Result")
    for stage in report.stages:
        began = f"{stage.started:%Y-%m-%d %H:%M:%S}" if stage.started else ""
        bar = Text(_bar(stage, report.stages), "cyan")
        table.add_row(stage.stage, stage.state, began, f"{stage.seconds:.1f}", str(stage.calls), bar, stage.said)
    return table


def _bar(stage: StageReport, stages: Sequence[StageReport]) -> str:
    """Where in the run the stage was at work."""
    begun, ended = [one.started for one in stages if one.started], [one.ended for one in stages if one.ended]
    if stage.started is None or stage.ended is None:
        return ""
    whole = (max(ended) - min(begun)).total_seconds() or 1.0
    before = round((stage.started - min(begun)).total_seconds() / whole * _BAR)
    return " " * min(before, _BAR - 1) + "█" * max(1, round(stage.seconds / whole * _BAR))


def kept(title: str, files: Iterable[Kept]) -> Table:
    """Files for a person to look at, with the reasons for what is in them."""
    table = Table(box=box.SIMPLE, title=title, title_justify="left")
    for name in ("Entity", "Dataset"):
        table.add_column(name, no_wrap=True)
    table.add_column("Rows", justify="right")
    table.add_column("Why, how to mend it, and where")
    for one in files:
        for reason in one.reasons:
            table.add_row(one.entity, one.dataset, f"{reason.rows:,}", _why(reason))
        for key in one.keys:
            table.add_row("", "", "", Text(key, "dim", overflow="fold"))
    return table


def runs(listed: Iterable[Listed]) -> Table:
    """Runs at a glance, with what was proven and what it took."""
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), caption=_DOLLARS, caption_justify="right")
    for title in ("Run", "Status", "Began (UTC)"):
        table.add_column(title, no_wrap=True)
    for title in ("Proven", "Rows\nsent", "Xero\ncalls", "Sec-\nonds", "AWS $"):
        table.add_column(title, no_wrap=True, justify="right")
    for one in listed:
        proven = Text(f"{one.proven}/{one.loads}", "" if one.proven == one.loads else "bold red")
        took = one.cost
        table.add_row(
            one.run,
            one.status,
            f"{one.started:%Y-%m-%d %H:%M:%S}",
            proven if one.loads else "",
            f"{took.rows:,}",
            f"{took.xero_calls:,}",
            "" if took.seconds is None else f"{took.seconds:.0f}",
            "" if took.dollars is None else f"{took.dollars:.4f}",
        )
    return table


def _why(reason: Reason) -> str:
    told = f"{reason.reason}: {reason.remedy}" if reason.remedy else reason.reason
    return f"{told} (for example {', '.join(reason.examples)})"


def _mark(stage: Stage) -> RenderableType:
    return _SPINNER if stage.state == "running" else Text(*_MARKS[stage.state])


def _parts(stage: Stage) -> str:
    return "" if stage.total is None else f"{stage.done}/{stage.total}"


def _figure(name: str, value: int) -> Text:
    return Text(f"{value:,}", _BAD.get(name, "") if value else "dim")
