"""Download what an export has written, chunk by chunk, and let go of the model.

Raises        ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, S3 (export), DynamoDB (lock, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.exports import Exports, check_ended_well, check_still_there
from ml_connector.observability import entry
from ml_connector.steps.exporting import ExportTaskStep
from ml_connector.steps.lock import key_of
from ml_connector.sync.plan.work import Exported
from ml_connector.wiring import aws, control, parked, progress
from msgspec.structs import replace


@entry(ExportTaskStep)
def handler(step: ExportTaskStep, _: LambdaContext) -> Exported:
    """What is kept of it."""
    lock = step.hold("download the export of")
    result = step.actions.result(step.export, step.task)
    check_ended_well(step.export, result)
    check_still_there(step.export, step.actions.poll(step.export, step.task), aws.now())
    exports, store, size, count = Exports(step.client, step.model), parked.exports(), 0, 0
    metadata = exports.metadata(step.export)
    for index, chunk in enumerate(exports.chunks(step.export)):
        store.park(step.run, step.attempt, index, chunk)
        size, count = size + len(chunk), index + 1
    if noted := progress.runs().load(step.run, step.work.target.entity, step.work.target.dataset):
        step.note(replace(noted, fence=lock.fence, outcome=result.state))
    control.locks().release(key_of(step.work.target), step.run, step.attempt)
    return Exported(
        attempt=step.attempt,
        chunks=count,
        size=size,
        digest=store.digest(step.run, step.attempt),
        layout=metadata.layout or metadata.export_type,
        separator=metadata.separator,
        delimiter=metadata.delimiter,
        dimensions=metadata.list_names,
    )
