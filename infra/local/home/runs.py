"""One run of a flow, on either home."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from infra.local.home.endings import Ending, Step, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mypy_boto3_stepfunctions import SFNClient

_RUNNING = ("RUNNING", "PENDING_REDRIVE")


class Run:
    """A run that has been started."""

    def __init__(self, states: SFNClient, arn: str, functions: Mapping[str, str]) -> None:
        self._states = states
        self._functions = functions
        self.arn = arn
        self.name = arn.rsplit(":", 1)[1]

    def status(self) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED."""
        return self._states.describe_execution(executionArn=self.arn)["status"]

    def steps(self) -> Iterator[Step]:
        """Everything that has happened so far, oldest first."""
        history = self._states.get_paginator("get_execution_history")
        pages = history.paginate(executionArn=self.arn, PaginationConfig={"PageSize": 1000})
        return steps((dict(event) for page in pages for event in page["events"]), self._functions)

    def wait(self, seconds: float, every: float = 0.1) -> Ending:
        """The ending; raises TimeoutError when there is none after so many ``seconds``."""
        return self.watch(lambda _: None, seconds, every)

    def watch(self, tell: Callable[[Step], None], seconds: float, every: float = 0.25) -> Ending:
        """Like ``wait``, telling every step as soon as it is seen, each once and in order."""
        deadline = time.monotonic() + seconds
        told = 0
        while True:
            over = self.status() not in _RUNNING  # asked first, so that the last look at the history sees everything
            for count, step in enumerate(self.steps()):
                if count >= told:
                    told = count + 1
                    tell(step)
            if over:
                return self.ending()
            if time.monotonic() > deadline:
                raise TimeoutError(f"Run {self.name} is still under way after {seconds:g} seconds: {self.arn}")
            time.sleep(every)

    def stop(self, cause: str) -> None:
        """Abort the run; a function that is at work finishes what it does."""
        self._states.stop_execution(executionArn=self.arn, error="Aborted", cause=cause)

    def ending(self) -> Ending:
        """How it stands; meaningful once it is over."""
        told: Any = self._states.describe_execution(executionArn=self.arn)
        stopped = told.get("stopDate") or told["startDate"]
        return Ending(
            run=self.name,
            status=told["status"],
            output=json.loads(told["output"]) if told["status"] == "SUCCEEDED" else None,
            error=told.get("error"),
            cause=told.get("cause"),
            seconds=(stopped - told["startDate"]).total_seconds(),
        )
