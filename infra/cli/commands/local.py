"""local run, local up: a stage on this machine, for one run or until it is told to stop."""

import typer
from ml_connector import plain
from ml_connector.sync.prepare import ModelIds, Request, plan
from msgspec.structs import replace

from infra.cli import console, planning
from infra.cli.archive import Archive
from infra.cli.foreground import until_asked_to_stop
from infra.cli.options import (
    CredentialsFile,
    Csv,
    Datasets,
    DryRun,
    Entities,
    Json,
    Period,
    PlanName,
    SettingsFile,
    Since,
    Table,
    Verbose,
    XeroData,
    only_dry,
    request,
)
from infra.cli.preview_csv import Part
from infra.cli.previews import look_ahead
from infra.cli.showing import show, show_preview
from infra.cli.starting import starting
from infra.cli.statuses import Status
from infra.cli.watching import watch
from infra.local.demo.story import Story
from infra.local.stage import Stage

app = typer.Typer(
    no_args_is_help=True, help="A home on this machine: the same stack, functions and workflow as in AWS."
)
run = typer.Typer(no_args_is_help=True, help="One run on a fresh home that is gone afterwards.")
app.add_typer(run, name="run")

_LOOKS = 0.25


@run.command()
def actuals(
    *,
    settings: SettingsFile = None,
    credentials: CredentialsFile = None,
    xero_data: XeroData = None,
    since: Since = None,
    entity: Entities = None,
    dataset: Datasets = None,
    dry_run: DryRun = False,
    period: Period = None,
    csv: Csv = False,
    table: Table = Part.CHANGES,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Load actuals from Xero into Anaplan once, on a fresh home, and say what became of every row.

    Without --settings the demo firm is loaded into the demo model; with
    --xero-data, the organisations of that folder are, and their books are
    not compared, as a folder is seldom a whole ledger (see proof folder).
    Vendors are simulated unless settings name other servers under endpoints;
    logins for those come from --credentials. Progress goes to stderr, the
    result to stdout.

    Examples:
      ml-connector local run actuals
      ml-connector local run actuals --xero-data ./books --dataset invoices
      ml-connector local run actuals --settings firm.yaml --entity UK --json
      ml-connector local run actuals --settings firm.yaml --credentials my.yaml

    A credentials file:
      xero: {client_id: ..., client_secret: ..., refresh_token: ...}
      anaplan: {email: ..., password: ...}

    Exit status: 0 every row is in the model, 1 the run failed or rows did not
    arrive, 2 wrong usage or settings.
    """
    only_dry(dry_run=dry_run, period=period, csv=csv)
    stage = Stage(settings, logins=credentials, xero_data=xero_data)
    asked = request(since, entity, dataset)
    _check(stage, asked)
    with starting(stage):
        if dry_run:
            return show_preview(look_ahead(stage.home, asked, period), json=json, csv=table if csv else None)
        execution = stage.home.run("actuals", plain.told(asked))
        ending, progress = watch(execution, console.talk(), _LOOKS)
        report = Archive(stage.home).ended(ending, progress)
    return show(report, json=json, verbose=verbose)


@run.command("plan")
def run_plan(
    *,
    name: PlanName = None,
    settings: SettingsFile = None,
    credentials: CredentialsFile = None,
    xero_data: XeroData = None,
    json: Json = False,
) -> Status:
    """Bring an approved plan from Anaplan into Xero once, on a fresh home.

    The simulated Anaplan begins empty, so the actuals are loaded and a small
    plan of accruals is typed into it first; another server, named under
    endpoints in settings, is exported from as it is.

    Examples:
      ml-connector local run plan
      ml-connector local run plan accruals --settings firm.yaml --json

    Exit status: 0 Xero holds what is approved, 1 some of it is not there, 2
    wrong usage or settings.
    """
    stage = Stage(settings, logins=credentials, xero_data=xero_data)
    chosen = planning.one_plan(stage.settings, name)
    with starting(stage):
        if stage.anaplan is not None and stage.xero is not None:
            story = Story(stage)
            watch(story.load(), console.talk(), _LOOKS)
            story.type_plan()
        report = planning.follow(planning.start(stage.home, chosen), _LOOKS)
    return planning.show(report, json=json)


@app.command()
def up(settings: SettingsFile = None, credentials: CredentialsFile = None, xero_data: XeroData = None) -> Status:
    """Keep a home in the foreground until SIGTERM or Ctrl-C.

    The first line on stdout is one JSON object that describes it: the endpoint
    of the AWS on this machine, state machines, table, bucket, and the vendors'
    simulators. Other commands find the home by that line. The simulated Xero
    tells of every edit at the address under webhooks.

    Examples:
      ml-connector local up > home.json &
      export ML_CONNECTOR_HOME=home.json
      ml-connector run actuals
      ml-connector runs list

    Exit status: 0 stopped as asked, 2 wrong usage or settings.
    """
    stage = Stage(settings, logins=credentials, xero_data=xero_data)
    with starting(stage), until_asked_to_stop():
        stage.deliver_webhooks()
        console.print_json(replace(stage.home.description, vendors=stage.vendors))
    return Status.WELL


def _check(stage: Stage, asked: Request) -> None:
    """Raises SettingsWrong for an entity or dataset that settings do not have, before anything is started."""
    plan(stage.settings, asked, lambda *_: None, lambda _: ModelIds(workspace_id="", model_id=""))
