"""One journal of a plan on its way into Xero."""

from collections.abc import Sequence

from msgspec.structs import replace

from ml_connector import plain
from ml_connector.errors import ConnectorError, ContractBroken
from ml_connector.observability import Step, logger
from ml_connector.steps.trails import trail
from ml_connector.sync.plan import evidence
from ml_connector.sync.plan.journals import Journal
from ml_connector.sync.plan.ledger import Document
from ml_connector.sync.plan.settling import Outcome, Settling
from ml_connector.sync.plan.work import Approval, PlannedJournal, Settled, Work
from ml_connector.wiring import aws, parked, posting
from ml_connector.xero.writing import ManualJournals

_ENDED = ("refused", "unchanged")


class PostStep(Step, frozen=True):
    """One journal of a run.

    digest    of the export that it was made from
    hash      of all journals of the run together
    approval  a person's word for them, if that was asked for
    """

    work: Work
    journal: PlannedJournal
    digest: str
    hash: str
    approval: Approval | None = None


def post_journal(step: PostStep) -> Settled:
    """What became of it; safe to call again."""
    journal = plain.read_json(Journal, parked.exports().read(step.journal.key))
    _check_approved(step, journal)
    with posting.journals(step.journal.entity, f"{step.run} {journal.key}") as (xero, gate):
        settled = _settle(step, journal, xero)
    return replace(settled, calls=gate.calls)


def _settle(step: PostStep, journal: Journal, xero: ManualJournals) -> Settled:
    plan = aws.settings().plans[step.work.plan]
    books = posting.books(step.run, step.journal.entity)
    when_locked = plan.journals.when_locked
    outcome = Settling(journal, step.run, posting.ledger(), xero, books, when_locked, aws.now).settle()
    _tell(step, journal, outcome)
    living = [one for one in outcome.documents if one.state == "CONFIRMED"]
    if outcome.result not in _ENDED:
        _note(step, xero, living)
    ids = tuple(one.id for one in living if one.id)
    return Settled(**journal.key._asdict(), result=outcome.result, ids=ids, reasons=outcome.reasons)


def _tell(step: PostStep, journal: Journal, outcome: Outcome) -> None:
    """The audit, before anything else can go wrong."""
    with trail(step, journal.entity, step.work.plan, evidence.settled_stage(step.journal)) as entries:
        for entry in evidence.settled(journal, outcome, step.digest, step.approval):
            entries.add(entry)


def _check_approved(step: PostStep, journal: Journal) -> None:
    """What is posted has to be what was planned and, where that is asked for, approved: to the cent."""
    if journal.hash != step.journal.hash:
        raise ContractBroken(
            f"{step.journal.key} is not what this run has planned for {journal.key}; somebody has changed it: look who "
            "may write to the bucket, then start the plan again"
        )
    if step.work.second_approval and (step.approval is None or step.approval.hash != step.hash):
        raise ContractBroken(
            f"The journals of this run ({step.hash[:12]}) are not the ones that were approved "
            f"({step.approval.hash[:12] if step.approval else 'none'}); start the plan again and have it approved anew"
        )


def _note(step: PostStep, xero: ManualJournals, living: Sequence[Document]) -> None:
    """Evidence for whoever looks at the journal in Xero; a journal without it is still the right one."""
    approved = f", approved by {step.approval.by}" if step.approval else ""
    text = (
        f"ml-connector: plan {step.work.plan}, run {step.run}, Anaplan export '{step.work.export_name}' "
        f"(sha256 {step.digest[:16]}){approved}, {aws.now():%Y-%m-%d %H:%M} UTC"
    )
    for one in living:
        try:
            xero.note(one.id or "", text)
        except ConnectorError as refusal:
            logger.warning("no history note", extra={"journal": one.id, "why": str(refusal)})
