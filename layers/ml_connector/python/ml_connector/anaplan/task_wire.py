"""How Anaplan writes a task in JSON.

Source: Anaplan, "Check the status of the import action" and "Check the status of the process action".
"""

from ml_connector.anaplan.wire import Described


class WireDetail(Described):
    """One entry of ``details``; ``values`` is a flat list of keys and values, in any order."""

    type: str = "unknown"
    local_message_text: str | None = None
    occurrences: int | None = None
    values: list[str | None] | None = None


class WireResult(Described):
    """What an action achieved; a process nests one of these per action that ran."""

    object_id: str | None = None
    object_name: str | None = None
    successful: bool = False
    failure_dump_available: bool = False
    details: list[WireDetail] | None = None
    nested_results: "list[WireResult] | None" = None


class WireTask(Described):
    """A task; ``result`` is absent until it is done, ``creation_time`` is in milliseconds since 1970."""

    task_id: str
    task_state: str
    current_step: str | None = None
    progress: float | None = None
    creation_time: int | None = None
    cancelled_by: str | None = None
    result: WireResult | None = None
