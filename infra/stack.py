"""The stack: everything that runs in AWS, and, unchanged but for the functions' runtime, on one machine too."""

from dataclasses import dataclass
from pathlib import Path

from aws_cdk import CfnOutput, DefaultStackSynthesizer, Stack
from constructs import Construct
from ml_connector.settings import Settings

from infra.constructs.access import FUNCTIONS, Function, Vendor
from infra.constructs.alerts import Alerts
from infra.constructs.approvers import Approvers
from infra.constructs.audit_table import AuditTable
from infra.constructs.books_alarm import books_alarm
from infra.constructs.closing import Closing
from infra.constructs.encryption import Encryption
from infra.constructs.functions import Functions
from infra.constructs.keep_alive import KeepAlive
from infra.constructs.layers import Layers
from infra.constructs.names import construct_id as id_of
from infra.constructs.policies import Grounds
from infra.constructs.schedule import Schedule
from infra.constructs.secrets import Secrets
from infra.constructs.settings_object import settings_object
from infra.constructs.storage import Storage
from infra.constructs.webhooks import WebhookQueue, Webhooks
from infra.constructs.workflow import Workflow

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Sources:
    """The folders that the stack is made from."""

    functions: Path = ROOT / "functions"
    package: Path = ROOT / "layers" / "ml_connector"
    dependencies: Path = ROOT / ".build" / "dependencies"
    definitions: Path = ROOT / "infra" / "state_machines"


class MlConnector(Stack):
    """One deployment of ml-connector."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        settings: Settings,
        sources: Sources = Sources(),
        table: dict[str, Function] | None = None,
    ) -> None:
        # Without the rule the template needs no parameter of the account it goes to, so it can go anywhere.
        synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
        super().__init__(scope, construct_id, synthesizer=synthesizer, description=f"ml-connector for {settings.firm}")
        self._key = Encryption(self, "Encryption").key
        self._topic = Alerts(self, "Alerts", self._key).topic
        storage = Storage(self, "Storage", self._key, settings.keep)
        AuditTable(self, "AuditTable", storage.bucket)
        told = settings.webhooks if settings.webhooks and settings.webhooks.enabled else None
        queue = WebhookQueue(self, "WebhookQueue", self._key) if told else None
        layers = Layers(self, "Layers", package=sources.package, dependencies=sources.dependencies)
        self._functions = Functions(
            self,
            "Functions",
            folder=sources.functions,
            table=FUNCTIONS if table is None else table,
            layers=layers.all,
            grounds=(grounds := self._grounds(settings, storage, queue)),
        )
        self._closing = self._close_runs(sources)
        actuals = self._flow("actuals", settings, sources)
        if "prepare_plan" in self._functions.by_name:
            self._plans(settings, sources, grounds)
        if settings.proof.books:
            books_alarm(self, self._topic)
        if keeper := self._functions.by_name.get("keep_connections"):
            KeepAlive(self, "KeepAlive", function=keeper, key=self._key).alarm(self._topic)
        if told and queue and "receive_webhook" in self._functions.by_name:
            Webhooks(
                self,
                "Webhooks",
                options=told,
                queue=queue,
                receiver=self._functions.by_name["receive_webhook"],
                dispatcher=self._functions.by_name["dispatch_webhooks"],
                machine=actuals.machine,
                key=self._key,
            ).alarm(self._topic)
        CfnOutput(self, "Table", value=storage.table.table_name)
        CfnOutput(self, "Bucket", value=storage.bucket.bucket_name)
        CfnOutput(self, "AlertsTopic", value=self._topic.topic_arn)

    def _grounds(self, settings: Settings, storage: Storage, queue: WebhookQueue | None) -> Grounds:
        xero, anaplan = settings.xero.connections.values(), settings.anaplan.connections.values()
        names: dict[Vendor, list[str]] = {
            "xero": [connection.secret for connection in xero],
            "anaplan": [connection.secret for connection in anaplan],
            "idle": [*(one.secret for one in xero if one.idles), *(one.secret for one in anaplan if one.idles)],
            "webhooks": list(settings.webhooks.secrets) if settings.webhooks else [],
        }
        Secrets(self, "Secrets", [name for listed in names.values() for name in listed], self._key)
        settings_asset = settings_object(self, "Settings", settings)
        return Grounds(self._key, storage.table, storage.bucket, names, settings_asset, queue.queue if queue else None)

    def _close_runs(self, sources: Sources) -> Closing | None:
        if "close_run" not in self._functions.by_name:
            return None
        workflow = Workflow(
            self,
            "CloseRun",
            definition=sources.definitions / "close_run.asl.json",
            functions=self._functions.by_name,
            key=self._key,
        )
        workflow.alarm(self._topic)
        CfnOutput(self, "Closer", value=workflow.machine.state_machine_arn)
        return Closing(self, "Closing", workflow=workflow, key=self._key, topic=self._topic)

    def _flow(self, name: str, settings: Settings, sources: Sources) -> Workflow:
        workflow = self._workflow(name, sources)
        Schedule(workflow, "Start", flow=getattr(settings.flows, name), machine=workflow.machine, key=self._key)
        return workflow

    def _plans(self, settings: Settings, sources: Sources, grounds: Grounds) -> None:
        """One workflow for all plans, a schedule for each that has one, and a policy for who approves them."""
        workflow = self._workflow("plan", sources)
        approvers = Approvers(self, "Approvers", machine=workflow.machine, grounds=grounds)
        CfnOutput(self, "ApproversPolicy", value=approvers.policy.managed_policy_arn)
        for name, plan in settings.plans.items():
            if plan.starts:
                told = {"plan": name}
                place = f"Start{id_of(name)}"
                Schedule(workflow, place, flow=plan.starts, machine=workflow.machine, key=self._key, told=told)

    def _workflow(self, name: str, sources: Sources) -> Workflow:
        workflow = Workflow(
            self,
            id_of(name),
            definition=sources.definitions / f"{name}.asl.json",
            functions=self._functions.by_name,
            key=self._key,
        )
        workflow.alarm(self._topic)
        if self._closing:
            self._closing.watch(id_of(name), workflow.machine)
        CfnOutput(self, f"{id_of(name)}StateMachine", value=workflow.machine.state_machine_arn)
        return workflow
