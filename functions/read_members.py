"""Read one list of a model back, so that what is mapped next can be held against the members that exist.

Raises        SettingsWrong, ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock), S3 (members)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.lists import find_list, items_of
from ml_connector.anaplan.models import Model
from ml_connector.observability import Step, entry
from ml_connector.steps.lock import hold
from ml_connector.sync.membership import Item
from ml_connector.sync.payload import ListReading, Payload
from ml_connector.wiring import anaplan, parked


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
    client, model = anaplan.client(reading.model), Model(id=reading.model_id, workspace_id=reading.workspace_id)
    found = items_of(client, model, find_list(client, model, reading.list_name))
    items = (Item(one.code, one.name, {name: text or "" for name, text in one.properties.items()}) for one in found)
    members = parked.members().put(step.run, step.attempt, model.id, reading.dimension, step.stage, items)
    return ReadList(dimension=reading.dimension, members=members)
