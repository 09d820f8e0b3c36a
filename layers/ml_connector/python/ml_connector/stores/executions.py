"""The executions of one state machine: what is under way, and how one is started exactly once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ml_connector.stores.refusals import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy_boto3_stepfunctions import SFNClient


class Executions:
    """Of one flow.

    Integrations  Step Functions ListExecutions, DescribeExecution, StartExecution
    """

    def __init__(self, states: SFNClient, machine: str) -> None:
        self._states = states
        self._machine = machine

    def under_way(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Names and inputs, newest first. Of the last second some may be missing.

        Source: AWS Step Functions, ListExecutions: eventually consistent.
        """
        pages = self._states.get_paginator("list_executions").paginate(
            stateMachineArn=self._machine, statusFilter="RUNNING"
        )
        for page in pages:
            for one in page["executions"]:
                told = self._states.describe_execution(executionArn=one["executionArn"])
                yield one["name"], json.loads(told["input"])

    def start(self, name: str, request: Mapping[str, Any]) -> None:
        """Start an execution, unless one of this name was started before."""
        try:
            self._states.start_execution(stateMachineArn=self._machine, name=name, input=json.dumps(request))
        except ClientError as error:
            if code_of(error) != "ExecutionAlreadyExists":
                raise
