"""Stores and settings, from what the function's environment names."""

import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from pydantic import BaseModel, ConfigDict

from ml_connector.settings import Settings, parse_compiled
from ml_connector.stores.chunks import ChunkStore
from ml_connector.stores.cursors import CursorStore
from ml_connector.stores.dumps import DumpStore
from ml_connector.stores.locks import LockStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.pins import PinStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.stores.raw import RawStore
from ml_connector.stores.records import RecordStore
from ml_connector.stores.runs import RunStore
from ml_connector.stores.totals import TotalStore

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


@cache
def _objects() -> ObjectStore:
    return ObjectStore(_s3(), environment().BUCKET)


def raw_pages() -> RawStore:
    """Vendor pages as received."""
    return RawStore(_objects())


def chunks() -> ChunkStore:
    """Upload parts."""
    return ChunkStore(_objects())


def quarantine() -> QuarantineStore:
    """Rows that could not be loaded."""
    return QuarantineStore(_objects())


def dumps() -> DumpStore:
    """Anaplan's failure dumps."""
    return DumpStore(_objects())


def totals() -> TotalStore:
    """Control totals."""
    return TotalStore(_objects())


def cursors() -> CursorStore:
    """Where each dataset stands."""
    return CursorStore(table())


def locks() -> LockStore:
    """Who holds which model."""
    return LockStore(table(), now)


def records() -> RecordStore:
    """What is remembered of each document."""
    return RecordStore(table())


def pins() -> PinStore:
    """Which organisation was chosen for each entity."""
    return PinStore(table())


def runs() -> RunStore:
    """What is remembered of each run."""
    return RunStore(table(), now)
