"""The lock of the model that a step is about to touch."""

from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from ml_connector.errors import ModelBusy, Overtaken
from ml_connector.observability import Step, logger
from ml_connector.stores.lock_rules import AtWork, ModelKey
from ml_connector.stores.locks import Loading, Lock
from ml_connector.sync.payload import OnModel
from ml_connector.sync.prove import Mapped
from ml_connector.wiring import aws, control, progress


def hold(step: Step, target: OnModel, purpose: str, *, calls_anaplan: bool = True) -> Lock:
    """Take the lock, or keep it; every step that touches a model begins so, because a redrive starts anywhere.

    purpose         what the step does, for whoever finds the model busy
    calls_anaplan   False: only what the connector remembers of the model is changed, and nobody's import is in the way
    raises          ModelBusy, also while an import of a run whose lease ran out goes on
    """
    key, lease = key_of(target), timedelta(minutes=aws.settings().anaplan.lease_minutes)
    if step.attempt:
        progress.runs().take_up(step.run, step.attempt)
    worker = AtWork(f"{purpose} {target.about}", step.ends)
    lock = control.locks().acquire(key, step.run, step.attempt, lease, worker.step, worker)
    step.fences[str(key)] = lock.fence
    step.at_the_end(lambda: _rest(key, worker))
    if lock.left and calls_anaplan:
        _see_off(key, lock)
    return lock


def keep(step: Step, target: OnModel) -> None:
    """Raise ModelBusy unless the model is still ours; to be asked right before what cannot be taken back."""
    key = key_of(target)
    control.locks().check(key, step.run, step.fences[str(key)])


def not_overtaken(step: Step, mapped: Mapped) -> None:
    """Raise Overtaken if another run has moved the cursor since these rows were mapped: the model is ahead of them.

    Or if it has loaded the same without moving it, as replays do, and runs that webhooks start.
    """
    last = control.locks().loading(key_of(mapped), mapped.entity, mapped.dataset)
    if last is not None and last.run != step.run and last.fence > mapped.fence:
        raise Overtaken(
            f"run {last.run} has loaded {mapped.entity} {mapped.dataset} after run {step.run} had mapped it, so these "
            "rows may be older than the model: start a new run"
        )
    cursor = control.cursors().read(mapped.entity, mapped.dataset)
    if cursor.version != mapped.cursor and cursor.run != step.run:
        raise Overtaken(
            f"run {cursor.run} has loaded {mapped.entity} {mapped.dataset} up to {cursor.since:%Y-%m-%d %H:%M:%S} UTC "
            f"after run {step.run} had mapped it, so these rows may be older than the model: start a new run"
        )


def tell_loading(step: Step, mapped: Mapped) -> None:
    """From now on rows that were mapped before these are old."""
    key = key_of(mapped)
    control.locks().load(key, mapped.entity, mapped.dataset, Loading(step.run, step.fences[str(key)]))


def _rest(key: ModelKey, worker: AtWork) -> None:
    try:
        control.locks().rest(key, worker)
    except (BotoCoreError, ClientError):
        # The step itself is done. Whoever closes the run waits a little longer for us, that is all.
        logger.warning("the end of a step could not be told", exc_info=True)


def _see_off(key: ModelKey, lock: Lock) -> None:
    """See the end of what runs have left behind whose lease ran out before this one took the model."""
    from ml_connector.steps.draining import still_running  # noqa: PLC0415  (seldom needed, and slow to import)

    for holder in lock.left:
        if running := still_running(holder.run, key):
            raise ModelBusy(
                f"run {holder.run} let its lease on model {key} run out, and Anaplan still works for it "
                f"({', '.join(running)}): try again when that has ended"
            )
        progress.runs().lose(
            holder.run, holder.attempt, f"its lease on model {key} ran out, and nobody told of its end"
        )
    control.locks().drained(key, {holder.run for holder in lock.left})


def key_of(target: OnModel) -> ModelKey:
    """The model of a target."""
    return ModelKey(target.workspace_id, target.model_id)
