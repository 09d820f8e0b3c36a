"""An AWS in memory for the one table and the one bucket."""

from collections.abc import Iterator
from typing import Literal

import boto3
import pytest
from ml_connector.stores.objects import ObjectStore
from moto import mock_aws

from tests.component.limits.flows import Stores

REGION: Literal["eu-west-2"] = "eu-west-2"


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        table = boto3.resource("dynamodb", region_name=REGION).create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket="pages", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield Stores(table, ObjectStore(s3, "pages"))
