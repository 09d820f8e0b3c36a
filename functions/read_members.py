"""Read one list of a model back, so that what is mapped next can be held against the members that exist.

A list that is too large to be read at once is prepared by Anaplan first; the workflow waits for that.

Raises        SettingsWrong, ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock), S3 (members)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.steps.listing import look
from ml_connector.steps.lock import hold
from ml_connector.sync.payload import ListReading, Payload
from ml_connector.wiring import parked

_SECONDS_BETWEEN_LOOKS = 10


class ReadStep(Step, frozen=True):
    """stage: which loads are mapped next; request: the large read that is waited for, None before there is one."""

    reading: ListReading
    stage: str
    request: str | None = None


class ReadList(Payload, frozen=True):
    """members: how many the list has, once ``done``; request, wait_seconds: what is waited for until then."""

    dimension: str
    done: bool
    members: int = 0
    request: str | None = None
    wait_seconds: int = 0


@entry(ReadStep)
def handler(step: ReadStep, _: LambdaContext) -> ReadList:
    """What was read."""
    reading = step.reading
    hold(step, reading, "read")
    looked = look(reading, step.request)
    if looked.items is None:
        wait = _SECONDS_BETWEEN_LOOKS
        return ReadList(dimension=reading.dimension, done=False, request=looked.request, wait_seconds=wait)
    store = parked.members()
    members = store.put(step.run, step.attempt, reading.model_id, reading.dimension, step.stage, looked.items)
    return ReadList(dimension=reading.dimension, done=True, members=members)
