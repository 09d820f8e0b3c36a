"""Close a run that ended badly: nobody of it may touch a model any more, and what it holds is let go in order.

A function that the run has begun may still be at work, and Anaplan may still import for it: the model is released when
both have ended. May be repeated, come twice or come late: a later attempt of the run is left alone.

Raises        BadCredentials, ContractBroken · ModelBusy, VendorDown, RateLimited
Integrations  DynamoDB (run header, locks, loads, audit), Anaplan, Secrets Manager
"""

from collections.abc import Iterator
from typing import Literal

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.causes import said
from ml_connector.observability import Step, entry, logger
from ml_connector.steps.draining import still_running
from ml_connector.steps.following import wait_before
from ml_connector.stores.locks import HeldLock
from ml_connector.sync.payload import Payload
from ml_connector.wiring import audit, aws, control, progress


class Ended(Step, frozen=True):
    """What Step Functions tells of the run; polls: how many looks there have been."""

    status: Literal["FAILED", "TIMED_OUT", "ABORTED"]
    error: str | None
    cause: str | None
    polls: int


class Closed(Payload, frozen=True):
    """over: the run holds nothing any more; wait_seconds: before the next look, if there has to be one."""

    over: bool
    polls: int
    wait_seconds: int


@entry(Ended)
def handler(step: Ended, _: LambdaContext) -> Closed:
    """Whether there is anything left of it."""
    why = ": ".join(part for part in (step.error, said(step.cause)) if part)
    progress.runs().close(step.run, step.attempt, step.status, reason=why or None)
    waiting = [what for held in control.locks().held() if _of(step, held) for what in _let_go(step, held)]
    if waiting:
        logger.info("waiting for what the run has begun", extra={"waiting": waiting})
    else:
        audit.audit().close(step.run)  # with all that its functions have told, now that none of them is at work
    wait = wait_before(step.polls, aws.settings().anaplan.poll_seconds)
    return Closed(over=not waiting, polls=step.polls + 1, wait_seconds=wait)


def _of(step: Ended, held: HeldLock) -> bool:
    return held.holder.run == step.run and held.holder.attempt <= step.attempt


def _let_go(step: Ended, held: HeldLock) -> list[str]:
    """Release the model; or what has to end before."""
    left = [holder.run for holder in held.left]
    waiting = list(_at_work(held)) or [what for run in (step.run, *left) for what in still_running(run, held.model)]
    if not waiting:
        control.locks().drained(held.model, left)
        control.locks().release(held.model, step.run, step.attempt)
    return waiting


def _at_work(held: HeldLock) -> Iterator[str]:
    now = aws.now()
    return (f"{one.step} (until {one.until:%H:%M:%S} UTC)" for one in held.at_work if one.until > now)
