"""Puts the story of a record together from what the connector keeps of it, of its runs, and in the bucket."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ml_connector.anaplan.dumps import read_dump
from ml_connector.stores.dumps import DumpStore, wholes
from ml_connector.stores.objects import NotThere, ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.stores.raw import RawStore
from ml_connector.stores.record_items import NEWEST
from ml_connector.stores.runs import RunStore
from ml_connector.sync.links import bank_link, link
from ml_connector.xero.datasets import MODELS, records_of

from infra.cli.leftovers import Quarantined
from infra.cli.records.story import Chapter, Event, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ml_connector.stores.records import Passage
    from ml_connector.stores.run_items import LoadNote

    from infra.cli.records.finding import Found


class Teller:
    """Tells stories of one home.

    at        the address of an object, by its key
    console   the address of a run's execution; empty where there is no console

    Integrations  DynamoDB (runs), S3 (raw pages, chunks, quarantine, dumps)
    """

    def __init__(
        self, objects: ObjectStore, runs: RunStore, at: Callable[[str], str], console: Callable[[str, str], str]
    ) -> None:
        self.objects = objects
        self.runs = runs
        self.at = at
        self._console = console

    def tell(self, found: Found) -> Story:
        """The whole story of one record."""
        record = found.record
        history = record.history
        return Story(
            entity=found.entity,
            dataset=found.dataset,
            document_id=record.document_id,
            number=record.number,
            period=record.period,
            version=record.updated,
            lines=tuple(record.lines),
            link=self._link(found),
            complete=len(history) < NEWEST,
            chapters=tuple(self._chapter(found, place) for place in range(len(history))),
        )

    def _chapter(self, found: Found, place: int) -> Chapter:
        passage = found.record.history[place]
        header = self.runs.header(passage.run)
        was_held = place > 0 and found.record.history[place - 1].held > 0
        events = list(_Passing(self, found, passage).events())
        if was_held and not passage.held and events[-1].what in ("proven", "unchanged"):
            events.append(Event(what="resolved", text="nothing of it is kept back any more"))
        address = self._console(header.flow, passage.run) if header else ""
        return Chapter(
            run=passage.run,
            started=header.started if header else None,
            status=header.status if header else "forgotten",
            events=tuple(events),
            links={"execution": address} if address else {},
        )

    def _link(self, found: Found) -> str:
        """From the document's type, which stands on its page."""
        if found.dataset not in MODELS or not found.record.page:
            return ""
        try:
            page = records_of(found.dataset, RawStore(self.objects).read(found.record.page))
        except NotThere:
            return ""
        ours = (one for one in page if getattr(one, "id", "") == found.record.document_id)
        id_, type_ = found.record.document_id, next((getattr(one, "type", "") for one in ours), "")
        return bank_link(id_) if found.dataset == "payments" else link(type_, id_)


class _Passing:
    """One run's part of a story."""

    def __init__(self, teller: Teller, found: Found, passage: Passage) -> None:
        self._teller = teller
        self._found = found
        self._passage = passage
        self._place = (passage.run, found.entity, found.dataset)

    def events(self) -> Iterator[Event]:
        """In the order in which they happened."""
        passage = self._passage
        yield self._pulled()
        yield from self._held()
        if passage.rows:
            rows = f"{passage.rows} row{'' if passage.rows == 1 else 's'}"
            chunks = self._chunks()
            yield Event(what="mapped", text=f"{rows}, the last one in chunk {passage.chunk}", links=chunks)
            yield from self._loaded(rows)
        elif not passage.held:
            yield Event(what="unchanged", text="a new version, but no row that the model does not have")

    def _pulled(self) -> Event:
        version = f"version of {self._passage.version:%Y-%m-%d %H:%M:%S} UTC" if self._passage.version else "no version"
        page = self._passage.page
        links = {"page": self._teller.at(page)} if page else {}
        if not page:
            return Event(what="pulled", text="it was not there any more")
        return Event(what="pulled", text=f"{version}, rows {self._passage.fingerprint[:12] or 'none'}", links=links)

    def _held(self) -> Iterator[Event]:
        if not self._passage.held:
            return
        run, entity, dataset = self._place
        store = QuarantineStore(self._teller.objects)
        keys = [key for key in store.keys(run) if f"/{entity}/{dataset}/" in key]
        for key in keys[-1:]:  # of the newest attempt
            for row in store.read(key, Quarantined):
                if row.document_id == self._found.record.document_id:
                    links = {"quarantine": self._teller.at(key)}
                    yield Event(what="held back", text=f"{row.reason}: {row.remedy}", links=links)

    def _chunks(self) -> dict[str, str]:
        run, entity, dataset = self._place
        name = f"-{self._passage.chunk:04d}.csv.gz"
        keys = self._teller.objects.keys(f"runs/{run}/chunks/{entity}/{dataset}/")
        ours = [self._teller.at(key) for key in keys if key.endswith(name)]
        return {"chunk": ours[-1]} if ours else {}

    def _loaded(self, rows: str) -> Iterator[Event]:
        note = self._note
        if note is None or note.task_id is None:
            yield Event(what="not proven", text="the run ended before anything was sent")
            return
        yield Event(what="sent", text=f"{rows} uploaded", links=_task(note))
        refusals = list(self._refusals())
        if refusals:
            yield from refusals
        else:
            yield Event(what="imported", text=f"task {note.task_id} ended as {note.outcome or 'not seen yet'}")
        proven = self._teller.runs.proven(*self._place)
        yield Event(what="proven" if proven else "not proven", text=_PROVEN if proven else _NOT_PROVEN)

    def _refusals(self) -> Iterator[Event]:
        record, dumps = self._found.record, DumpStore(self._teller.objects)
        ours = {record.document_id, *record.lines, *record.before}
        for whole in wholes(dumps.keys(*self._place)):
            for row in read_dump(map(dumps.read, whole)):
                if ours.intersection(row.cells.values()):
                    line = next(iter(row.cells.values()), "")
                    why = "; ".join(row.reasons) or "Anaplan gives no reason"
                    yield Event(what="refused", text=f"{line}: {why}", links={"dump": self._teller.at(whole[0])})

    @cached_property
    def _note(self) -> LoadNote | None:
        return self._teller.runs.load(*self._place)


_PROVEN = "the model has what was sent"
_NOT_PROVEN = "not every row of this load has arrived; the next run sends it again"


def _task(note: LoadNote) -> dict[str, str]:
    place, task = note.place, note.task_id or ""
    if place is None:
        return {"task": task}
    kind = "processes" if place.kind == "process" else "imports"
    where = f"/workspaces/{place.workspace_id}/models/{place.model_id}/{kind}/{place.action_id}/tasks/{task}"
    return {"task": where, "action": place.action_name}
