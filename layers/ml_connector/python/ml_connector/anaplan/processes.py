"""What a process consists of."""

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, Model
from ml_connector.anaplan.wire import Described, read_as


class _Step(Described):
    id: str
    name: str = ""


class _Steps(Described):
    actions: tuple[_Step, ...] = ()


class _ProcessMetadata(Described):
    process_metadata: _Steps


def steps_of(client: AnaplanClient, model: Model, action: Action) -> dict[str, str]:
    """The names of what runs when the action is started, by id and in order; for an import, of itself."""
    if action.kind != "process":
        return {action.id: action.name}
    answer = client.call("GET", model.path + action.path, params={"showImportDataSource": "true"})
    steps = read_as(_ProcessMetadata, answer.json(), answer.asked).process_metadata.actions
    return {step.id: step.name for step in steps}
