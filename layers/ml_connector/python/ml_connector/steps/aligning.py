"""One load into a list, item by item: chunk after chunk, looked up, added or updated, every item accounted for."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from msgspec.structs import replace

from ml_connector.anaplan.list_items import ListItems
from ml_connector.anaplan.lists import ListItem, find_list
from ml_connector.settings import Load
from ml_connector.settings.loads import CODE, NAME
from ml_connector.steps.loading import LoadStep
from ml_connector.steps.lock import keep
from ml_connector.stores.objects import AlreadyThere
from ml_connector.sync.aligning import MOST_ITEMS, Batch, Fate, Row, batches, fate
from ml_connector.sync.payload import Payload
from ml_connector.sync.prove import Loaded
from ml_connector.wiring import parked

_SECONDS_OF_ONE_CHUNK = 240.0


class AlignStep(LoadStep, frozen=True):
    """next_chunk: where to go on; loaded: what has become of the items before it."""

    next_chunk: int = 0
    loaded: Loaded | None = None


class Aligned(Payload, frozen=True):
    """How far the load has come; done: every chunk is told."""

    done: bool
    next_chunk: int
    loaded: Loaded


def align(step: AlignStep, load: Load, seconds_left: Callable[[], float]) -> Aligned:
    """Bring the next chunks, as far as time allows.

    A chunk that is brought again updates what it has added before: what is there is looked up each time.
    """
    mapped, store = step.mapped, parked.chunks()
    list_ = find_list(step.client, step.model, load.list_ or "")
    items = ListItems(step.client, step.model, list_)
    numbered = items.is_numbered()
    keys = store.keys(step.run, mapped.attempt, mapped.entity, mapped.dataset)
    loaded = step.loaded or _nothing(step)
    for index in range(step.next_chunk, len(keys)):
        rows = list(_rows(store.read(keys[index]), list(load.columns), has_header=index == 0))
        fates = [_bring(step, items, batch) for batch in _batches(rows, items, numbered=numbered)]
        loaded = _with(step, loaded, fates, list(load.columns), f"{list_.id}.{index:04d}")
        if seconds_left() < _SECONDS_OF_ONE_CHUNK and index + 1 < len(keys):
            return Aligned(done=False, next_chunk=index + 1, loaded=loaded)
    return Aligned(done=True, next_chunk=len(keys), loaded=loaded)


def _batches(rows: Sequence[Row], items: ListItems, *, numbered: bool) -> Iterator[Batch]:
    known = {code: item.id for code, item in _look_up(items, rows).items()}
    return batches(rows, known, numbered=numbered)


def _bring(step: AlignStep, items: ListItems, batch: Batch) -> Fate:
    keep(step, step.mapped)
    told = items.add(batch.items) if batch.is_new else items.update(batch.items)
    failures = {
        one.request_index: f"{one.failure_type}: {one.failure_message_details}".strip(": ") for one in told.failures
    }
    done = told.added + told.updated
    silent = done + len(failures) < len(batch.rows)
    return fate(batch.rows, done, failures, _as_told(items, batch.rows) if silent else ())


def _as_told(items: ListItems, rows: Sequence[Row]) -> frozenset[str]:
    """The codes of the rows that the list shows with their names."""
    names = {row[CODE].casefold(): row.get(NAME, "") for row in rows}
    return frozenset(code for code, item in _look_up(items, rows).items() if names.get(code) in ("", item.name))


def _look_up(items: ListItems, rows: Sequence[Row]) -> dict[str, ListItem]:
    codes = [row[CODE] for row in rows]
    found: dict[str, ListItem] = {}
    for start in range(0, len(codes), MOST_ITEMS):
        found |= items.look_up(codes[start : start + MOST_ITEMS])
    return found


def _rows(gzipped: bytes, header: list[str], *, has_header: bool) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(gzip.decompress(gzipped).decode(), newline=""))
    if has_header:
        next(lines, None)
    return (dict(zip(header, line, strict=True)) for line in lines)


def _nothing(step: AlignStep) -> Loaded:
    mapped = step.mapped
    return Loaded(entity=mapped.entity, dataset=mapped.dataset, rows_sent=mapped.rows, ok=0, ignored=0, failed=0)


def _with(step: AlignStep, loaded: Loaded, fates: Sequence[Fate], header: list[str], name: str) -> Loaded:
    """The figures with those of one more chunk, whose refusals are kept in the form of a failure dump."""
    refused = [one for told in fates for one in told.refused]
    dumps = loaded.dumps
    if refused:
        dumps = (*dumps, _kept(step, refused, header, name))
    return replace(
        loaded,
        ok=loaded.ok + sum(one.ok for one in fates),
        ignored=loaded.ignored + sum(one.ignored for one in fates),
        failed=loaded.failed + len(refused),
        dumps=dumps,
    )


def _kept(step: AlignStep, refused: Sequence[tuple[Row, str]], header: list[str], name: str) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([*header, "__Error__0"])
    lines.writerows([*(row[column] for column in header), reason] for row, reason in refused)
    mapped = step.mapped
    place = (step.run, step.attempt, mapped.entity, mapped.dataset, name, 0)
    # A step that is repeated may be told another reason; what was told first stays.
    with suppress(AlreadyThere):
        return parked.dumps().put(*place, out.getvalue().encode())
    return parked.dumps().key(*place)
