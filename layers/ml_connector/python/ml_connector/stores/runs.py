"""What happened to each run: its header, its loads and what of it was proven.

Knows attempts and that a closed attempt stays closed; knows nothing of what a flow does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ml_connector import plain
from ml_connector.errors import ModelBusy
from ml_connector.stores import instants
from ml_connector.stores.batches import query, read_keys
from ml_connector.stores.refusals import lost_race
from ml_connector.stores.run_items import (
    Books,
    DatasetResult,
    LoadNote,
    Parked,
    RunHeader,
    RunStatus,
    header_key,
    load_key,
    proof_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb.service_resource import Table

_MONTHS_LISTED = 14
_PARKED = "parked#"
_NOT_OVERTAKEN = "(attribute_not_exists(attempt) OR attempt <= :attempt)"


class RunStore:
    """Runs at pk RUN#{run}: sk RUN, LOAD#{entity}#{dataset}, PROVEN#{entity}#{dataset}; listed under RUNS#{year-month}.

    clock  aware UTC

    Integrations  DynamoDB GetItem, PutItem, UpdateItem, Query, BatchGetItem
    """

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    def open(self, run: str, flow: str, attempt: int) -> RunHeader:
        """The header, now RUNNING in this attempt, unless the attempt is closed or overtaken: then as it stands."""
        self._change(
            run,
            "SET flow = if_not_exists(flow, :flow), started = if_not_exists(started, :now), "
            "#status = :status, attempt = :attempt REMOVE ended, reason",
            f"{_NOT_OVERTAKEN} AND (attribute_not_exists(closed) OR closed < :attempt)",
            {":flow": flow, ":now": instants.write(self._clock()), ":status": "RUNNING", ":attempt": attempt},
        )
        header = self.header(run)
        if header is None:
            raise AssertionError(f"the header of run {run} was written and is not there")
        self._table.put_item(Item=_listing(header))
        return header

    def take_up(self, run: str, attempt: int) -> bool:
        """Show a redriven run as RUNNING again; False when it is so already, or closed, or overtaken, or unknown."""
        return self._change(
            run,
            "SET #status = :status, attempt = :attempt REMOVE ended, reason",
            "attribute_exists(pk) AND attempt < :attempt AND (attribute_not_exists(closed) OR closed < :attempt)",
            {":status": "RUNNING", ":attempt": attempt},
        )

    def close(
        self,
        run: str,
        attempt: int,
        status: RunStatus,
        results: Sequence[DatasetResult] = (),
        reason: str | None = None,
        books: Sequence[Books] = (),
    ) -> bool:
        """End this attempt for good; False when the run is unknown or a later attempt is under way.

        results, reason, books  kept from an earlier call when none are given
        """
        told = {"results": results, "books": books}
        found = {name: json.dumps([plain.told(one) for one in some]) for name, some in told.items() if some}
        given = {f":{name}": text for name, text in found.items()} | ({":reason": reason} if reason else {})
        kept = "".join(f", {name[1:]} = {name}" for name in given)
        values = {":status": status, ":now": instants.write(self._clock()), ":attempt": attempt}
        return self._change(
            run,
            f"SET #status = :status, ended = :now, attempt = :attempt, closed = :attempt{kept}",
            f"attribute_exists(pk) AND {_NOT_OVERTAKEN}",
            values | given,
        )

    def lose(self, run: str, attempt: int, reason: str) -> bool:
        """Show as failed what nobody has told the end of; False if it is over, or has a later attempt, or is unknown.

        The attempt stays open: should it be alive after all, it shows its own end when that comes.
        """
        return self._change(
            run,
            "SET #status = :status, ended = :now, reason = :reason",
            "#status = :running AND attempt = :attempt AND (attribute_not_exists(closed) OR closed < :attempt)",
            {
                ":status": "FAILED",
                ":running": "RUNNING",
                ":now": instants.write(self._clock()),
                ":reason": reason,
                ":attempt": attempt,
            },
        )

    def park(self, run: str, parked: Parked) -> None:
        """Show in the header that a pull waits, and until when."""
        name = _parked_name(parked.entity, parked.dataset)
        self._note(run, "SET #name = :parked", name, {":parked": plain.json(parked)})

    def unpark(self, run: str, entity: str, dataset: str) -> None:
        """The pull goes on; no harm if it never waited."""
        self._note(run, "REMOVE #name", _parked_name(entity, dataset), {})

    def header(self, run: str) -> RunHeader | None:
        """One run; None when it is unknown."""
        item = self._get(header_key(run))
        return _header(item) if item else None

    def recent(self, limit: int) -> list[RunHeader]:
        """The newest runs by start, at most ``limit``, of about the last year."""
        listed: list[str] = []
        for month in _months_back(self._clock()):
            entries = query(self._table, f"RUNS#{month}", newest_first=True, limit=limit - len(listed))
            listed.extend(str(entry["run"]) for entry in entries)
            if len(listed) >= limit:
                break
        headers = map(_header, read_keys(self._table, map(header_key, listed)))
        return sorted(headers, key=lambda header: (header.started, header.run), reverse=True)

    def note_load(self, run: str, entity: str, dataset: str, note: LoadNote) -> None:
        """Remember how far a load has come; raises ModelBusy when a later holder of the lock has noted already."""
        item = {**load_key(run, entity, dataset), **plain.told(note)}
        try:
            self._table.put_item(
                Item=item,
                ConditionExpression="attribute_not_exists(fence) OR fence <= :fence",
                ExpressionAttributeValues={":fence": note.fence},
            )
        except ClientError as error:
            if lost_race(error):
                raise ModelBusy(
                    f"the load of {entity} {dataset} in run {run} went on under a fence above {note.fence}: "
                    "this step was replaced by a redrive and may not go on"
                ) from error
            raise

    def load(self, run: str, entity: str, dataset: str) -> LoadNote | None:
        """How far the load has come; None: nothing was noted."""
        item = self._get(load_key(run, entity, dataset))
        return plain.read(LoadNote, item) if item else None

    def loads(self, run: str) -> dict[tuple[str, str], LoadNote]:
        """Every load of a run that was noted, by entity and dataset."""
        found = query(self._table, f"RUN#{run}", "LOAD#")
        return {
            (parts[1], parts[2]): plain.read(LoadNote, item)
            for item in found
            if (parts := str(item["sk"]).split("#", 2))
        }

    def prove(self, run: str, entity: str, dataset: str) -> None:
        """Mark what the run loaded of (entity, dataset) as compared with the model and found equal."""
        self._table.put_item(Item={**proof_key(run, entity, dataset), "proven": instants.write(self._clock())})

    def proven_loads(self, run: str) -> int:
        """How many of its loads were marked so."""
        return sum(1 for _ in query(self._table, f"RUN#{run}", "PROVEN#"))

    def proven(self, run: str, entity: str, dataset: str) -> bool:
        """Whether it was marked so."""
        return self._get(proof_key(run, entity, dataset)) is not None

    def _note(self, run: str, update: str, name: str, values: dict[str, Any]) -> None:
        request: dict[str, Any] = {"ExpressionAttributeValues": values} if values else {}
        try:
            self._table.update_item(
                Key=header_key(run),
                UpdateExpression=update,
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#name": name},
                **request,
            )
        except ClientError as error:
            if not lost_race(error):  # a run without a header has nowhere to show it
                raise

    def _get(self, key: dict[str, str]) -> Mapping[str, Any] | None:
        return self._table.get_item(Key=key, ConsistentRead=True).get("Item")

    def _change(self, run: str, update: str, condition: str, values: dict[str, Any]) -> bool:
        try:
            self._table.update_item(
                Key=header_key(run),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues=values,
            )
        except ClientError as error:
            if lost_race(error):
                return False
            raise
        return True


def _header(item: Mapping[str, Any]) -> RunHeader:
    run = str(item["pk"]).removeprefix("RUN#")
    # Not shown once the run is over: a run that was stopped while it waited does not wait any more.
    names = sorted(name for name in item if name.startswith(_PARKED)) if item.get("status") == "RUNNING" else []
    parked = [plain.read_json(Parked, item[name]) for name in names]
    lists = {name: json.loads(item.get(name, "[]")) for name in ("results", "books")}
    return plain.read(RunHeader, {**item, "run": run, **lists, "parked": parked})


def _parked_name(entity: str, dataset: str) -> str:
    """One attribute per pull, because many of a run wait and go on side by side."""
    return f"{_PARKED}{entity}#{dataset}"


def _listing(header: RunHeader) -> dict[str, str]:
    started = instants.write(header.started)
    return {"pk": f"RUNS#{started[:7]}", "sk": f"{started}#{header.run}", "run": header.run}


def _months_back(now: datetime) -> Iterator[str]:
    months = now.year * 12 + now.month - 1
    for count in range(months, months - _MONTHS_LISTED, -1):
        yield f"{count // 12:04d}-{count % 12 + 1:02d}"
