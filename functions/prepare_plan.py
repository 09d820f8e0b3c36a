"""Decide what a run of a plan will do: find the model and the export by name, and say what to read of Xero.

Raises        SettingsWrong, BadCredentials · VendorDown, RateLimited
Integrations  DynamoDB (run header), Secrets Manager, Anaplan
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.discovery import find_action, find_model, find_workspace
from ml_connector.errors import SettingsWrong
from ml_connector.observability import Step, entry
from ml_connector.settings.plans import Plan
from ml_connector.sync.payload import Pull, Target
from ml_connector.sync.plan.work import PlanRequest, Work
from ml_connector.wiring import anaplan, aws, progress

_READ = ("organisation", "accounts", "tracking_categories")


class Preparation(Step, frozen=True):
    """request: the input of the execution."""

    request: PlanRequest


@entry(Preparation)
def handler(step: Preparation, _: LambdaContext) -> Work:
    """The work of the run."""
    progress.runs().open(step.run, "plan", step.attempt)
    settings, name = aws.settings(), step.request.plan
    if name not in settings.plans:
        raise SettingsWrong(
            f"There is no plan '{name}' in the settings; there are {', '.join(settings.plans) or 'none'}"
        )
    plan = settings.plans[name]
    wanted, client = settings.anaplan.models[plan.model], anaplan.client(plan.model)
    workspace = find_workspace(client, wanted.workspace)
    model = find_model(client, workspace, wanted.model)
    export = find_action(client, model, plan.export, "export")
    return Work(
        plan=name,
        mode=plan.mode,
        target=Target(entity="plan", dataset=name, model=plan.model, workspace_id=workspace.id, model_id=model.id),
        export_id=export.id,
        export_name=export.name,
        pulls=tuple(_pulls(plan)),
        second_approval=plan.second_approval,
        started_by=step.request.started_by,
    )


def _pulls(plan: Plan) -> list[Pull]:
    entities = [plan.entity] if plan.entity else plan.entities or aws.settings().entities
    read = (*_READ, "budgets") if plan.mode == "budget_file" else _READ
    return [Pull(entity=entity, dataset=dataset, since=None) for entity in entities for dataset in read]
