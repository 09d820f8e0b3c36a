"""Upload as many chunks of one load as time allows, and say when the file is complete.

Raises        ContractBroken, BadCredentials, Overtaken · ModelBusy, VendorDown, RateLimited
Integrations  S3 (chunks), Anaplan, Secrets Manager, DynamoDB (lock, cursor, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.anaplan.files import Files
from ml_connector.observability import entry
from ml_connector.steps.loading import DeliveryStep
from ml_connector.steps.lock import hold, keep, not_overtaken
from ml_connector.sync.payload import Payload
from ml_connector.wiring import parked

_SECONDS_OF_ONE_CHUNK = 120
"""A chunk that is begun must be able to end; a busy model lets an upload hang for a while."""


class Upload(DeliveryStep, frozen=True):
    """first_chunk: where to go on; under: the fence under which the chunks before it were sent, 0 if none were."""

    first_chunk: int
    under: int


class Uploaded(Payload, frozen=True):
    """next_chunk: how many chunks are there, under this fence; equal to the number of all when the file is complete."""

    next_chunk: int
    under: int


@entry(Upload)
def handler(step: Upload, context: LambdaContext) -> Uploaded:
    """How far the upload has come."""
    fence = hold(step, step.mapped, "upload").fence
    not_overtaken(step, step.mapped)
    files, file_id, store = Files(step.client, step.model), step.destination.file_id, parked.chunks()
    keys = store.keys(step.run, step.mapped.attempt, step.mapped.entity, step.mapped.dataset)
    # Whoever had the model meanwhile may have used the same file, which nobody locks.
    first_chunk = step.first_chunk if step.under == fence else 0
    if first_chunk == 0:
        files.begin_upload(file_id, len(keys))
    for index in range(first_chunk, len(keys)):
        chunk = store.read(keys[index])
        keep(step, step.mapped)
        files.put_chunk(file_id, index, chunk)
        if context.get_remaining_time_in_millis() < _SECONDS_OF_ONE_CHUNK * 1000 and index + 1 < len(keys):
            return Uploaded(next_chunk=index + 1, under=fence)
    files.complete(file_id, len(keys))
    return Uploaded(next_chunk=len(keys), under=fence)
