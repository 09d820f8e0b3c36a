"""The lock of each Anaplan model: one item per model, changed only by whoever has read its latest revision.

Knows how a lock is stored; who may have it is told by ``lock_rules``. The item is never deleted and never expires by
itself: the fence has to outlive every holder, and DynamoDB deletes expired items whenever it likes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from msgspec import Struct
from msgspec.structs import asdict

from ml_connector.errors import ModelBusy
from ml_connector.stores import instants
from ml_connector.stores.batches import query, read_keys
from ml_connector.stores.lock_rules import AtWork, Claim, Holder, LockState, ModelKey, check, drained, free, grant
from ml_connector.stores.refusals import code_of, lost_race, reasons
from ml_connector.stores.run_items import header_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mypy_boto3_dynamodb.service_resource import Table

_TRIES = 8
_DIRECTORY = "LOCKS"


class Lock(Struct, frozen=True):
    """What a holder has been given.

    first  the fence since which no other run has had the model
    left   runs whose lease ran out before this one took the model: see the end of their Anaplan tasks first
    """

    fence: int
    first: int
    lease_until: datetime
    left: tuple[Holder, ...]


class Loading(Struct, frozen=True):
    """The run that has begun the newest load of one (entity, dataset) into a model, and under which fence."""

    run: str
    fence: int


class HeldLock(Struct, frozen=True):
    """One model that somebody holds, perhaps beyond the end of the lease; the rest as in ``LockState``."""

    model: ModelKey
    fence: int
    holder: Holder
    left: tuple[Holder, ...] = ()
    at_work: tuple[AtWork, ...] = ()


class LockStore:
    """Locks at pk LOCK#{workspace}#{model}, sk LOCK, listed under pk LOCKS; newest loads at sk LOAD#{entity}#{dataset}.

    clock   aware UTC
    margin  how much longer than its lease a holder is left alone by other runs, because clocks differ

    Integrations  DynamoDB GetItem, PutItem, UpdateItem, Query, BatchGetItem, TransactWriteItems (with a check of the
                  run header)
    """

    def __init__(self, table: Table, clock: Callable[[], datetime], margin: timedelta = timedelta(seconds=2)) -> None:
        self._table = table
        self._clock = clock
        self._margin = margin

    def acquire(
        self,
        model: ModelKey,
        run: str,
        attempt: int,
        lease: timedelta,
        purpose: str,
        worker: AtWork | None = None,
    ) -> Lock:
        """Take the model, or keep it: the fence stays while the same attempt renews in time.

        purpose  completes "held by run r-1 to …", e.g. "load UK invoices"
        worker   the function that asks, remembered until ``rest``
        raises   ModelBusy: another run or a later attempt has it, or this attempt has been closed
        """
        for _ in range(_TRIES):
            revision, state = self._read(model)
            claim = Claim(run, attempt, purpose, self._clock(), lease, self._margin, worker)
            granted = grant(model, state, claim)
            if granted.holder is not None and self._take(model, granted, granted.holder, revision):
                return Lock(granted.fence, granted.first, granted.holder.until, granted.left)
        raise ModelBusy(f"model {model} changed hands {_TRIES} times while run {run} asked for it: try again")

    def check(self, model: ModelKey, run: str, fence: int) -> None:
        """Raise ModelBusy unless the run still holds the model under this fence; to be asked before each effect."""
        check(model, self._read(model)[1], run, fence)

    def rest(self, model: ModelKey, worker: AtWork) -> None:
        """The function's step has ended, well or not: nobody needs to wait for it any more."""
        try:
            self._table.update_item(
                Key=_key(model),
                UpdateExpression="REMOVE at_work.#step ADD revision :one",
                ConditionExpression="at_work.#step = :until",
                ExpressionAttributeNames={"#step": worker.step},
                ExpressionAttributeValues={":one": 1, ":until": instants.write(worker.until)},
            )
        except ClientError as error:
            if not lost_race(error):  # it was forgotten with the lock, or the step was taken up by another one
                raise

    def release(self, model: ModelKey, run: str, attempt: int) -> bool:
        """Let go of the model; False when it is not held by this attempt or an earlier one of the run."""
        return self._change(model, lambda state: free(state, run, attempt))

    def drained(self, model: ModelKey, runs: Collection[str]) -> None:
        """Forget these runs among those left behind: nothing of theirs is at work any more."""
        self._change(model, lambda state: drained(state, runs))

    def load(self, model: ModelKey, entity: str, dataset: str, loading: Loading) -> None:
        """Remember who loads this now, unless a later holder has loaded it already."""
        try:
            self._table.put_item(
                Item={**_load_key(model, entity, dataset), **asdict(loading)},
                ConditionExpression="attribute_not_exists(fence) OR fence <= :fence",
                ExpressionAttributeValues={":fence": loading.fence},
            )
        except ClientError as error:
            if not lost_race(error):
                raise

    def loading(self, model: ModelKey, entity: str, dataset: str) -> Loading | None:
        """Who has loaded this last; None: nobody has."""
        item = self._table.get_item(Key=_load_key(model, entity, dataset), ConsistentRead=True).get("Item")
        return Loading(str(item["run"]), int(str(item["fence"]))) if item else None

    def held(self) -> list[HeldLock]:
        """Every model that somebody holds, for the operator; by workspace and model."""
        models = [ModelKey(*str(entry["sk"]).split("#")) for entry in query(self._table, _DIRECTORY)]
        items = read_keys(self._table, [_key(model) for model in models])
        states = {(str(item["pk"])): _state(item) for item in items}
        locks = ((model, states[_key(model)["pk"]]) for model in models)
        return [
            HeldLock(model, state.fence, state.holder, state.left, state.at_work)
            for model, state in locks
            if state.holder
        ]

    def _change(self, model: ModelKey, decide: Callable[[LockState], LockState | None]) -> bool:
        for _ in range(_TRIES):
            revision, state = self._read(model)
            wanted = decide(state)
            if wanted is None:
                return False
            if wanted == state or self._put(model, wanted, revision):
                return True
        raise ModelBusy(f"model {model} changed hands {_TRIES} times while its lock was to be changed: try again")

    def _read(self, model: ModelKey) -> tuple[int, LockState]:
        item = self._table.get_item(Key=_key(model), ConsistentRead=True).get("Item")
        return (int(str(item["revision"])), _state(item)) if item else (0, LockState())

    def _take(self, model: ModelKey, state: LockState, holder: Holder, revision: int) -> bool:
        lock: Any = {"TableName": self._table.name, **_write(model, state, revision)}
        entry: Any = {
            "TableName": self._table.name,
            "Item": {"pk": _DIRECTORY, "sk": f"{model.workspace}#{model.model}"},
        }
        actions: list[Any] = [{"ConditionCheck": self._still_open(holder)}, {"Put": lock}]
        try:
            self._table.meta.client.transact_write_items(
                TransactItems=actions if revision else [*actions, {"Put": entry}]
            )
        except ClientError as error:
            if code_of(error) != "TransactionCanceledException" or not lost_race(error):
                raise
            if reasons(error)[0] == "ConditionalCheckFailed":
                raise _closed(model, holder) from error
            return False
        return True

    def _put(self, model: ModelKey, state: LockState, revision: int) -> bool:
        try:
            self._table.put_item(**_write(model, state, revision))
        except ClientError as error:
            if lost_race(error):
                return False
            raise
        return True

    def _still_open(self, holder: Holder) -> dict[str, Any]:
        # A function that outlives its execution must not take a lock that nobody will release.
        return {
            "TableName": self._table.name,
            "Key": header_key(holder.run),
            "ConditionExpression": "attribute_not_exists(closed) OR closed < :attempt",
            "ExpressionAttributeValues": {":attempt": holder.attempt},
        }


def _write(model: ModelKey, state: LockState, revision: int) -> dict[str, Any]:
    held: dict[str, Any] = {"holder": _pack(state.holder)} if state.holder else {}
    abandoned = [_pack(holder) for holder in state.left]
    request: dict[str, Any] = {
        "Item": {
            **_key(model),
            "fence": state.fence,
            "revision": revision + 1,
            "abandoned": abandoned,
            "run": state.run,
            "first": state.first,
            "at_work": {one.step: instants.write(one.until) for one in state.at_work},
            **held,
        },
        "ConditionExpression": "revision = :seen" if revision else "attribute_not_exists(pk)",
    }
    return {**request, "ExpressionAttributeValues": {":seen": revision}} if revision else request


def _state(item: Mapping[str, Any]) -> LockState:
    holder = _unpack(item["holder"]) if "holder" in item else None
    at_work = tuple(AtWork(step, instants.read(until)) for step, until in sorted(item.get("at_work", {}).items()))
    left = tuple(_unpack(one) for one in item["abandoned"])
    return LockState(int(item["fence"]), holder, left, at_work, item.get("run", ""), int(item.get("first", 0)))


def _pack(holder: Holder) -> dict[str, Any]:
    return {**asdict(holder), "since": instants.write(holder.since), "until": instants.write(holder.until)}


def _unpack(item: Mapping[str, Any]) -> Holder:
    since, until = instants.read(item["since"]), instants.read(item["until"])
    return Holder(item["run"], int(item["attempt"]), item["purpose"], since, until)


def _closed(model: ModelKey, holder: Holder) -> ModelBusy:
    return ModelBusy(
        f"run {holder.run} is closed up to attempt {holder.attempt}, so it may not take model {model} any more: "
        "redrive the run, or start a new one"
    )


def _key(model: ModelKey) -> dict[str, str]:
    return {"pk": f"LOCK#{model.workspace}#{model.model}", "sk": "LOCK"}


def _load_key(model: ModelKey, entity: str, dataset: str) -> dict[str, str]:
    return {**_key(model), "sk": f"LOAD#{entity}#{dataset}"}
