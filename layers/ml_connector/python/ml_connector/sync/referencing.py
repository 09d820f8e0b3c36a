"""Reference data into members: only what is new, changed or gone is sent."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from ml_connector.sync.changes import Change, Record, change
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.drift import Gate, Verdict
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.mapping import Counts
from ml_connector.sync.quarantine import Quarantined
from ml_connector.sync.references import ReferenceRow, distinct
from ml_connector.sync.remembered import Remembered
from ml_connector.sync.unmapped import Unmapped


def map_references(
    rows: Iterable[ReferenceRow],
    known: Mapping[str, tuple[Record, str]],
    *,
    dataset: str,
    page: Mapping[str, str],
    pulled: datetime,
    run: str,
    proven: Callable[[str], bool],
    encoder: Encoder,
    chunks: Chunks,
    refuse: Callable[[Quarantined], None],
    tell: Callable[[Remembered], None],
    whole: bool = True,
    gate: Gate | None = None,
) -> tuple[Counts, list[Remembered]]:
    """Compare members with what is known.

    known    id to the record and its label
    page     id to the raw page on which the member was read
    pulled   the server's instant of the read
    tell     takes what became of every member, sent or not
    whole    all members were read: what is known and was not read is gone
    gate     holds each member against the list that it is loaded into; one that the list lacks is sent again
    returns  the counts and the records to write before anything is sent
    """
    counts, remembered = Counts(), []
    present = {row.id: row for row in rows}
    gone = {id_: ReferenceRow.kept(label).gone() for id_, (_, label) in known.items() if whole and id_ not in present}
    held = {id_: _held(record, label, run) for id_, (record, label) in known.items()}
    named = list(distinct([*gone.values(), *present.values()], held))  # the gone first: they free their names
    if gate:
        gate.remember(ReferenceRow.kept(label) for id_, (_, label) in known.items() if id_ not in present)
        gate.expect(named)
    for row in named:
        counts.documents += row.id in present
        verdict = gate.judge(row) if gate else Verdict()
        try:
            line = _line(row, encoder, verdict)
        except Unmapped as missing:
            counts.quarantined += 1
            refuse(Quarantined.member(row, dataset, page.get(row.id, ""), str(missing), missing.remedy))
            tell(Remembered(row.id, pulled, page.get(row.id, ""), 0, _NOTHING, "", row.code or row.name, held=1))
            continue
        here, record = {row.id: line}, known.get(row.id, (None, ""))[0]
        live, zero = (here, {}) if row.id in present else ({}, here)
        decided = change(live, zero, pulled, record, run, proven)
        if verdict.is_missing:
            decided = replace(decided, send=True, lines=(row.id,))
        kept = json.dumps(row.as_dict() | {_BEFORE: held.get(row.id, "")})
        one = Remembered(row.id, pulled, page.get(row.id, ""), int(decided.send), decided, kept, row.code or row.name)
        if decided.send:
            chunks.add(line)
            counts.tombstones += row.id in gone
            one = replace(one, chunk=chunks.count)
            remembered.append(one)
        else:
            counts.unchanged += row.id in present
        tell(one)
    counts.rows, counts.chunks = chunks.rows, chunks.close()
    return counts, remembered


def _line(row: ReferenceRow, encoder: Encoder, verdict: Verdict) -> bytes:
    if verdict.refusal:
        raise verdict.refusal
    return encoder.encode(row)


_NOTHING = Change(send=False, fingerprint="")
_BEFORE = "before"
"""The key under which a record keeps the label that its member had before the run that wrote it."""


def _held(record: Record, kept: str, run: str) -> str:
    """The label in the model before this run, so that a step that is repeated decides as it did the first time."""
    return str(json.loads(kept)[_BEFORE if record.run == run else "label"])
