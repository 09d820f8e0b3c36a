"""From a settings file to a running home, and back to nothing."""

import json
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from infra.local.aws.server import REGION, serve
from infra.local.home.assembly import ROOT, Assembly, synthesized
from infra.local.home.description import from_outputs
from infra.local.home.home import Home, client, outputs
from infra.local.home.translation import packages, translated
from infra.local.signals import orderly

ACCOUNT = "000000000000"
DEMO = ROOT / "infra" / "settings" / "demo.yaml"

_DEPLOY_SECONDS = 60.0


class LocalHome:
    """A home on this machine while the ``with`` block lasts.

    settings     the file to synthesize for, when no ``assembly`` is given
    enforce_iam  let every function do only what its role grants
    pace         factor on the time that workflows wait and pause before a retry

    Ends in order on SIGINT and SIGTERM too, pressed once or twice.
    """

    def __init__(
        self,
        settings: Path = DEMO,
        *,
        assembly: Assembly | None = None,
        enforce_iam: bool = False,
        pace: float = 1.0,
    ) -> None:
        self._settings = settings
        self._assembly = assembly
        self._enforce_iam = enforce_iam
        self._pace = pace
        self._parts = ExitStack()

    def __enter__(self) -> Home:
        with ExitStack() as parts:
            parts.enter_context(orderly())
            assembly = self._assembly or synthesized(self._settings)
            url = parts.enter_context(serve(enforce_iam=self._enforce_iam, pace=self._pace))
            home = deploy(assembly, url)
            self._parts = parts.pop_all()
        return home

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.__exit__(kind, error, trace)


def deploy(assembly: Assembly, url: str) -> Home:
    """The stack, created by the CloudFormation at ``url``; raises RuntimeError with its reasons."""
    s3 = client("s3", url, REGION)
    assets = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
    s3.create_bucket(Bucket=assets, CreateBucketConfiguration={"LocationConstraint": REGION})
    for key, content in packages(assembly):
        s3.put_object(Bucket=assets, Key=key, Body=content)
    template = json.dumps(translated(assembly.template()))
    s3.put_object(Bucket=assets, Key="template.json", Body=template.encode())
    cloudformation = client("cloudformation", url, REGION)
    cloudformation.create_stack(
        StackName=assembly.stack, TemplateURL=f"{url}/{assets}/template.json", Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    _created(cloudformation, assembly.stack)
    _pause_schedules(client("scheduler", url, REGION))
    return Home(from_outputs(outputs(cloudformation, assembly.stack), url, REGION))


def _created(cloudformation: Any, stack: str) -> None:
    deadline = time.monotonic() + _DEPLOY_SECONDS
    while (status := _status(cloudformation, stack)) == "CREATE_IN_PROGRESS" and time.monotonic() < deadline:
        time.sleep(0.05)
    if status != "CREATE_COMPLETE":
        raise RuntimeError(f"The stack ended as {status}:\n" + "\n".join(_reasons(cloudformation, stack)))


def _pause_schedules(scheduler: Any) -> None:
    """Here a person starts the runs: one that starts by itself at half past five would spoil a test or a demo."""
    for entry in scheduler.list_schedules()["Schedules"]:
        schedule = scheduler.get_schedule(Name=entry["Name"], GroupName=entry["GroupName"])
        wanted = scheduler.meta.service_model.operation_model("UpdateSchedule").input_shape.members
        kept = {name: value for name, value in schedule.items() if name in wanted}
        scheduler.update_schedule(**{**kept, "State": "DISABLED"})


def _status(cloudformation: Any, stack: str) -> str:
    return str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])


def _reasons(cloudformation: Any, stack: str) -> list[str]:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    return [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in events
        if event["ResourceStatus"].endswith("FAILED")
    ]
