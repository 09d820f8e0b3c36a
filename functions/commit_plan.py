"""End a run of a plan: say what became of it, close its header and its audit.

Integrations  DynamoDB (run header, audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.stores.run_items import DatasetResult
from ml_connector.sync.plan.closing import close
from ml_connector.sync.plan.work import Compared, Planned, PlanSummary, Settled, Work
from ml_connector.wiring import audit, progress


class Commit(Step, frozen=True):
    """Everything the run has done.

    compared     of mode reference only
    xero_calls   what reading Xero took of its day
    """

    work: Work
    planned: Planned
    settled: tuple[Settled, ...]
    compared: Compared | None = None
    xero_calls: int = 0


@entry(Commit)
def handler(step: Commit, _: LambdaContext) -> PlanSummary:
    """What the run came to."""
    summary = close(step.work, step.planned, step.settled, step.compared, step.xero_calls)
    results = [DatasetResult(entity="plan", dataset=step.work.plan, counts=summary.counts)]
    progress.runs().close(step.run, step.attempt, "SUCCEEDED" if summary.well else "FAILED", results)
    audit.audit().close(step.run)
    return summary
