"""Decide what a run will do: what to pull from where, and what to load in which order.

Finds every Anaplan model first, so that a wrong name or a refused login is known before the first call to Xero.

Raises        SettingsWrong, BadCredentials · VendorDown, RateLimited
Integrations  DynamoDB (cursors, run header), S3 (books), Secrets Manager, Anaplan
"""

from datetime import date, datetime

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.discovery import find_model, find_workspace
from ml_connector.observability import Step, entry
from ml_connector.stores.books import Again
from ml_connector.sync.hints import after_webhooks
from ml_connector.sync.prepare import ModelIds, Plan, Request, plan
from ml_connector.wiring import anaplan, aws, booked, control

_RUNS = 20
_TRIES = 3


class Preparation(Step):
    """request: the input of the execution."""

    request: Request


@entry(Preparation)
def handler(step: Preparation, _: LambdaContext) -> Plan:
    """The plan of the run."""
    control.runs().open(step.run, "actuals", step.attempt)
    if step.request.trigger == "webhook":
        return after_webhooks(aws.settings(), step.request, _cursor, _model, control.pins().read)
    return plan(aws.settings(), step.request, _cursor, _model, _waiting(), _again)


def _waiting() -> list[tuple[str, str]]:
    """What other runs are parked with, unless they should have gone on by now: then nobody may be there any more."""
    runs, now = control.runs().recent(_RUNS), aws.now()
    return [(one.entity, one.dataset) for run in runs for one in run.parked if one.until > now]


def _again(entity: str) -> date | None:
    """From which day documents are pulled again: what differs after that needs a person, and not more calls."""
    noted = booked.books().again(entity) if aws.settings().proof.books else Again()
    return noted.first if noted.tries <= _TRIES else None


def _cursor(entity: str, dataset: str) -> datetime | None:
    return control.cursors().read(entity, dataset).since


def _model(name: str) -> ModelIds:
    wanted = aws.settings().anaplan.models[name]
    client = anaplan.client(name)
    workspace = find_workspace(client, wanted.workspace)
    return ModelIds(workspace_id=workspace.id, model_id=find_model(client, workspace, wanted.model).id)
