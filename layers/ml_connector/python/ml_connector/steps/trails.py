"""Where a step tells the audit what it has done: a part of its own for each stage of each dataset."""

from contextlib import AbstractContextManager

from ml_connector.errors import ContractBroken
from ml_connector.observability import Step
from ml_connector.stores.audit import Part, Trail
from ml_connector.wiring import audit, progress


def trail(step: Step, entity: str, dataset: str, stage: str) -> AbstractContextManager[Trail]:
    """What takes the entries of one stage of one dataset; they count when the block has ended well."""
    header = progress.runs().header(step.run)
    if header is None:
        raise ContractBroken(f"run {step.run} has no header, so its audit has no place; start a new run")
    part = Part(
        run=step.run,
        flow=header.flow,
        started=header.started,
        attempt=step.attempt,
        entity=entity,
        dataset=dataset,
        stage=stage,
    )
    return audit.audit().collect(part)
