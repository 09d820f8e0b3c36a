"""Find file, import and view of one load by name, and compare the import's header with ours before any upload.

Raises        SettingsWrong, ContractBroken, BadCredentials, Overtaken · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock, cursor, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.discovery import find_action, find_file, sources_of
from ml_connector.anaplan.header import check_sources
from ml_connector.anaplan.views import Views
from ml_connector.observability import entry
from ml_connector.steps.loading import Destination, LoadStep
from ml_connector.steps.lock import hold, not_overtaken
from ml_connector.wiring import aws


@entry(LoadStep)
def handler(step: LoadStep, _: LambdaContext) -> Destination:
    """Where the rows go."""
    hold(step, step.mapped, "check")
    not_overtaken(step, step.mapped)
    load = aws.settings().loads[step.mapped.dataset]
    file = find_file(step.client, step.model, load.file or "")
    name, kind = load.action
    action = find_action(step.client, step.model, name, kind)
    check_sources(action.name, file, sources_of(step.client, step.model, action), list(load.columns))
    view = Views(step.client, step.model).find(load.read_back.view) if load.read_back else None
    return Destination(
        file_id=file.id,
        action_kind=action.kind,
        action_id=action.id,
        action_name=action.name,
        view_id=view.id if view else None,
    )
