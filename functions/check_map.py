"""Compare the reference data of one organisation with the lists in Anaplan, both as they are now; writes nothing.

Started by a person, outside of any run. A member table can be made of the same look: see ``propose``.

Raises        SettingsWrong, ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Xero, Anaplan, Secrets Manager, DynamoDB (token lease, limits, records), S3 (tables)
"""

from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector import plain
from ml_connector.observability import logger
from ml_connector.steps.drifting import drift, read_list, read_rows
from ml_connector.steps.tables import with_newest
from ml_connector.sync.drift import Drift
from ml_connector.sync.items import Item
from ml_connector.sync.payload import Payload
from ml_connector.sync.proposing import propose
from ml_connector.sync.references import ReferenceRow
from ml_connector.wiring import aws


class Question(Payload, frozen=True):
    """propose: the name of a dimension to make a table for, instead of looking for drift."""

    entity: str
    propose: str | None = None


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """What differs, or what a table would say."""
    asked, settings = plain.read(Question, event), with_newest(aws.settings())
    logger.append_keys(request=context.aws_request_id)
    rows = cache(lambda entity, dataset: read_rows(f"map {context.aws_request_id}", entity, dataset, settings))
    lists: dict[tuple[str, str], list[Item]] = {}

    def list_of(model: str, list_name: str) -> list[Item]:
        if (model, list_name) not in lists:
            lists[model, list_name] = read_list(settings, model, list_name)
        return lists[model, list_name]

    if asked.propose is None:
        return plain.told(Drift.of(asked.entity, drift(asked.entity, settings, rows, list_of)))
    dimension = settings.dimensions[asked.propose]
    members: list[ReferenceRow] = rows(asked.entity, dimension.filled_by or "accounts")
    model = settings.entities[asked.entity].model
    return plain.told(propose(asked.entity, asked.propose, members, list_of(model, dimension.list_)))
