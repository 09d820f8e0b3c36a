"""What the steps of one export share: whose work it is, the export, and the lock of its model."""

from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, Model
from ml_connector.observability import Step
from ml_connector.steps.lock import hold, keep
from ml_connector.stores.locks import Lock
from ml_connector.stores.run_items import LoadNote, TaskPlace
from ml_connector.sync.plan.work import Work
from ml_connector.wiring import anaplan, progress


class ExportStep(Step, frozen=True):
    """work: what this run of a plan does."""

    work: Work

    @property
    def client(self) -> AnaplanClient:
        """Anaplan as the model's connection sees it."""
        return anaplan.client(self.work.target.model)

    @property
    def model(self) -> Model:
        """The model that is exported from."""
        return Model(id=self.work.target.model_id, workspace_id=self.work.target.workspace_id)

    @property
    def export(self) -> Action:
        """The export."""
        return Action(id=self.work.export_id, name=self.work.export_name, kind="export")

    @property
    def actions(self) -> Actions:
        """What starts and watches it."""
        return Actions(self.client, self.model)

    @property
    def place(self) -> TaskPlace:
        """Where Anaplan lists its tasks."""
        target = self.work.target
        return TaskPlace(
            model=target.model,
            workspace_id=target.workspace_id,
            model_id=target.model_id,
            kind="export",
            action_id=self.work.export_id,
            action_name=self.work.export_name,
        )

    def note(self, note: LoadNote) -> None:
        """Remember how far the export is; raises ModelBusy when a later holder of the lock has noted already."""
        progress.runs().note_load(self.run, self.work.target.entity, self.work.target.dataset, note)

    def keep(self) -> None:
        """Raise ModelBusy unless the model is still ours; to be asked right before what cannot be taken back."""
        keep(self, self.work.target)

    def hold(self, purpose: str) -> Lock:
        """Take the model's lock, or keep it; raises ModelBusy."""
        return hold(self, self.work.target, purpose)


class ExportTaskStep(ExportStep, frozen=True):
    """task: the id of the running or finished export."""

    task: str
