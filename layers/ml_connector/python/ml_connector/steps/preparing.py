"""What a plan asks while it is made: where the cursors stand, what is in doubt, and where the models are."""

from datetime import date, datetime

from ml_connector.anaplan.discovery import find_model, find_workspace
from ml_connector.stores.books import Again
from ml_connector.sync.prepare import ModelIds
from ml_connector.wiring import anaplan, aws, booked, control

_TRIES = 3


def cursor(entity: str, dataset: str) -> datetime | None:
    """The instant from which an entity's dataset is asked; None: it was never loaded."""
    return control.cursors().read(entity, dataset).since


def model(name: str) -> ModelIds:
    """Where an entry of ``anaplan.models`` is."""
    wanted = aws.settings().anaplan.models[name]
    client = anaplan.client(name)
    workspace = find_workspace(client, wanted.workspace)
    return ModelIds(workspace_id=workspace.id, model_id=find_model(client, workspace, wanted.model).id)


def again(entity: str) -> date | None:
    """From which day documents are pulled again: what differs after that needs a person, and not more calls."""
    noted = booked.books().again(entity) if aws.settings().proof.books else Again()
    return noted.first if noted.tries <= _TRIES else None
