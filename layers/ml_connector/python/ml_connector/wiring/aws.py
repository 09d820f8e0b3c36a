"""The settings, the table and the bucket that the function's environment names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from pydantic import BaseModel, ConfigDict

from ml_connector.settings import Settings, parse_compiled
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.scratch import ScratchStore

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_s3 import S3Client

CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=5, read_timeout=30)


class Environment(BaseModel):
    """The names that the stack gives to every function."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    SETTINGS_BUCKET: str
    SETTINGS_KEY: str
    TABLE: str
    BUCKET: str


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


@cache
def environment() -> Environment:
    """Read once; a missing name stops the function at its first use."""
    return Environment.model_validate(dict(os.environ))


@cache
def settings() -> Settings:
    """What this deployment was told."""
    names = environment()
    body = _s3().get_object(Bucket=names.SETTINGS_BUCKET, Key=names.SETTINGS_KEY)["Body"].read()
    return parse_compiled(body, f"s3://{names.SETTINGS_BUCKET}/{names.SETTINGS_KEY}")


@cache
def _s3() -> "S3Client":
    return boto3.client("s3", config=CONFIG)


@cache
def table() -> "Table":
    """The one table."""
    return boto3.resource("dynamodb", config=CONFIG).Table(environment().TABLE)


def objects() -> ObjectStore:
    """The one bucket, or what stands for it in a look ahead."""
    return _scratch.get() or _bucket()


@contextmanager
def scratch() -> Iterator[None]:
    """Within the block whatever would go to the bucket is kept in memory, and forgotten at its end."""
    before = _scratch.set(ScratchStore(_bucket()))
    try:
        yield
    finally:
        _scratch.reset(before)


@cache
def _bucket() -> ObjectStore:
    return ObjectStore(_s3(), environment().BUCKET)


_scratch: ContextVar[ObjectStore | None] = ContextVar("scratch", default=None)
