"""The connector's table, empty."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from ml_connector.stores.numbers import BY_NUMBER
from ml_connector.stores.records import OPEN

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table


def new_table(dynamodb: DynamoDBServiceResource) -> Table:
    """A table of the shape that the stack declares, under a name of its own."""
    return dynamodb.create_table(
        TableName=f"t-{uuid.uuid4()}",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "number", "open")],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": name, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
            for index, name in ((BY_NUMBER, "number"), (OPEN, "open"))
        ],
        BillingMode="PAY_PER_REQUEST",
    )
