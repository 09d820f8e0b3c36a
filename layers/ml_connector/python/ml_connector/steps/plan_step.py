"""What the step that turns an export into journals or budgets is told."""

from ml_connector.observability import Step
from ml_connector.sync.plan.work import Exported, Work


class PlanStep(Step, frozen=True):
    """exported: what the work's export came to."""

    work: Work
    exported: Exported
