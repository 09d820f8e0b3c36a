"""Decide what a run will do: what to pull from where, and what to load in which order.

Finds every Anaplan model first, so that a wrong name or a refused login is known before the first call to Xero.

Raises        SettingsWrong, BadCredentials · VendorDown, RateLimited
Integrations  DynamoDB (cursors, run header), S3 (books, tables), Secrets Manager, Anaplan
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.steps.preparing import again, cursor, model
from ml_connector.steps.tables import take_tables
from ml_connector.sync.hints import after_webhooks
from ml_connector.sync.prepare import Plan, Request, plan
from ml_connector.wiring import aws, pinned, progress

_RUNS = 20


class Preparation(Step, frozen=True):
    """request: the input of the execution."""

    request: Request


@entry(Preparation)
def handler(step: Preparation, _: LambdaContext) -> Plan:
    """The plan of the run."""
    progress.runs().open(step.run, "actuals", step.attempt)
    settings = aws.settings()
    if step.request.trigger == "webhook":
        made = after_webhooks(settings, step.request, cursor, model, pinned.pins().read)
    else:
        made = plan(settings, step.request, cursor, model, _waiting(), again)
    take_tables(step.run, settings, made.datasets)
    return made


def _waiting() -> list[tuple[str, str]]:
    """What other runs are parked with, unless they should have gone on by now: then nobody may be there any more."""
    runs, now = progress.runs().recent(_RUNS), aws.now()
    return [(one.entity, one.dataset) for run in runs for one in run.parked if one.until > now]
