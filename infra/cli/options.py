"""Options that several commands share, and what their values may be."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from ml_connector.sync.prepare import Request

from infra.cli.preview_csv import Part
from infra.cli.trouble import Misuse

_EXAMPLES = "such as 2026-10-01 or 2026-10-01T08:00:00Z"


def instant(text: str) -> datetime:
    """An aware instant; UTC where the text names no zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no instant {_EXAMPLES}") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the raw cause of an error, with its stack trace.")]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="The settings; without them, those of the demo firm."),
]
SettingsOfHome = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="The settings; without them, those that the home runs by."),
]
CredentialsFile = Annotated[
    Path | None,
    typer.Option(
        "--credentials", metavar="FILE", help="YAML or JSON with the logins of vendors that are not simulated here."
    ),
]
XeroData = Annotated[
    Path | None,
    typer.Option(
        "--xero-data",
        metavar="DIR",
        help="A folder of Xero-shaped JSON files for the simulated Xero to serve; without --settings its "
        "organisations become the entities.",
    ),
]
PlanName = Annotated[
    str | None, typer.Argument(metavar="[PLAN]", help="A plan of the settings; needed if there are several.")
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        metavar="T",
        parser=instant,
        help=f"Read what changed since then, and not since the cursors; {_EXAMPLES}.",
    ),
]
Entities = Annotated[
    list[str] | None, typer.Option("--entity", metavar="CODE", help="Only this entity; may be given again.")
]
Datasets = Annotated[
    list[str] | None,
    typer.Option("--dataset", metavar="NAME", help="Only this dataset, with what it refers to; may be given again."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what the run would do; nothing is written anywhere.")]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="P",
        help="With --dry-run: tell only what changes in this period, such as 2026-10, or as the model names it.",
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="With --dry-run: print one table as CSV, by default the changes.")]
Table = Annotated[
    Part, typer.Option("--table", help="With --csv: the change per account and period, calls, members, or rows.")
]
HomeFile = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="FILE",
        help="The first line that `local up` printed; - reads it from stdin. Also by ML_CONNECTOR_HOME. Without "
        "either: AWS.",
    ),
]
Stack = Annotated[str, typer.Option("--stack", metavar="NAME", help="The stack in AWS.")]
STACK = "MlConnector"


def request(since: datetime | None, entities: list[str] | None, datasets: list[str] | None) -> Request:
    """What a person asks of the actuals flow."""
    return Request(
        trigger="person",
        since=since,
        entities=tuple(entities) if entities else None,
        datasets=tuple(datasets) if datasets else None,
    )


def only_dry(*, dry_run: bool, period: str | None, csv: bool) -> None:
    """Raise Misuse if something is asked of a run that only a look ahead can do."""
    for option in [*(["--period"] if period else []), *(["--csv"] if csv else [])]:
        if not dry_run:
            raise Misuse(f"{option} tells what a look ahead shows, and this would be a run", "Add --dry-run")
