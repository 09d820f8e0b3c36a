"""Account for every row of a run, and mark what is proven.

Integrations  DynamoDB (proofs)
"""

from collections.abc import Iterator

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.sync.payload import Payload
from ml_connector.sync.prove import Loaded, Mapped, Proof, prove
from ml_connector.wiring import progress


class Evidence(Step, frozen=True):
    """What was mapped and what Anaplan made of it, in the same order."""

    mapped: tuple[Mapped, ...]
    loaded: tuple[Loaded, ...]


class Proofs(Payload, frozen=True):
    """One verdict per load."""

    proofs: tuple[Proof, ...]


@entry(Evidence)
def handler(step: Evidence, _: LambdaContext) -> Proofs:
    """The verdicts."""
    return Proofs(proofs=tuple(_verdicts(step)))


def _verdicts(step: Evidence) -> Iterator[Proof]:
    for mapped, loaded in zip(step.mapped, step.loaded, strict=True):
        proof = prove(mapped, loaded)
        if proof.proven:
            progress.runs().prove(step.run, mapped.entity, mapped.dataset)
        yield proof
