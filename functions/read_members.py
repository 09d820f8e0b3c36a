"""Read one list of a model back, so that what is mapped next can be held against the members that exist.

Raises        SettingsWrong, ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock), S3 (members)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.steps.listing import items
from ml_connector.steps.lock import hold
from ml_connector.sync.payload import ListReading, Payload
from ml_connector.wiring import parked


class ReadStep(Step):
    """stage: which loads are mapped next."""

    reading: ListReading
    stage: str


class ReadList(Payload):
    """How many members a list has."""

    dimension: str
    members: int


@entry(ReadStep)
def handler(step: ReadStep, _: LambdaContext) -> ReadList:
    """What was read."""
    reading = step.reading
    hold(step, reading, "read")
    found = items(reading)
    members = parked.members().put(step.run, step.attempt, reading.model_id, reading.dimension, step.stage, found)
    return ReadList(dimension=reading.dimension, members=members)
