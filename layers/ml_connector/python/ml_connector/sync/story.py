"""What the audit says of a record, a load and a refused row: the entries by stage. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ml_connector.sync.changes import fingerprint
from ml_connector.sync.prove import Loaded, Proof
from ml_connector.sync.remembered import Remembered

MAPPED, IMPORTED, PROVED = "mapped", "imported", "proved"
_WITHOUT_ROWS = fingerprint(())


def mapped(one: Remembered, pulled: datetime | None) -> dict[str, Any]:
    """A record on its way from its page to its chunk.

    pulled   the vendor's instant of the pass
    """
    return {
        "document": one.document_id,
        "number": one.number,
        "period": one.period,
        "pulled": pulled,
        "version": one.updated,
        "page": one.page,
        "outcome": outcome(one),
        "rows": one.rows,
        "chunk": one.chunk,
        "held": one.held,
        "hash": one.change.fingerprint,
    }


def outcome(one: Remembered) -> str:
    """sent; held: kept back; older: a newer version was seen; none: has no rows; unchanged: the model has them."""
    if one.change.send:
        return "sent"
    if one.change.older:
        return "older"
    if one.held:
        return "held"
    return "none" if one.change.fingerprint == _WITHOUT_ROWS else "unchanged"


def imported(loaded: Loaded, action: str) -> dict[str, Any]:
    """A whole load, as Anaplan has told it."""
    figures = {name: getattr(loaded, name) for name in ("rows_sent", "ok", "ignored", "failed")}
    return {"task": loaded.task, "action": action, "outcome": "; ".join(loaded.problems) or "taken", **figures}


def refused(rows: Iterable[tuple[Mapping[str, str], Iterable[str]]], task: str, key: str) -> Iterator[dict[str, Any]]:
    """The rows that Anaplan refused.

    rows   cells by column and the reasons
    key    the column that names the line; rows without it are told by their first cell
    """
    for cells, reasons in rows:
        line = cells.get(key) or next(iter(cells.values()), "")
        yield {"task": task, "line": line, "outcome": "refused", "why": "; ".join(reasons)}


def proved(proof: Proof) -> dict[str, Any]:
    """The verdict on one load."""
    return {"outcome": "proven" if proof.proven else "not proven", "why": proof.reason}
