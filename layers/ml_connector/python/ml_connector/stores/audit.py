"""What happened to every record of a run, for years: chained entries in S3, and the heads of the chains in DynamoDB.

Knows parts, keys and heads; what an entry says is told by whoever writes it.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from msgspec import Struct
from msgspec.structs import asdict, replace

from ml_connector.errors import ContractBroken
from ml_connector.plain import Instant
from ml_connector.stores.batches import query
from ml_connector.stores.objects import AlreadyThere
from ml_connector.stores.refusals import lost_race
from ml_connector.sync.trail import Chain, Head, head_of, stated_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy_boto3_dynamodb.service_resource import Table

    from ml_connector.stores.objects import ObjectStore

_CLOSING = "RUN"
_BATCH = 1_000
_LEVEL, _GZIP = 2, 31  # quick, and without a time stamp: a repeated step writes the same bytes


class Part(Struct, frozen=True):
    """What one step of a run tells of one (entity, dataset); ``stage`` is the step's word.

    started   when the run began, which says where its parts lie
    """

    run: str
    flow: str
    started: Instant
    attempt: int
    entity: str
    dataset: str
    stage: str

    @property
    def name(self) -> str:
        """Unique in the run."""
        return f"{self.entity}#{self.dataset}#{self.stage}#{self.attempt}"

    @property
    def key(self) -> str:
        """Where its entries lie; Athena finds them by flow, year and month."""
        when = f"year={self.started:%Y}/month={self.started:%m}"
        return f"audit/flow={self.flow}/{when}/{self.run}/{self.name.replace('#', '.')}.jsonl.gz"


class Trail:
    """Takes the entries of one part; only their compressed form is ever whole in memory."""

    def __init__(self, part: Part) -> None:
        told = {name: getattr(part, name) for name in ("run", "attempt", "entity", "dataset", "stage")}
        self._chain = Chain(part.name, told)
        self._packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
        self._packed: list[bytes] = []
        self._lines: list[bytes] = []

    @property
    def head(self) -> Head:
        """Where the chain ends now."""
        return self._chain.head

    def add(self, entry: Mapping[str, Any]) -> None:
        """One more entry."""
        self._lines.append(self._chain.line(entry))
        if len(self._lines) == _BATCH:
            self._flush()

    def close(self) -> bytes:
        """All entries as gzipped JSON Lines."""
        self._flush()
        return b"".join([*self._packed, self._packer.flush()])

    def _flush(self) -> None:
        self._packed.append(self._packer.compress(b"".join([line + b"\n" for line in self._lines])))
        self._lines.clear()


class Noted(Struct, frozen=True, kw_only=True):
    """A head as it is kept apart from its entries.

    part   its name; ``key``: where its entries lie
    """

    part: str
    key: str = ""
    chain: str
    entries: int

    @property
    def head(self) -> Head:
        """For comparing."""
        return Head(self.chain, self.entries)


class AuditStore:
    """Entries under audit/flow={flow}/year={year}/month={month}/{run}/, heads at pk AUDIT#{run}, sk {part} or RUN.

    Integrations  S3 PutObject, GetObject, ListObjectsV2 · DynamoDB PutItem, Query
    """

    def __init__(self, objects: ObjectStore, table: Table) -> None:
        self._objects = objects
        self._table = table

    @contextmanager
    def collect(self, part: Part) -> Iterator[Trail]:
        """What takes a part's entries; they are stored when the block ends well, and then their head.

        What was told first counts: a step that is repeated may see less, because Anaplan forgets. What the same step
        has told in earlier attempts counts as well, even if it died before it could keep the head.

        raises  ContractBroken: the part that was told first has been changed since
        """
        trail = Trail(part)
        yield trail
        for attempt in range(part.attempt):
            self._adopt(replace(part, attempt=attempt))
        try:
            self._objects.put_once(part.key, trail.close(), content_type="application/x-ndjson", encoding="gzip")
        except AlreadyThere:
            self._note(part, stated_head(self.lines(part.key), part.name))
        else:
            self._note(part, trail.head)

    def close(self, run: str) -> Head:
        """Keep the head of all parts of a run; to be called when it has ended, in whatever way.

        A head of more entries stays: whoever comes late with less has looked before a redrive has added to them.
        """
        head = head_of({noted.part: noted.head for noted in self.heads(run)})
        try:
            self._table.put_item(
                Item={"pk": _pk(run), "sk": _CLOSING, **asdict(head)},
                ConditionExpression="attribute_not_exists(pk) OR #entries <= :entries",
                ExpressionAttributeNames={"#entries": "entries"},
                ExpressionAttributeValues={":entries": head.entries},
            )
        except ClientError as error:
            if not lost_race(error):
                raise
        return head

    def heads(self, run: str) -> list[Noted]:
        """The heads of a run's parts, by name."""
        return [noted for noted in self._noted(run) if noted.part != _CLOSING]

    def closing(self, run: str) -> Head | None:
        """The head of the run; None if it was not closed."""
        return next((noted.head for noted in self._noted(run) if noted.part == _CLOSING), None)

    def keys(self, run: str, flow: str, started: Instant) -> list[str]:
        """The keys of every part that lies in the bucket, whoever has put it there."""
        beside = Part(run=run, flow=flow, started=started, attempt=0, entity="", dataset="", stage="").key
        return list(self._objects.keys(beside.rpartition("/")[0] + "/"))

    def lines(self, key: str) -> Iterator[str]:
        """The lines of one part, as far as they can be unpacked; raises NotThere."""
        packed = self._objects.get(key)
        try:
            text = zlib.decompressobj(_GZIP).decompress(packed)
        except zlib.error:
            text = b""
        yield from text.decode(errors="replace").removesuffix("\n").split("\n") if text else ()

    def _adopt(self, part: Part) -> None:
        """Keep the head of a part that lies there, if it does; nothing changes if it is kept already."""
        if part.key in self._objects.keys(part.key):
            self._note(part, stated_head(self.lines(part.key), part.name))

    def _noted(self, run: str) -> Iterator[Noted]:
        for item in query(self._table, _pk(run)):
            yield Noted(part=item["sk"], key=item.get("key", ""), chain=item["chain"], entries=item["entries"])

    def _note(self, part: Part, head: Head) -> None:
        item: dict[str, Any] = {"pk": _pk(part.run), "sk": part.name, "key": part.key, **asdict(head)}
        try:
            self._table.put_item(
                Item=item,
                ConditionExpression="attribute_not_exists(pk) OR #chain = :chain",
                ExpressionAttributeNames={"#chain": "chain"},
                ExpressionAttributeValues={":chain": head.chain},
            )
        except ClientError as error:
            if lost_race(error):
                raise ContractBroken(
                    f"the audit of {part.name} in run {part.run} was closed with another head: somebody has removed "
                    f"{part.key}; `ml-connector audit verify {part.run}` tells what is left"
                ) from error
            raise


def _pk(run: str) -> str:
    return f"AUDIT#{run}"
