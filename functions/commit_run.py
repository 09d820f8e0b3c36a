"""End a run: move the cursors of what is proven, close the audit and the header, release the locks, count.

Raises        CursorMoved
Integrations  DynamoDB (cursors, run header, audit, locks), S3 (audit), CloudWatch (metrics, through the log)
"""

from datetime import timedelta

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector import plain
from ml_connector.metrics import count, count_books
from ml_connector.observability import Step, entry, logger
from ml_connector.steps import auditing
from ml_connector.steps.lock import key_of
from ml_connector.stores.cursors import Advance
from ml_connector.stores.run_items import Books, DatasetResult
from ml_connector.sync.proof.outcome import BooksOutcome
from ml_connector.sync.prove import Loaded, Mapped, Proof
from ml_connector.sync.summary import Summary, summarize
from ml_connector.wiring import aws, control, progress
from ml_connector.xero.pulled import Pulled


class Commit(Step, frozen=True):
    """Everything the run has done; mapped, loaded and proofs stand in the same order."""

    pulled: tuple[Pulled, ...]
    mapped: tuple[Mapped, ...]
    loaded: tuple[Loaded, ...]
    proofs: tuple[Proof, ...]
    books: tuple[BooksOutcome, ...]


@entry(Commit)
def handler(step: Commit, _: LambdaContext) -> Summary:
    """What the run came to."""
    passes = {(one.pull.entity, name): one for one in step.pulled for name in (one.pull.dataset, *one.pull.also)}
    for proof in step.proofs:
        if proof.proven:
            _advance(step.run, passes[proof.entity, proof.dataset])
    calls = {(one.pull.entity, one.pull.dataset): one.position.calls for one in step.pulled}
    summary = summarize(step.mapped, step.loaded, step.proofs, calls, step.books)
    auditing.close(step, step.proofs)
    results = [DatasetResult(entity=r.entity, dataset=r.dataset, counts=r.counts) for r in summary.results]
    books = [plain.read(Books, plain.told(one)) for one in step.books]
    well = summary.proven and summary.books_proven
    progress.runs().close(step.run, step.attempt, "SUCCEEDED" if well else "FAILED", results, books=books)
    for key in {key_of(mapped) for mapped in step.mapped}:
        control.locks().release(key, step.run, step.attempt)
    count(summary)
    count_books(step.books)
    return summary


def _advance(run: str, one: Pulled) -> None:
    """To the server's own instant of the pass, less the overlap for what it was still writing then.

    A pass over some documents covers no time, however new they are; and a replay has asked nobody.
    """
    if one.position.watermark is None or one.pull.ids or one.pull.replay:
        return
    pull, overlap = one.pull, timedelta(minutes=aws.settings().xero.overlap_minutes)
    # As it stands now: another run may have moved it before this one got the model. Whether this run covered all from
    # there on is judged by the instants; the version only keeps two writers apart.
    cursors = control.cursors()
    outcome = cursors.advance(
        pull.entity,
        pull.dataset,
        covered_from=pull.since,
        to=one.position.watermark - overlap,
        version=cursors.read(pull.entity, pull.dataset).version,
        run=run,
    )
    if outcome is Advance.GAP:
        logger.warning("cursor not moved: the run began after it", extra={"pull": plain.told(pull)})
