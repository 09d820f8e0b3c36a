"""One mocked AWS per test module, one new table and one new bucket per test."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

import boto3
import pytest
from ml_connector.stores.objects import ObjectStore
from moto import mock_aws

from tests.component.stores.doubles import Clock
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient

REGION: Literal["eu-west-2"] = "eu-west-2"


@pytest.fixture(scope="module")
def _aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture(scope="module")
def dynamodb(_aws: None) -> DynamoDBServiceResource:
    return boto3.resource("dynamodb", region_name=REGION)


@pytest.fixture(scope="module")
def s3(_aws: None) -> S3Client:
    return boto3.client("s3", region_name=REGION)


@pytest.fixture(scope="module")
def secretsmanager(_aws: None) -> SecretsManagerClient:
    return boto3.client("secretsmanager", region_name=REGION)


@pytest.fixture
def table(dynamodb: DynamoDBServiceResource) -> Iterator[Table]:
    made = new_table(dynamodb)
    yield made
    # moto copies every table with each transaction.
    made.delete()


@pytest.fixture
def bucket(s3: S3Client) -> str:
    name = f"b-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


@pytest.fixture
def objects(s3: S3Client, bucket: str) -> ObjectStore:
    return ObjectStore(s3, bucket)


@pytest.fixture
def clock() -> Clock:
    return Clock()
