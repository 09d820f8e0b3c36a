"""Objects in one S3 bucket; nearly all of them are written once and never changed.

Knows keys and bytes; what an object means is told by the stores built on this one.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import IO, TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from ml_connector.errors import Stop
from ml_connector.stores.refusals import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PutObjectRequestTypeDef

_TAKEN = "PreconditionFailed"
_RACING = "ConditionalRequestConflict"
_TRIES = 4


class AlreadyThere(Stop):
    """Other bytes are stored under a key that is written once; ``key`` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} is already stored with other content; both are wanted for the audit, so nothing was overwritten: "
            "compare the object with its source, then start a new run"
        )
        self.key = key


class NotThere(Stop):
    """Nothing is stored under ``key``."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} is not in the bucket; it was never written or has been deleted: "
            "look whether a lifecycle rule has removed the run, then start a new one"
        )
        self.key = key


class ObjectStore:
    """Write-once objects.

    Integrations  S3 PutObject, GetObject, ListObjectsV2 on one bucket
    """

    def __init__(self, s3: S3Client, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def put_once(
        self, key: str, body: bytes, *, content_type: str = "application/octet-stream", encoding: str | None = None
    ) -> bool:
        """Whether ``body`` was written now; False when the same bytes were there before.

        raises  AlreadyThere: other bytes are stored under this key

        Source: Amazon S3, Conditional writes, If-None-Match (409 means a racing delete: put again).
        """
        digest = hashlib.sha256(body).hexdigest()
        request: PutObjectRequestTypeDef = {
            "Bucket": self._bucket,
            "Key": key,
            "Body": body,
            "ContentType": content_type,
            "Metadata": {"sha256": digest},
            "IfNoneMatch": "*",
        }
        if encoding is not None:
            request["ContentEncoding"] = encoding
        if self._put(request):
            return True
        if hashlib.sha256(self.get(key)).hexdigest() != digest:
            raise AlreadyThere(key)
        return False

    def replace(self, key: str, body: bytes, *, content_type: str, encoding: str = "identity") -> None:
        """Put ``body`` in place of whatever was there; for the few objects that are no evidence but a state."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, ContentEncoding=encoding)

    def get(self, key: str) -> bytes:
        """All bytes of one object as they were put; raises NotThere."""
        with self.open(key) as body:
            return body.read()

    @contextlib.contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        """The bytes of one object as a stream, for what may not be whole in memory; raises NotThere."""
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"]
        except ClientError as error:
            if code_of(error) == "NoSuchKey":
                raise NotThere(key) from error
            raise
        with contextlib.closing(body):
            yield cast("IO[bytes]", body)

    def has(self, key: str) -> bool:
        """Whether it is there: who may list below a prefix only is refused, and not told, when a key is missing."""
        return key in self.keys(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin with ``prefix``, in the order of their UTF-8 bytes."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return (found["Key"] for page in pages for found in page.get("Contents", ()))

    def _put(self, request: PutObjectRequestTypeDef, tries: int = _TRIES) -> bool:
        try:
            self._s3.put_object(**request)
        except ClientError as error:
            if code_of(error) == _TAKEN:
                return False
            if code_of(error) == _RACING and tries > 1:
                return self._put(request, tries - 1)
            raise
        return True
