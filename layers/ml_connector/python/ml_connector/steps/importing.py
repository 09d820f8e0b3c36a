"""What the steps of one import share: the action that reads the file, where its task will be, and what watches it."""

from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.models import Action
from ml_connector.steps.loading import DeliveryStep
from ml_connector.stores.run_items import TaskPlace


class ImportStep(DeliveryStep, frozen=True):
    """A delivery whose import is run."""

    @property
    def action(self) -> Action:
        """What is run after the upload."""
        to = self.destination
        return Action(id=to.action_id, name=to.action_name, kind=to.action_kind)

    @property
    def place(self) -> TaskPlace:
        """Where the task of it will be, for whoever has to find it without us."""
        to, mapped = self.destination, self.mapped
        return TaskPlace(
            model=mapped.model,
            workspace_id=mapped.workspace_id,
            model_id=mapped.model_id,
            kind=to.action_kind,
            action_id=to.action_id,
            action_name=to.action_name,
        )

    @property
    def actions(self) -> Actions:
        """What starts and watches it."""
        return Actions(self.client, self.model)


class TaskStep(ImportStep, frozen=True):
    """task: the id of the running or finished import."""

    task: str
