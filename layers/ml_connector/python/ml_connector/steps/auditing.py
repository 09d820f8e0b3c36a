"""What the steps of a run tell the audit, each in a part of its own."""

from ml_connector.anaplan.dumps import read_dump
from ml_connector.columns import FieldRule
from ml_connector.observability import Step
from ml_connector.steps.trails import trail
from ml_connector.stores.dumps import wholes
from ml_connector.sync import story
from ml_connector.sync.prove import Loaded, Proof
from ml_connector.wiring import audit, aws, parked

_ALL = "all"  # the part that tells of every load of a run
_LINES = ("line_key", "id")


def tell_load(step: Step, loaded: Loaded, action: str) -> None:
    """What an import has taken, and every row that it has not."""
    columns = aws.settings().loads[loaded.dataset].columns
    key = next((name for name, rule in columns.items() if isinstance(rule, FieldRule) and rule.field in _LINES), "")
    with trail(step, loaded.entity, loaded.dataset, story.IMPORTED) as entries:
        entries.add(story.imported(loaded, action))
        for dump in wholes(loaded.dumps):
            rows = ((row.cells, row.reasons) for row in read_dump(map(parked.dumps().read, dump)))
            for refusal in story.refused(rows, loaded.task or "", key):
                entries.add(refusal)


def close(step: Step, proofs: tuple[Proof, ...]) -> None:
    """The verdicts, and the end of the run's audit."""
    with trail(step, _ALL, _ALL, story.PROVED) as entries:
        for proof in proofs:
            entries.add({"entity": proof.entity, "dataset": proof.dataset, **story.proved(proof)})
    audit.audit().close(step.run)
