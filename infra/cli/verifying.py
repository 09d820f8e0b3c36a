"""Compares the audit of a run with the heads that were kept apart from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_connector.plain import Plain
from ml_connector.stores.objects import NotThere
from ml_connector.sync.trail import Flaw, flaw, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ml_connector.stores.audit import AuditStore, Noted
    from ml_connector.stores.run_items import RunHeader


class Finding(Plain, frozen=True):
    """What does not fit; ``entry`` counts from 0 and is None if a whole part is meant."""

    part: str
    entry: int | None
    what: str


class Verdict(Plain, frozen=True):
    """One run.

    closed   whether the run's own head was kept; a run that is under way has none yet
    """

    run: str
    parts: int
    entries: int
    closed: bool
    findings: tuple[Finding, ...]


class Verdicts(Plain, frozen=True):
    """Of several runs."""

    runs: tuple[Verdict, ...]

    @property
    def well(self) -> bool:
        """Whether everything fits."""
        return not any(one.findings for one in self.runs)


def verify(audit: AuditStore, header: RunHeader) -> Verdict:
    """Read every entry of a run and name the first one of each part that does not fit."""
    heads = audit.heads(header.run)
    closing = audit.closing(header.run)
    findings = [
        *(found for noted in heads if (found := _part(audit, noted))),
        *_strangers(audit, header, heads),
    ]
    if closing is not None and closing != head_of({noted.part: noted.head for noted in heads}) and not _goes_on(header):
        what = "its parts are not those with which it was closed: a head was removed, added or changed"
        findings.append(Finding(part="the run", entry=None, what=what))
    return Verdict(
        run=header.run,
        parts=len(heads),
        entries=sum(noted.entries for noted in heads),
        closed=closing is not None,
        findings=tuple(findings),
    )


def _part(audit: AuditStore, noted: Noted) -> Finding | None:
    try:
        found = flaw(audit.lines(noted.key), noted.part, noted.head)
    except NotThere:
        return Finding(part=noted.part, entry=None, what=f"{noted.key} is not in the bucket")
    return _finding(noted.part, found) if found else None


def _finding(part: str, found: Flaw) -> Finding:
    return Finding(part=part, entry=found.entry, what=found.what)


def _strangers(audit: AuditStore, header: RunHeader, heads: list[Noted]) -> Iterator[Finding]:
    """What lies beside the parts; while the run goes on, a part may lie there a moment before its head is kept."""
    known = {noted.key for noted in heads}
    for key in audit.keys(header.run, header.flow, header.started):
        if key not in known and not _goes_on(header):
            yield Finding(part=key, entry=None, what="no head was kept of it: its step died there, or it was added")


def _goes_on(header: RunHeader) -> bool:
    return header.status == "RUNNING"
