"""What travels between the states of the plan flow."""

from typing import Literal

from ml_connector.plain import Instant
from ml_connector.settings.plans import Mode
from ml_connector.sync.payload import Payload, Pull, Target


class PlanRequest(Payload, frozen=True):
    """What a schedule or a person asks of the plan flow.

    plan         an entry of ``plans``
    started_by   who, as AWS knows them: a second approval has to come from somebody else
    """

    plan: str
    trigger: Literal["schedule", "person"] = "person"
    scheduled_at: str | None = None
    started_by: str | None = None


class Work(Payload, frozen=True):
    """What a run of a plan does.

    target       the model that is exported from; its dataset names the plan
    pulls        what is read of Xero to know its accounts, options and lock dates
    started_by   as the request says
    """

    plan: str
    mode: Mode
    target: Target
    export_id: str
    export_name: str
    pulls: tuple[Pull, ...]
    second_approval: bool = False
    started_by: str | None = None


class Exported(Payload, frozen=True):
    """What was exported and is kept in the bucket.

    attempt   under which its chunks lie
    digest    SHA-256 of all of it
    """

    attempt: int
    chunks: int
    size: int
    digest: str
    layout: str
    separator: str
    delimiter: str
    dimensions: tuple[str, ...]


class PlannedJournal(Payload, frozen=True):
    """A journal that is to be in Xero; ``key`` is where it lies in the bucket, ``lines`` how many it has."""

    entity: str
    version: str
    period: str
    kind: str
    hash: str
    key: str
    lines: int = 0


class Planned(Payload, frozen=True):
    """What the export came to.

    journals   empty for modes that post nothing
    counts     rows by what became of them
    stopped    journals that are not written; why stands in the report
    hash       of all journals together: what a second approval is bound to
    report     where everything is told that does not fit here
    files      for a person, by their keys
    figures    of mode reference: where the planned figures are kept for whoever compares them
    """

    journals: tuple[PlannedJournal, ...]
    counts: dict[str, int]
    stopped: int
    faults: tuple[str, ...]
    hash: str
    report: str
    files: tuple[str, ...] = ()
    figures: str = ""


class Compared(Payload, frozen=True, kw_only=True):
    """How far the comparison has come.

    key, file     where it is kept as JSON and as CSV, once it is done
    rows          accounts and months; differing: of them, those in which the books say otherwise
    """

    done: bool
    wait_seconds: int = 0
    calls: int
    key: str = ""
    file: str = ""
    rows: int = 0
    differing: int = 0


class Approval(Payload, frozen=True):
    """A person's word for the very lines of a run.

    hash   of the journals as ``Planned`` has it
    """

    hash: str
    by: str
    at: Instant | None = None


class Settled(Payload, frozen=True):
    """What became of one journal in Xero; ``calls``: what it took of Xero's day."""

    entity: str
    version: str
    period: str
    kind: str
    result: Literal["posted", "replaced", "withdrawn", "unchanged", "refused"]
    ids: tuple[str, ...]
    reasons: tuple[str, ...]
    calls: int = 0


class PlanSummary(Payload, frozen=True):
    """What the run came to; ``well`` if nothing was stopped or refused."""

    plan: str
    mode: Mode
    well: bool
    cause: str
    counts: dict[str, int]
    journals: tuple[Settled, ...]
    report: str
    files: tuple[str, ...]
