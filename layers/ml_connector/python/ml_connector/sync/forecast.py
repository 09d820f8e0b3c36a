"""The Xero calls that a run would take, by entity and by what they are for. Pure.

Only calls that count against Xero's limits; what Xero answers badly is asked again, and that nobody can foresee.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from ml_connector.settings.proof import Proof
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.entries import LEDGER

Purpose = Literal["pull", "trial_balance", "journals", "not_loaded", "moved_on"]


class Calls(Payload, frozen=True):
    """The calls of one entity for one purpose.

    least   that the run takes in any case; most: that it takes if what ``why`` says comes true
    """

    entity: str
    purpose: Purpose
    least: int
    most: int
    why: str = ""


def of_proof(entity: str, options: Proof, reports: int, loaded: Collection[str], pulled: int) -> Iterator[Calls]:
    """What comparing the books takes.

    reports   days whose trial balances are compared
    loaded    the fact datasets that settings load
    pulled    those of them that the run has pulled by delta or whole
    """
    yield Calls(entity=entity, purpose="trial_balance", least=reports, most=reports)
    if options.journals:
        why = "a call for every hundred that are new, and one that brings no more; proof.journal_calls at most"
        yield Calls(entity=entity, purpose="journals", least=1, most=options.journal_calls, why=why)
    if beside := [name for name in LEDGER if name not in loaded]:
        why = "only if books and documents differ by what datasets that are not loaded may account for"
        yield Calls(entity=entity, purpose="not_loaded", least=0, most=len(beside), why=why)
    why = "only if books and documents differ: was a document changed while the run was under way?"
    yield Calls(entity=entity, purpose="moved_on", least=0, most=pulled, why=why)


def not_compared(entity: str, reason: str) -> Calls:
    """The books are not to be compared in this run."""
    return Calls(entity=entity, purpose="trial_balance", least=0, most=0, why=reason)
