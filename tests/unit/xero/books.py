"""A server with pages in memory, whose records are edited while somebody reads them."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ml_connector.xero.paging import Position, advance

START = datetime(2026, 11, 22, tzinfo=UTC)


def sql_server_key(id_: str) -> bytes:
    """SQL Server's order, spelled anew: groups from the last to the first, the first three with their bytes swapped."""
    a, b, c, d, e = id_.split("-")
    swapped = (bytes.fromhex(part)[::-1] for part in (c, b, a))
    return bytes.fromhex(e) + bytes.fromhex(d) + b"".join(swapped)


ORDERS: dict[str, Callable[["Record"], object]] = {
    "text": lambda record: record.id,
    "guid": lambda record: sql_server_key(record.id),
    "update": lambda record: (record.updated, record.id),
    "creation": lambda record: record.number,
}


@dataclass
class Record:
    """One document."""

    id: str
    number: int
    updated: datetime
    version: int = 0


@dataclass(frozen=True)
class APage:
    """What paging sees of an answer."""

    ids: Sequence[str]
    server_now: datetime
    item_count: int | None
    page_count: int | None
    in_update_order: bool = True
    calls: int = 1


@dataclass
class Server:
    """Sorts by ``order`` whatever it is asked for.

    counts     whether it tells how many there are
    promised   it claims to have at least so many
    """

    order: str
    size: int
    counts: bool = True
    since: datetime | None = None
    now: datetime = START
    records: dict[str, Record] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    answers: int = 0
    promised: int = 0

    def create(self, seed: int) -> None:
        """A new record with a made-up id."""
        id_ = str(uuid.UUID(int=seed, version=4))
        self.records.setdefault(id_, Record(id_, len(self.records), self.now))

    def edit(self, place: int) -> None:
        """Change one record; nothing happens to an empty set."""
        if self.records:
            record = list(self.records.values())[place % len(self.records)]
            record.version += 1
            record.updated = self.now

    def tick(self, milliseconds: int) -> None:
        """Let time go by."""
        self.now += timedelta(milliseconds=milliseconds)

    def members(self) -> list[Record]:
        """The set that is asked for, in the server's order."""
        found = [record for record in self.records.values() if self.since is None or record.updated >= self.since]
        return sorted(found, key=ORDERS[self.order])  # type: ignore[arg-type] # keys of one order compare

    def page(self, number: int) -> APage:
        """One answer; what it shows is remembered."""
        self.answers += 1
        members = self.members()
        shown = members[(number - 1) * self.size : number * self.size]
        self.versions |= {record.id: record.version for record in shown}
        stamps = [record.updated for record in shown]
        return APage(
            ids=[record.id for record in shown],
            server_now=self.now,
            item_count=max(len(members), self.promised) if self.counts else None,
            page_count=-(-len(members) // self.size) if self.counts else None,
            in_update_order=stamps == sorted(stamps),
        )

    def lost(self, watermark: datetime) -> list[Record]:
        """Records that neither were seen as they are now nor come with the next delta."""
        return [r for r in self.members() if self.versions.get(r.id) != r.version and r.updated < watermark]


def read(server: Server, between: Callable[[int], None] = lambda _: None) -> Position:
    """A whole pass; ``between`` is called after every answer."""
    position = Position(since=server.since)
    while not position.done:
        page = server.page(position.page)
        between(server.answers)
        position = advance(position, page, lambda: len(server.versions))
    return position
