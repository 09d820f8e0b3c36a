"""Pull as many pages of one dataset of one entity as time and calls allow, and park each one as it was received.

Never sleeps: what Xero asks for is handed to the workflow as ``wait_seconds``.

An organisation that is not the one that was chosen for the entity stops the run before anything is mapped.

Raises        BadCredentials, SettingsWrong, ContractBroken · VendorDown
Integrations  Xero, Secrets Manager, DynamoDB (token lease), S3 (raw pages)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.steps.guarding import guard
from ml_connector.sync.prepare import Pull
from ml_connector.sync.pull import pull
from ml_connector.wiring import aws, xero
from ml_connector.xero.endpoints import ENDPOINTS, Endpoint
from ml_connector.xero.pages import as_parked, ids_of, read_page
from ml_connector.xero.paging import Position, advance
from ml_connector.xero.pulled import Pulled


class Pulling(Step):
    """position: where the pass stands; None at its beginning."""

    pull: Pull
    position: Position | None = None


@entry(Pulling)
def handler(step: Pulling, context: LambdaContext) -> Pulled:
    """Where the pass stands now."""
    options = aws.settings().xero
    start = step.position or Position(since=step.pull.since)
    position, wait = pull(
        start,
        lambda position: _page(step, position),
        options.calls_per_step,
        lambda: context.get_remaining_time_in_millis() / 1000,
    )
    return Pulled(pull=step.pull, position=position, done=position.done, wait_seconds=wait)


def _page(step: Pulling, position: Position) -> Position:
    entity, dataset = step.pull.entity, step.pull.dataset
    endpoint, raw = ENDPOINTS[dataset], aws.raw_pages()
    page = read_page(xero.client(entity), endpoint, position, aws.settings().xero.page_size)
    if dataset == "organisation":
        guard(entity, page.gzipped)
    parked = raw.park(step.run, entity, dataset, position.sweep, position.page, page.gzipped)
    return advance(position, as_parked(page, parked, endpoint), lambda: _different(step, endpoint))


def _different(step: Pulling, endpoint: Endpoint) -> int:
    """How many different documents the pass has parked."""
    raw = aws.raw_pages()
    pages = map(raw.read, raw.pages(step.run, step.pull.entity, step.pull.dataset))
    return len({id_ for page in pages for id_ in ids_of(page, endpoint)})
