"""Whether the model is loaded and busy, with what and for whom, without any envelope; and to load and unload it.

Sources: Anaplan, Check the model status (help.anaplan.com, 4e3e18e7), Wake up a model (2eaefdd5), Close a model
(055d2f9e); live observations of GET and of the bare bodies.
"""

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.tasks.task import Task
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.anaplan.web.task_json import shown_step
from infra.local.vendors.common.handling import json_answer

_IDLE = -1.0


def add_status_paths(paths: ModelPaths) -> None:
    """Answer both methods that are in use."""
    paths.add("GET", "/status", _status, waits=False, wakes=False)
    paths.add("POST", "/status", _status, waits=False, wakes=False)
    paths.add("POST", "/open", _open, waits=False, wakes=False)
    paths.add("POST", "/close", _close, waits=False, wakes=False)


def _status(call: Call) -> Response:
    running = call.live.queue.running
    now = call.live.now()
    status = {
        "currentStep": shown_step(running) if running else _loaded(call),
        "progress": running.progress(now) if running else _IDLE,
        "taskId": running.id if running else None,
        "tooltip": _tooltip(running) if running else None,
        "exportTaskType": None,
        "creationTime": int(now.timestamp() * 1000),
        "peakMemoryUsageEstimate": None,
        "peakMemoryUsageTime": None,
    }
    return json_answer({"requestStatus": status})


def _loaded(call: Call) -> str:
    return "Closed" if call.live.waking.asleep else "Open"


def _open(call: Call) -> Response:
    if not call.live.waking.open():
        raise ApiError(404)  # so does Anaplan tell that it was asked too often
    return Response(status=202)


def _close(call: Call) -> Response:
    call.live.waking.close()
    return Response(status=204)


def _tooltip(task: Task) -> str:
    return f"{task.parent.name} started by {task.user_email} at {task.created.isoformat(timespec='seconds')}"
