"""Tasks: start, poll, list, cancel, and the failure dumps of imports. All of these answer while a model is busy.

Sources: Anaplan, Start the import (help.anaplan.com, f8450969), Monitor the import tasks (107143d0), Import dump
files (720b2e7c), dumps of processes (40ed2126).
"""

from typing import get_args

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.tasks.task import Kind, Task
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import collection, page, success
from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.anaplan.web.task_json import shown_summary, shown_task

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_TASKS = "/<any(imports,exports,actions,processes):kind>/<parent>/tasks"


def add_task_paths(paths: ModelPaths) -> None:
    """Answer everything below ``/tasks``."""
    paths.add("POST", _TASKS, _start, waits=False)
    paths.add("GET", _TASKS, _list, waits=False, masks=False)
    paths.add("GET", f"{_TASKS}/<task>", _poll, waits=False)
    paths.add("DELETE", f"{_TASKS}/<task>", _cancel, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dump", _dump, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dump/chunks", _dump_chunks, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dump/chunks/<chunk>", _dump_chunk, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dumps/<action>", _dump, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dumps/<action>/chunks", _dump_chunks, waits=False)
    paths.add("GET", f"{_TASKS}/<task>/dumps/<action>/chunks/<chunk>", _dump_chunk, waits=False)


def _start(call: Call, kind: str, parent: str) -> Response:
    locale = call.json().get("localeName")
    if not isinstance(locale, str) or not locale:
        raise ApiError(400, "localeName is required")
    runnable = call.live.runnables(_KINDS[kind]).get(parent)
    if runnable is None:
        raise ApiError(404)
    task = call.live.start(_KINDS[kind], runnable, call.user)
    if call.switches.bare_task_id:
        return success(call.request, "task", {"taskId": task.id})
    started = {"taskId": task.id, "taskState": "NOT_STARTED", "creationTime": shown_summary(task)["creationTime"]}
    return success(call.request, "task", {"task": started})


def _list(call: Call, kind: str, parent: str) -> Response:
    # Whoever may not see the model is told that there are none.
    tasks = [] if call.blind else call.live.queue.below(kind, parent)
    # Any field after the sign is taken; there is but one order.
    newest_first = call.request.args.get("sort", "").startswith("-")
    rows = [shown_summary(task) for task in (reversed(tasks) if newest_first else tasks)]
    return page(call.request, "task", "tasks", rows, call.switches.page_cap)


def _poll(call: Call, kind: str, parent: str, task: str) -> Response:
    return _told(call, _found(call, kind, parent, task))


def _cancel(call: Call, kind: str, parent: str, task: str) -> Response:
    found = _found(call, kind, parent, task)
    call.live.queue.cancel(found, call.user.email)
    return _told(call, found)


def _told(call: Call, task: Task) -> Response:
    details = call.request.args.get("includeProcessDetails") == "true"
    shown = shown_task(task, call.live.now(), call.switches, with_times=details)
    return success(call.request, "task", {"task": shown})


def _dump(call: Call, kind: str, parent: str, task: str, action: str | None = None) -> Response:
    return _text(b"".join(_dump_parts(call, kind, parent, task, action)))


def _dump_chunks(call: Call, kind: str, parent: str, task: str, action: str | None = None) -> Response:
    parts = _dump_parts(call, kind, parent, task, action)
    rows = [{"id": str(index), "name": f"Chunk {index}"} for index in range(len(parts))]
    return collection(call.request, "chunk", "chunks", rows)


def _dump_chunk(call: Call, kind: str, parent: str, task: str, chunk: str, action: str | None = None) -> Response:
    parts = _dump_parts(call, kind, parent, task, action)
    if not chunk.isdecimal() or int(chunk) >= len(parts):
        raise ApiError(404)
    return _text(parts[int(chunk)])


def _text(data: bytes) -> Response:
    return Response(data, content_type="text/plain")


def _dump_parts(call: Call, kind: str, parent: str, task: str, action: str | None) -> list[bytes]:
    found = _found(call, kind, parent, task)
    if (kind == "processes") != (action is not None):
        raise ApiError(404)  # /dump is an import's, /dumps/{objectId} a process's
    parts = call.live.dumps.chunks(call.user.id, action or parent, found.id)
    if not parts:
        raise ApiError(404)
    return parts


def _found(call: Call, kind: str, parent: str, task: str) -> Task:
    found = next((one for one in call.live.queue.below(kind, parent) if one.id == task), None)
    if found is None:
        raise ApiError(404)
    return found
