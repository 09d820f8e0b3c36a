"""The end of a run's Anaplan tasks, seen by whoever closes the run, or by the next one on the model."""

from msgspec import convert
from msgspec.structs import replace

from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.models import Action, Model
from ml_connector.stores.lock_rules import ModelKey
from ml_connector.stores.run_items import LoadNote, TaskPlace
from ml_connector.wiring import anaplan, progress


def still_running(run: str, key: ModelKey) -> list[str]:
    """What Anaplan still does for a run on this model, in words; each end that is seen is noted.

    A start whose answer got lost is settled here too: afterwards either its task is known, or there is none.
    """
    return [
        f"{place.action_name} for {entity} {dataset}, task {task}"
        for (entity, dataset), note in progress.runs().loads(run).items()
        if (place := note.place) and ModelKey(place.workspace_id, place.model_id) == key and note.outcome is None
        if (task := _running(run, entity, dataset, note, place))
    ]


def _running(run: str, entity: str, dataset: str, note: LoadNote, place: TaskPlace) -> str | None:
    """The id of the task, if it has not ended."""
    action = convert({"id": place.action_id, "name": place.action_name, "kind": place.kind}, Action)
    actions = Actions(anaplan.client(place.model), Model(id=place.model_id, workspace_id=place.workspace_id))
    task = note.task_id or (None if note.known is None else actions.newcomer(action, note.known))
    if task is None:
        # Nobody of this run is at work any more: from now on a task that is new is somebody else's.
        progress.runs().note_load(run, entity, dataset, replace(note, known=None))
        return None
    state = actions.poll(action, task)
    seen = replace(note, task_id=task, outcome=state.state if state.done else None)
    progress.runs().note_load(run, entity, dataset, seen)
    return None if state.done else task
