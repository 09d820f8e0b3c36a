"""What a person does to executions past the connector: end them in order, or let them go on where they failed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ml_connector.stores.cursors import CursorStore
from ml_connector.stores.locks import HeldLock, LockStore
from ml_connector.stores.runs import RunStore

from infra.cli.archive import table_of
from infra.cli.trouble import Misuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.local.home import Ending, Home, Run


class Executions:
    """The executions of one home, and what the connector keeps of them.

    Integrations  Step Functions, DynamoDB (runs, locks, cursors)
    """

    def __init__(self, home: Home) -> None:
        table = table_of(home)
        self._home = home
        self.runs = RunStore(table, lambda: datetime.now(UTC))
        self.locks = LockStore(table, lambda: datetime.now(UTC))
        self.cursors = CursorStore(table)

    def find(self, run: str) -> Run | None:
        """The execution of a run; None if Step Functions knows none, or has forgotten it."""
        header = self.runs.header(run)
        machine = self._home.description.state_machines.get(header.flow if header else "actuals")
        if machine is None:
            return None
        states = self._home.client("stepfunctions")
        execution = self._home.attach(f"{machine.replace(':stateMachine:', ':execution:')}:{run}")
        try:
            execution.status()
        except states.exceptions.ExecutionDoesNotExist:
            return None
        return execution

    def redrive(self, execution: Run) -> None:
        """Let it go on where it failed."""
        self._home.client("stepfunctions").redrive_execution(executionArn=execution.arn)

    def described(self, execution: Run) -> Mapping[str, object]:
        """What Step Functions says of it."""
        told: Mapping[str, object] = self._home.client("stepfunctions").describe_execution(executionArn=execution.arn)
        return told

    def close(self, held: HeldLock, seconds: float) -> Ending:
        """Close whoever holds a model as if the event of its end had just come; how the closing ended.

        raises   TimeoutError when that takes longer than ``seconds``; it goes on then
        """
        closer = self._home.description.closer
        if closer is None:
            raise Misuse("This deployment has nothing that closes runs", "Deploy the stack anew, then try again")
        execution = self.find(held.holder.run)
        told = self.described(execution) if execution else {}
        detail = {
            "name": held.holder.run,
            "status": told.get("status", "ABORTED"),
            "redriveCount": told.get("redriveCount", held.holder.attempt),
            "error": told.get("error") or "LockBroken",
            "cause": told.get("cause") or "an operator has broken its lock",
        }
        states = self._home.client("stepfunctions")
        started = states.start_execution(stateMachineArn=closer, input=json.dumps(detail))
        return self._home.attach(started["executionArn"]).wait(seconds)
