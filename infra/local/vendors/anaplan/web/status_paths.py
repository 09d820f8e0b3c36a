"""Whether the model is busy, with what and for whom. Answers at once, without any envelope.

Source: Anaplan, Check the model status (help.anaplan.com, 4e3e18e7); live observations of GET and of the bare body.
"""

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.tasks.task import Task
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.task_json import shown_step
from infra.local.vendors.common.handling import json_answer

_IDLE = -1.0


def add_status_paths(paths: ModelPaths) -> None:
    """Answer both methods that are in use."""
    paths.add("GET", "/status", _status, waits=False)
    paths.add("POST", "/status", _status, waits=False)


def _status(call: Call) -> Response:
    running = call.live.queue.running
    now = call.live.now()
    status = {
        "currentStep": shown_step(running) if running else "Open",
        "progress": running.progress(now) if running else _IDLE,
        "taskId": running.id if running else None,
        "tooltip": _tooltip(running) if running else None,
        "exportTaskType": None,
        "creationTime": int(now.timestamp() * 1000),
        "peakMemoryUsageEstimate": None,
        "peakMemoryUsageTime": None,
    }
    return json_answer({"requestStatus": status})


def _tooltip(task: Task) -> str:
    return f"{task.parent.name} started by {task.user_email} at {task.created.isoformat(timespec='seconds')}"
