"""proof show, proof folder: what a run has proven, and whether a folder of books adds up."""

from pathlib import Path
from typing import Annotated

import typer

from infra.cli import console
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.proving.folder import prove_folder
from infra.cli.proving.kept import kept_proof
from infra.cli.proving.page import page
from infra.cli.proving.report import ProofReport
from infra.cli.proving.sheet import sheet
from infra.cli.proving.tables import printed
from infra.cli.statuses import Status

app = typer.Typer(no_args_is_help=True, help="What was proven: the model against what was sent, books against Xero's.")

Csv = Annotated[bool, typer.Option("--csv", help="Print the books as CSV, a line per account and month.")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write one HTML page that opens without a network.")
]


@app.command("show")
def show_proof(
    *,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The id of a run, as `runs list` tells it.")],
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
    csv: Csv = False,
    html: Html = None,
) -> Status:
    """What a run has proven: rows read back from the model, books by month.

    Books are compared after a run of all of an entity's facts: what the trial
    balance moved is what was loaded plus a difference, which is put into
    classes. What no class accounts for is unexplained.

    Examples:
      ml-connector proof show actuals-20261101T053000-1a2b3c
      ml-connector proof show RUN --html proof.html

    Exit status: 0 all that was compared is proven, 1 it is not, 2 there is no
    such run.
    """
    return _show(kept_proof(choose(home, stack), run_id), json=json, csv=csv, html=html)


@app.command("folder")
def show_folder(
    *,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Xero-shaped JSON files of one organisation.", exists=True)
    ],
    journals: Annotated[bool, typer.Option(help="Classify by journals.json, if it is there.")] = True,
    json: Json = False,
    csv: Csv = False,
    html: Html = None,
) -> Status:
    """Whether the documents of a folder add up to its trial balance.

    Nothing is asked of anybody: documents are posted by the rules of a load, and
    compared with trial_balance.json, or with the sums of journals.json.

    Example:
      ml-connector proof folder ./books --html books.html

    Exit status: 0 everything is explained, 1 it is not, 2 wrong usage.
    """
    return _show(prove_folder(folder, with_journals=journals), json=json, csv=csv, html=html)


def _show(report: ProofReport, *, json: bool, csv: bool, html: Path | None) -> Status:
    if html is not None:
        html.write_text(page(report), encoding="utf-8")
        console.talk().print(f"Written to {html}")
    if json:
        console.print_json(report)
    elif csv:
        typer.echo(sheet(report), nl=False)
    elif html is None:
        for part in printed(report):
            console.data().print(part)
    return Status.WELL if report.proven else Status.BADLY
