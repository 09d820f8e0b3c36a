"""A proof on the screen. Pure: gives what rich can print."""

from collections.abc import Iterator

from ml_connector.sync.proof.books import BooksProof
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from infra.cli.proving.report import ProofReport, by_account, kinds, months


def printed(report: ProofReport) -> Iterator[RenderableType]:
    """Everything that a person wants to see at once."""
    yield Text.assemble((report.title, "bold"), ": ", _verdict(well=report.proven))
    for reason in report.not_compared:
        yield Text(reason, "yellow")
    for proof in report.books:
        yield from _books(proof)
    if report.loads:
        table = _table("Read back from Anaplan", ["Entity", "Dataset", "View"], ["Rows", "Missing", "Other figures"])
        for one in report.loads:
            counts = (one.found.rows, one.found.missing, one.found.wrong)
            table.add_row(one.entity, one.dataset, one.found.view, *(f"{count:,}" for count in counts))
        yield table
        yield from (Text(one.found.flaw, "red") for one in report.loads if one.found.flaw)


def _books(proof: BooksProof) -> Iterator[RenderableType]:
    title = f"{proof.entity}: books and trial balance in {proof.currency}"
    by_month = _table(title, ["Month"], ["Loaded", "Explained", "Unexplained"])
    for month in months(proof):
        red = "bold red" if month.unexplained else "dim"
        amounts = (Text(f"{month.loaded:,.2f}"), Text(f"{month.explained:,.2f}"))
        by_month.add_row(month.period, *amounts, Text(f"{month.unexplained:,.2f}", red))
    yield by_month
    differing = by_account(proof.rows)
    if differing:
        shown = kinds(differing)
        why = _table("Why they differ, by account", ["Account"], ["Trial balance", "Loaded", *shown])
        for row in differing:
            classes = (f"{row.classes[kind]:,.2f}" if row.classes.get(kind) else "" for kind in shown)
            why.add_row(row.account, f"{row.moved:,.2f}", f"{row.loaded:,.2f}", *classes)
        yield why
    if proof.journals:
        yield Text(f"Journals were {proof.journals}.", "dim")
    if proof.flaw:
        yield Text(proof.flaw, "red")
    if proof.suspects:
        suspects = _table("Where journals and documents part", ["Month", "Kind", "Document", ""], ["By"])
        for one in proof.suspects:
            why_not = "loaded otherwise" if one.loaded else "never loaded"
            suspects.add_row(one.period, one.source_type, one.source, why_not, f"{one.amount:,.2f}")
        yield suspects


def _table(title: str, texts: list[str], figures: list[str]) -> Table:
    table = Table(box=box.SIMPLE, title=title, title_justify="left")
    for name in texts:
        table.add_column(name, overflow="fold")
    for name in figures:
        table.add_column(name, justify="right")
    return table


def _verdict(*, well: bool) -> Text:
    return Text("proven", "green") if well else Text("not proven", "bold red")
