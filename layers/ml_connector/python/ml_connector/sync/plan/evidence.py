"""What the audit says of a plan: what was exported, what was planned of it, who approved, what Xero holds. Pure.

Entries name a journal by its key as ``number``, and a manual journal by Xero's id as ``document``.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from ml_connector.sync.plan.journals import Journal, Stopped
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Document
from ml_connector.sync.plan.settling import Outcome
from ml_connector.sync.plan.work import Approval, Exported, PlannedJournal, Work

PLANNED = "planned"
"""The stage that tells what an export came to; it belongs to no single entity."""

EXPORTED, STOPPED = "exported", "stopped"
"""Outcomes of that stage, besides ``planned``."""

_SETTLED = "settled"


def settled_stage(journal: PlannedJournal) -> str:
    """The stage of one journal, after its place among those of the run."""
    return f"{_SETTLED}-{PurePosixPath(journal.key).stem.rpartition('-')[2]}"


def is_settled(stage: str) -> bool:
    """Whether a stage is the one of a journal."""
    return stage.startswith(f"{_SETTLED}-")


def exported(work: Work, export: Exported, rows: int) -> dict[str, Any]:
    """The export that everything was made of; ``hash`` is the SHA-256 of its bytes."""
    return {"outcome": EXPORTED, "action": work.export_name, "hash": export.digest, "rows": rows}


def planned(one: PlannedJournal) -> dict[str, Any]:
    """A journal that is to be in Xero; ``kept`` is where it lies in the bucket."""
    told = _key(one.entity, one.version, one.period, one.kind)
    return {**told, "outcome": PLANNED, "hash": one.hash, "rows": one.lines, "kept": one.key}


def stopped(one: Stopped) -> dict[str, Any]:
    """A journal that is not written, and why."""
    told = _key(one.entity, one.version, one.period, one.kind)
    return {**told, "outcome": STOPPED, "rows": one.figures, "why": "; ".join(one.reasons)}


def settled(journal: Journal, outcome: Outcome, export: str, approval: Approval | None) -> Iterator[dict[str, Any]]:
    """What became of one journal, and then each of its manual journals.

    export   SHA-256 of the export that it was made from
    """
    told = _key(*journal.key)
    verdict = {"outcome": outcome.result, "hash": journal.hash, "export": export, "why": "; ".join(outcome.reasons)}
    yield {**told, **verdict, **_approved(approval)}
    yield from ({**told, **entry} for entry in _documents(outcome.documents))


def _approved(approval: Approval | None) -> dict[str, Any]:
    if approval is None:
        return {}
    at = approval.at.isoformat() if approval.at else None
    return {"approver": approval.by, "approved": at, "approved_hash": approval.hash}


def _documents(documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    for one in documents:
        yield {
            "document": one.id,
            "line": one.name,
            "marker": one.marker,
            "made_by": one.run,
            "sent": one.sent.isoformat() if one.sent else None,
            "outcome": one.state.lower(),
            "read_back": one.checked,
            "why": one.became,
        }


def _key(entity: str, version: str, period: str, kind: str) -> dict[str, Any]:
    return {"number": str(JournalKey(entity, version, period, kind)), "period": period}
