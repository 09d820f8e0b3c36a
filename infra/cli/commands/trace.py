"""trace: the whole story of one record, or of a journal that a plan has made."""

from functools import partial
from typing import Annotated
from urllib.parse import quote

import typer
from ml_connector.stores.audit import AuditStore
from ml_connector.stores.ledger import LedgerStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.runs import RunStore
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from infra.cli import console
from infra.cli.archive import table_of
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack, now
from infra.cli.records.finding import Finder
from infra.cli.records.journals import JournalTeller
from infra.cli.records.story import Chapter, JournalStory, Stories, Story
from infra.cli.records.telling import Teller
from infra.cli.statuses import Status
from infra.local.home import Home

_COLOURS = {"proven": "green", "resolved": "green", "held back": "yellow", "refused": "red", "not proven": "red"}
_COLOURS |= {"read back": "green", "withdrawn": "yellow", "not settled": "red"}


def trace(
    *,
    name: Annotated[str, typer.Argument(metavar="RECORD", help="An id, a document number, or the key of a line.")],
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Tell what happened to a record, run by run, with links to look at.

    From the page on which it was pulled to the task that imported its rows;
    what was kept back or refused is told with its reason. A number that
    several documents have gives several stories.

    A journal of a plan, by Xero's id, by the mark in its narration or by entity,
    version, period and kind: from the export over the approval to what was
    posted, read back or withdrawn.

    Examples:
      ml-connector trace INV-0042 --home home.json
      ml-connector trace "UK Forecast 2026-12 accrual"
      ml-connector trace UK-5a7f3c1e-0d0c-4a44-9a53-3f7a8b1c2d3e --json

    Exit status: 0, 2 there is no such record.
    """
    place = choose(home, stack)
    settings, table = place.settings(), table_of(place)
    objects = ObjectStore(place.client("s3"), place.description.bucket)
    runs, at, execution = RunStore(table, now), partial(_address, place), partial(_execution, place)
    journals = JournalTeller(LedgerStore(table), AuditStore(objects, table), runs, at, execution)
    made = journals.find(name, settings.entities)
    # What a plan has made can come back as a document of one dataset only.
    datasets = [dataset for dataset in settings.loads if not made or dataset == "manual_journals"]
    finder = Finder(table, ((entity, dataset) for entity in settings.entities for dataset in datasets))
    found = finder.by_id(name) if made else finder.find(name)
    teller = Teller(objects, runs, at, execution)
    told = Stories(stories=tuple(map(teller.tell, found)), journals=tuple(made))
    if json:
        console.print_json(told)
    else:
        for story in told.stories:
            console.data().print(_shown(story))
        for journal in told.journals:
            console.data().print(_journal(journal))
    return Status.WELL


def _address(home: Home, key: str) -> str:
    return f"s3://{home.description.bucket}/{key}"


def _execution(home: Home, flow: str, run: str) -> str:
    """In the console of AWS; nothing on this machine, which has none."""
    if home.description.endpoint is not None or flow not in home.description.state_machines:
        return ""
    arn = home.description.state_machines[flow].replace(":stateMachine:", ":execution:") + f":{run}"
    region = arn.split(":")[3]
    return f"https://{region}.console.aws.amazon.com/states/home?region={region}#/v2/executions/details/{quote(arn)}"


def _shown(story: Story) -> RenderableType:
    title = Text.assemble((story.number or story.document_id, "bold"), f"  {story.entity} {story.dataset}")
    about = Table(box=None, show_header=False, pad_edge=False)
    about.add_column(style="bold", no_wrap=True)
    about.add_column(overflow="fold")
    for label, text in (
        ("id", story.document_id),
        ("period", story.period),
        ("version", f"{story.version:%Y-%m-%d %H:%M:%S} UTC" if story.version else ""),
        ("in the model", f"{len(story.lines)} line{'' if len(story.lines) == 1 else 's'}"),
        ("in Xero", story.link),
        ("before that", "" if story.complete else "more runs than are kept here; query the audit by this id"),
    ):
        if text:
            about.add_row(f"  {label}", text)
    return Group(title, about, *map(_chapter, story.chapters), "")


def _journal(story: JournalStory) -> RenderableType:
    title = Text.assemble((f"{story.entity} {story.version} {story.period} {story.kind}", "bold"), "  plan")
    links = [Text(f"  in Xero     {name}  {link}") for name, link in story.links.items()] or [Text("  not in Xero now")]
    before = [] if story.complete else [Text("  more runs than are kept here; query the audit by this key")]
    return Group(title, *links, *before, *map(_chapter, story.chapters), "")


def _chapter(chapter: Chapter) -> RenderableType:
    when = f"{chapter.started:%Y-%m-%d %H:%M:%S} UTC" if chapter.started else "long ago"
    events = Table(box=None, show_header=False, pad_edge=False)
    events.add_column(no_wrap=True, min_width=12)
    events.add_column(overflow="fold")
    for event in chapter.events:
        events.add_row(Text(f"    {event.what}", _COLOURS.get(event.what, "")), event.text)
        for name, address in event.links.items():
            events.add_row("", Text(f"{name}: {address}", "dim"))
    links = [Text(f"    {name}: {address}", "dim") for name, address in chapter.links.items()]
    return Group("", Text.assemble(f"  {when}  ", (chapter.run, "bold"), f"  {chapter.status}"), events, *links)
