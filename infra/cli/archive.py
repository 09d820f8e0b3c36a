"""What a home remembers of its runs: headers and files of the connector, execution and history of Step Functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.runs import RunStore
from msgspec.structs import asdict, replace

from infra.cli.costs import Cost, Listed, cost
from infra.cli.leftovers import dumps, quarantine
from infra.cli.mapping_tables import tables
from infra.cli.options import now
from infra.cli.plan_results import settled
from infra.cli.progress import Progress
from infra.cli.reports import RunReport, report
from infra.cli.trouble import Misuse
from infra.constructs.access import FUNCTIONS
from infra.local.aws.server import ACCESS_KEY
from infra.local.home import Ending

if TYPE_CHECKING:
    from ml_connector.stores.run_items import RunHeader
    from mypy_boto3_dynamodb.service_resource import Table

    from infra.local.home import Home, Run, Step


_MEMORY = {name: function.memory for name, function in FUNCTIONS.items()}


class Archive:
    """The runs of one home.

    Integrations  DynamoDB (runs), S3 (quarantine, dumps, tables), Step Functions (executions)
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._objects = ObjectStore(home.client("s3"), home.description.bucket)
        self._runs = RunStore(table_of(home), now)

    def recent(self, limit: int) -> list[RunHeader]:
        """The newest runs, newest first; one that ended without a chance to say so has its execution's status."""
        return [self._settled(header) for header in self._runs.recent(limit)]

    def header(self, run: str) -> RunHeader:
        """One run at a glance; raises Misuse if there is none of this id."""
        header = self._runs.header(run)
        if header is None:
            raise _no_such(run)
        return self._settled(header)

    def flow(self, run: str) -> str:
        """Which flow a run is of; the actuals one if nothing is known of it."""
        header = self._runs.header(run)
        return header.flow if header else "actuals"

    def report(self, run: str) -> RunReport:
        """A run of any time, also one that is under way; raises Misuse if there is none of this id."""
        header = self._runs.header(run)
        execution = self._execution(run, header.flow if header else "actuals")
        if execution is not None:
            return self.ended(*_followed(execution))
        if header is None:
            raise _no_such(run)
        return self.ended(_remembered(header), Progress())

    def looked_up(self, run: str) -> tuple[RunHeader, Ending, list[Step]]:
        """A run of any flow and time: its header, how it stands, and its history as far as it is remembered."""
        header = self.header(run)
        execution = self._execution(run, header.flow)
        if execution is None:
            return header, _remembered(header), []
        return header, execution.ending(), list(execution.steps())

    def ended(self, ending: Ending, progress: Progress) -> RunReport:
        """A run that was watched to its end."""
        header = self._runs.header(ending.run)
        found = report(
            ending,
            header,
            progress,
            list(quarantine(self._objects, ending.run)),
            list(dumps(self._objects, ending.run)),
            list(tables(self._objects, ending.run)),
        )
        return replace(found, cost=self.cost(header)) if header else found

    def listed(self, limit: int) -> list[Listed]:
        """The newest runs with their proof and their cost, newest first."""
        return [self._listed(header) for header in self.recent(limit)]

    def _listed(self, header: RunHeader) -> Listed:
        proven, loads = settled(header.results) if header.flow == "plan" else self._loads(header)
        return Listed(**asdict(header), proven=proven, loads=loads, cost=self.cost(header))

    def _loads(self, header: RunHeader) -> tuple[int, int]:
        return self._runs.proven_loads(header.run), len(header.results)

    def cost(self, header: RunHeader) -> Cost:
        """What the run took."""
        execution = self._execution(header.run, header.flow)
        return cost(header, execution.steps() if execution else (), _MEMORY)

    def _execution(self, run: str, flow: str) -> Run | None:
        """What Step Functions knows of a run; None if it knows nothing, or has forgotten it after 90 days."""
        states = self._home.client("stepfunctions")
        machine = self._home.description.state_machines[flow]
        execution = self._home.attach(f"{machine.replace(':stateMachine:', ':execution:')}:{run}")
        try:
            execution.status()
        except states.exceptions.ExecutionDoesNotExist:
            return None
        return execution

    def _settled(self, header: RunHeader) -> RunHeader:
        execution = self._execution(header.run, header.flow) if header.status == "RUNNING" else None
        return replace(header, status=execution.status()) if execution else header


def _no_such(run: str) -> Misuse:
    return Misuse(f"There is no run '{run}' here", "See which there are with `ml-connector runs list`")


def _followed(execution: Run) -> tuple[Ending, Progress]:
    progress = Progress()
    for step in execution.steps():
        progress.see(step)
    ending = execution.ending()
    if ending.status != "RUNNING":
        progress.finish(well=ending.status == "SUCCEEDED")
    return ending, progress


def _remembered(header: RunHeader) -> Ending:
    """The ending of a run of which only the header is left."""
    seconds = (header.ended - header.started).total_seconds() if header.ended else 0.0
    return Ending(run=header.run, status=header.status, output=None, error=None, cause=None, seconds=seconds)


def table_of(home: Home) -> Table:
    """The home's one table."""
    here = home.description
    key = None if here.endpoint is None else ACCESS_KEY
    session = boto3.Session(aws_access_key_id=key, aws_secret_access_key=key, region_name=here.region)
    config = None if here.endpoint is None else Config(proxies={}, retries={"max_attempts": 2})
    return session.resource("dynamodb", endpoint_url=here.endpoint, config=config).Table(here.table)
