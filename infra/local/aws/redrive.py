"""RedriveExecution for MiniStack, which has none: the same execution goes on where it failed, as in AWS.

It is taught to MiniStack itself and not built beside it, so that the command, the workflows and the events meet the
same call, the same name, the same history and the same RedriveCount in both homes. As in AWS: a state that was entered
and not left is done again with its input, a Fail fails again, of a Map only the iterations that did not succeed are
done again, and retries count from zero. What differs: a definition that was changed meanwhile counts at once.

Source: AWS, Restarting state machine executions with redrive.
"""

import contextvars
import json
import threading
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import eventbridge
from ministack.services import stepfunctions as sfn

from infra.local.aws.walking import memory_of, run_execution, run_map, run_part

_REDRIVABLE = ("FAILED", "ABORTED", "TIMED_OUT")


def teach_redrive() -> None:
    """Let MiniStack redrive, remember what a redrive needs, and tell of it where AWS does."""
    sfn._run_execution = run_execution
    sfn._run_map_items = run_map
    sfn._run_sub_machine = run_part
    _answer_redrive()
    _describe_redrives()
    _tell_in_events()


def redrive(request: dict[str, Any]) -> Any:
    """The answer to RedriveExecution."""
    arn = request["executionArn"]
    execution = sfn._executions.get(arn)
    if execution is None:
        return error_response_json("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'", 400)
    if execution["status"] not in _REDRIVABLE:
        reason = f"Execution is {execution['status']} and cannot be redriven"
        return error_response_json("ExecutionNotRedrivable", reason, 400)
    memory = memory_of(arn)
    memory.attempt, memory.redriven = memory.attempt + 1, sfn.now_iso()
    execution.update(status="RUNNING", stopDate=None, output=None, error=None, cause=None)
    details = {"executionRedrivenEventDetails": {"redriveCount": memory.attempt}}
    sfn._add_event(execution, "ExecutionRedriven", details)
    sfn._emit_execution_status_event(execution)
    threading.Thread(target=contextvars.copy_context().run, args=(run_execution, arn), daemon=True).start()
    return json_response({"redriveDate": memory.redriven})


def _answer_redrive() -> None:
    inner = sfn.handle_request

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        if headers.get("x-amz-target", "").endswith(".RedriveExecution"):
            return sfn._finalize_response(redrive(json.loads(body)))
        return await inner(method, path, headers, body, query)

    sfn.handle_request = handle


def _describe_redrives() -> None:
    inner = sfn._describe_execution

    def describe(request: dict[str, Any]) -> Any:
        status, headers, body = inner(request)
        if status != 200:  # noqa: PLR2004 - the status of a success
            return status, headers, body
        told = json.loads(body)
        return json_response({**told, **_redrives(told["executionArn"], told["status"])})

    sfn._describe_execution = describe


def _tell_in_events() -> None:
    inner = eventbridge._put_events

    def put(request: dict[str, Any], *, allow_aws_source: bool = False) -> Any:
        for entry in request["Entries"]:
            if entry["Source"] == "aws.states":
                entry["Detail"] = json.dumps(_detail(json.loads(entry["Detail"])))
        return inner(request, allow_aws_source=allow_aws_source)

    eventbridge._put_events = put


def _detail(detail: dict[str, Any]) -> dict[str, Any]:
    execution = sfn._executions[detail["executionArn"]]
    ending = {name: execution.get(name) for name in ("error", "cause")} if detail["status"] in _REDRIVABLE else {}
    return {**detail, **ending, **_redrives(detail["executionArn"], detail["status"])}


def _redrives(arn: str, status: str) -> dict[str, Any]:
    memory, may = memory_of(arn), status in _REDRIVABLE
    return {
        "redriveCount": memory.attempt,
        "redriveStatus": "REDRIVABLE" if may else "NOT_REDRIVABLE",
        **({} if may else {"redriveStatusReason": f"Execution is {status} and cannot be redriven"}),
        **({"redriveDate": memory.redriven} if memory.redriven else {}),
    }
