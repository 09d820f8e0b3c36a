"""The story of a journal that a plan has made: from the export over the approval to what Xero holds, run by run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ml_connector.sync.links import link
from ml_connector.sync.plan import evidence
from ml_connector.sync.plan.ledger import NEWEST

from infra.cli.records.story import Chapter, Event, JournalStory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ml_connector.stores.audit import AuditStore
    from ml_connector.stores.ledger import LedgerStore
    from ml_connector.stores.runs import RunStore
    from ml_connector.sync.plan.keys import JournalKey
    from ml_connector.sync.plan.ledger import Document, Entry

_POSTED = {"confirmed", "withdrawn"}


class JournalTeller:
    """Finds and tells the journals of one home.

    at        the address of an object, by its key
    console   the address of a run's execution, by flow and run; empty where there is no console

    Integrations  DynamoDB (ledger, runs, audit), S3 (audit)
    """

    def __init__(
        self,
        ledger: LedgerStore,
        audit: AuditStore,
        runs: RunStore,
        at: Callable[[str], str],
        console: Callable[[str, str], str],
    ) -> None:
        self._ledger = ledger
        self._audit = audit
        self._runs = runs
        self._at = at
        self._console = console

    def find(self, name: str, entities: Iterable[str]) -> list[JournalStory]:
        """Journals by Xero's id, by the mark in a narration, or by key, such as UK Forecast 2026-12 accrual."""
        return [
            self._told(key, entry)
            for entity in entities
            for key, entry in self._ledger.of(entity)
            if _goes_by(name, key, entry)
        ]

    def _told(self, key: JournalKey, entry: Entry) -> JournalStory:
        return JournalStory(
            **key._asdict(),
            links={one.name: link("MANJOURNAL", one.id) for one in entry.documents if one.id},
            complete=len(entry.runs) < NEWEST,
            chapters=tuple(self._chapter(key, run) for run in entry.runs),
        )

    def _chapter(self, key: JournalKey, run: str) -> Chapter:
        header = self._runs.header(run)
        address = self._console(header.flow, run) if header else ""
        return Chapter(
            run=run,
            started=header.started if header else None,
            status=header.status if header else "forgotten",
            events=tuple(self._events(key, run)),
            links={"execution": address} if address else {},
        )

    def _events(self, key: JournalKey, run: str) -> Iterator[Event]:
        verdict = ""
        for entry in self._entries(key, run):
            if evidence.is_settled(entry["stage"]) and "line" not in entry:
                verdict = entry["outcome"]
            if "line" not in entry or verdict != "unchanged":  # what it only found there is not told again
                yield from self._entry(entry)
        if not verdict:
            yield Event(what="not settled", text="the run ended before it knew what Xero holds; the next one looks")

    def _entries(self, key: JournalKey, run: str) -> Iterator[dict[str, Any]]:
        """What the audit of a run says of the journal, what was planned first."""
        parts = [one for one in self._audit.heads(run) if _concerns(one.part, key)]
        for part in sorted(parts, key=lambda one: evidence.is_settled(_stage(one.part))):
            for entry in map(json.loads, self._audit.lines(part.key)):
                if entry.get("number") == str(key) or entry["outcome"] == evidence.EXPORTED:
                    yield entry

    def _entry(self, entry: dict[str, Any]) -> Iterator[Event]:
        outcome = entry["outcome"]
        if outcome == evidence.EXPORTED:
            told = f"'{entry['action']}', {entry['rows']:,} rows, SHA-256 {entry['hash'][:16]}"
            yield Event(what="exported", text=told, links={"export": self._at(f"runs/{entry['run']}/export/")})
        elif outcome == evidence.PLANNED:
            told = f"{entry['rows']} lines, hash {entry['hash'][:12]}"
            yield Event(what="planned", text=told, links={"journal": self._at(entry["kept"])})
        elif outcome == evidence.STOPPED:
            yield Event(what="refused", text=entry["why"])
        elif "line" in entry:
            yield from _document(entry)
        else:
            yield from _verdict(entry)


def _verdict(entry: dict[str, Any]) -> Iterator[Event]:
    if "approver" in entry:
        at = f" at {entry['approved']}" if entry["approved"] else ""
        yield Event(what="approved", text=f"by {entry['approver']}{at}, journals {entry['approved_hash'][:12]}")
    if entry["outcome"] == "refused":
        yield Event(what="refused", text=entry["why"])
    elif entry["outcome"] == "unchanged":
        yield Event(what="unchanged", text="Xero holds it already, exactly so")


def _document(entry: dict[str, Any]) -> Iterator[Event]:
    """One manual journal, as the run left it."""
    if entry["outcome"] == "withdrawn":
        yield Event(what="withdrawn", text=f"{entry['line']}: {entry['why']}", links=_links(entry))
    elif entry["made_by"] == entry["run"] and entry["outcome"] in _POSTED:
        told = f"{entry['line']} as {entry['document']}, sent {entry['sent'] or 'never'}"
        yield Event(what="posted", text=told, links=_links(entry))
        if entry["read_back"]:
            yield Event(what="read back", text=f"{entry['line']}: line by line as it was sent")


def _links(entry: dict[str, Any]) -> dict[str, str]:
    return {"Xero": link("MANJOURNAL", entry["document"])} if entry["document"] else {}


def _concerns(part: str, key: JournalKey) -> bool:
    stage = _stage(part)
    return stage == evidence.PLANNED or (evidence.is_settled(stage) and part.startswith(f"{key.entity}#"))


def _stage(part: str) -> str:
    return part.split("#")[2]


def _goes_by(name: str, key: JournalKey, entry: Entry) -> bool:
    documents: tuple[Document, ...] = (*entry.documents, *entry.old)
    wanted = name.strip().casefold()
    return wanted == str(key).casefold() or any(wanted in (one.id, one.marker) for one in documents)
