"""The lock of the model that a step is about to touch."""

from datetime import timedelta

from ml_connector.observability import Step
from ml_connector.stores.lock_rules import ModelKey
from ml_connector.stores.locks import Lock
from ml_connector.sync.payload import OnModel
from ml_connector.wiring import aws, control


def hold(step: Step, target: OnModel, purpose: str) -> Lock:
    """Take the lock, or keep it; every step that touches a model begins so, because a redrive starts anywhere.

    purpose   what the step does, for whoever finds the model busy
    raises    ModelBusy
    """
    lease = timedelta(minutes=aws.settings().anaplan.lease_minutes)
    doing = f"{purpose} {target.about}"
    return control.locks().acquire(key_of(target), step.run, step.attempt, lease, doing)


def key_of(target: OnModel) -> ModelKey:
    """The model of a target."""
    return ModelKey(target.workspace_id, target.model_id)
