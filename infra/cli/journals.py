"""What the ledger of journals holds, and which lines of the plan each journal was made of."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ml_connector import plain
from ml_connector.plain import Plain
from ml_connector.stores.approvals import ApprovalStore, Asked
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.ledger import LedgerStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.sync.links import link
from ml_connector.sync.plan.journals import Journal, JournalLine, together
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Document, Entry
from ml_connector.sync.plan.work import Approval

from infra.cli.archive import table_of
from infra.cli.options import now
from infra.cli.principals import principal
from infra.cli.trouble import Misuse
from infra.local.home import Home


class Shown(Plain, frozen=True):
    """One manual journal: what became of it, where Xero shows it, and its lines as they were planned.

    state   as ``sync.plan.ledger`` says; became: how it was withdrawn, or why it was refused
    """

    entity: str
    version: str
    period: str
    kind: str
    generation: int
    name: str
    date: str
    state: str
    became: str
    run: str
    id: str | None
    link: str | None
    lines: tuple[JournalLine, ...] = ()

    @property
    def debits(self) -> Decimal:
        """Their sum."""
        return sum((line.amount for line in self.lines if line.amount > 0), Decimal(0))


class Status(Plain, frozen=True):
    """Journals by entity and period."""

    journals: tuple[Shown, ...]


class Waiting(Plain, frozen=True):
    """What a run waits for a person to approve."""

    run: str
    plan: str
    hash: str
    journals: tuple[Journal, ...]
    started_by: str | None = None


class Journals:
    """The journals of one home.

    Integrations  DynamoDB (ledger, approvals), S3 (plans), Step Functions (SendTaskSuccess), STS (who asks)
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._ledger = LedgerStore(table_of(home))
        self._approvals = ApprovalStore(table_of(home), now)
        self._exports = ExportStore(ObjectStore(home.client("s3"), home.description.bucket))
        self._planned = cache(self._read)  # one run plans the journals of many keys

    def status(self, period: str, entities: list[str]) -> Status:
        """Every journal of a period, or of all periods that begin so; withdrawn ones too."""
        found = (
            shown
            for entity in entities
            for key, entry in self._ledger.of(entity, period)
            for shown in self._of(key, entry)
        )
        return Status(journals=tuple(found))

    def waiting(self, run: str) -> Waiting:
        """What a run waits for; raises Misuse if it waits for nothing, or its lines are not what it asked for."""
        asked = self._approvals.asked(run)
        if asked is None:
            raise Misuse(f"Run '{run}' waits for no approval", "See the runs with `ml-connector runs list`")
        planned = self._planned(run)
        if together(one.hash for one in planned) != asked.hash:
            raise Misuse(
                f"The journals kept for run '{run}' are not the ones it asked to have approved ({asked.hash[:12]})",
                "Somebody has changed them: look who may write to the bucket, then start the plan again",
            )
        return Waiting(run=run, plan=asked.plan, hash=asked.hash, journals=tuple(planned), started_by=asked.started_by)

    def approve(self, run: str, digest: str) -> Approval:
        """Let the run go on with exactly these lines; raises Misuse if that is not for this person to say."""
        asked = self._asked(run)
        who = str(self._home.client("sts").get_caller_identity()["Arn"])
        if not asked.hash.startswith(digest) or not digest:
            raise Misuse(
                f"The journals of run '{run}' are {asked.hash[:12]}, not {digest[:12]}",
                f"Look at them again: ml-connector journal approve {run}",
            )
        if asked.started_by and principal(who) == principal(asked.started_by):
            raise Misuse(f"{who} has started run '{run}' and cannot approve it", "Let somebody else approve it")
        approval = Approval(hash=asked.hash, by=who, at=now())
        states = self._home.client("stepfunctions")
        try:
            states.send_task_success(taskToken=asked.token, output=plain.json(approval))
        except (states.exceptions.TaskTimedOut, states.exceptions.TaskDoesNotExist, states.exceptions.InvalidToken):
            raise Misuse(
                f"Run '{run}' does not wait any more: it was approved already, or has ended",
                f"See what became of it with `ml-connector runs show {run}`",
            ) from None
        return approval

    def _asked(self, run: str) -> Asked:
        self.waiting(run)
        asked = self._approvals.asked(run)
        if asked is None:
            raise AssertionError(f"the question of run {run} was there a moment ago")
        return asked

    def _of(self, key: JournalKey, entry: Entry) -> Iterator[Shown]:
        planned = next((one for one in self._planned(entry.run) if one.key == key), None)
        for document in (*entry.documents, *reversed(entry.old)):
            ours = planned is not None and document.generation == entry.generation
            yield _shown(key, entry, document, planned if ours else None)

    def _read(self, run: str) -> list[Journal]:
        return [plain.read_json(Journal, self._exports.read(key)) for key in self._exports.journals(run)]


def _shown(key: JournalKey, entry: Entry, document: Document, planned: Journal | None) -> Shown:
    drafts = {draft.name: draft.lines for draft in planned.drafts} if planned else {}
    return Shown(
        **key._asdict(),
        generation=document.generation,
        name=document.name,
        date=document.date.isoformat(),
        state=document.state,
        became=document.became,
        run=document.run or entry.run,
        id=document.id,
        link=link("MANJOURNAL", document.id) if document.id else None,
        lines=drafts.get(document.name, ()),
    )
