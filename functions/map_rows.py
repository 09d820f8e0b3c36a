"""Turn the raw pages of one dataset of one entity into chunks, and keep back what cannot be loaded.

Holds the model's lock: records say what the model holds, and two runs must not write them at once.

Raises        SettingsWrong, ContractBroken · ModelBusy
Integrations  S3 (raw pages, chunks, quarantine, totals, audit), DynamoDB (lock, records, proofs, audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.lock import hold
from ml_connector.steps.mapping import MapStep, map_dataset
from ml_connector.sync.prove import Mapped
from msgspec.structs import replace


@entry(MapStep)
def handler(step: MapStep, _: LambdaContext) -> Mapped:
    """What became of the documents."""
    lock = hold(step, step.target, "map", calls_anaplan=False)
    return replace(map_dataset(step), fence=lock.fence)
