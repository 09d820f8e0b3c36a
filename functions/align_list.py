"""Bring the members of one load into a list of Anaplan's item by item, as far as time allows.

Raises        SettingsWrong, ContractBroken, BadCredentials, Overtaken · ModelBusy, VendorDown, RateLimited
Integrations  S3 (chunks, dumps, audit), Anaplan, Secrets Manager, DynamoDB (lock, cursor, run, audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.aligning import Aligned, AlignStep, align
from ml_connector.steps.auditing import tell_load
from ml_connector.steps.lock import hold, not_overtaken
from ml_connector.stores.run_items import LoadNote
from ml_connector.wiring import aws, progress


@entry(AlignStep)
def handler(step: AlignStep, context: LambdaContext) -> Aligned:
    """How far the load has come, with every item up to there accounted for."""
    lock, mapped = hold(step, step.mapped, "align the list of"), step.mapped
    not_overtaken(step, mapped)
    load = aws.settings().loads[mapped.dataset]
    found = align(step, load, lambda: context.get_remaining_time_in_millis() / 1000)
    if found.done:
        tell_load(step, found.loaded, f"items of {load.list_}")
        # Nothing runs on in Anaplan: the note is for whoever traces a member.
        note = LoadNote(fence=lock.fence, known=None, task_id=f"items of {load.list_}", outcome="COMPLETE")
        progress.runs().note_load(step.run, mapped.entity, mapped.dataset, note)
    return found
