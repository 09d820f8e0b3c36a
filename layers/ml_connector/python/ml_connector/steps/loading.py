"""What the steps of one load share: what is loaded, where it goes, and what they hand on."""

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import ActionKind, Model
from ml_connector.observability import Step
from ml_connector.sync.payload import Payload
from ml_connector.sync.prove import Mapped
from ml_connector.wiring import anaplan


class LoadStep(Step, frozen=True):
    """mapped: what is to be loaded."""

    mapped: Mapped

    @property
    def client(self) -> AnaplanClient:
        """Anaplan as the model's connection sees it."""
        return anaplan.client(self.mapped.model)

    @property
    def model(self) -> Model:
        """The model that the load goes into."""
        return Model(id=self.mapped.model_id, workspace_id=self.mapped.workspace_id)


class Destination(Payload, frozen=True):
    """The file to upload to, and the action that reads it.

    view_id   what is read after the load; None: nothing is
    """

    file_id: str
    action_kind: ActionKind
    action_id: str
    action_name: str
    view_id: str | None = None


class DeliveryStep(LoadStep, frozen=True):
    """destination: where the rows go."""

    destination: Destination
