"""The dispatcher of webhooks."""

import os
import time
from functools import cache

import boto3
from aws_lambda_powertools import single_metric
from aws_lambda_powertools.metrics import MetricUnit

from ml_connector.errors import SettingsWrong
from ml_connector.limits.left import left
from ml_connector.limits.state import State
from ml_connector.steps.dispatching import Dispatcher
from ml_connector.stores.executions import Executions
from ml_connector.stores.limits import LimitStore
from ml_connector.stores.queue import Queue
from ml_connector.stores.states import StateStore
from ml_connector.sync.sequences import Heard
from ml_connector.sync.waiting import Waiting
from ml_connector.wiring import aws, limits

_KIND = "HINT"


@cache
def dispatcher() -> Dispatcher:
    """With what the function's environment names: WEBHOOK_QUEUE, FLOW_ACTUALS."""
    settings = aws.settings()
    if settings.webhooks is None:
        raise SettingsWrong("Settings have no part webhooks, and here is one; deploy again")
    queue = Queue(boto3.client("sqs", config=aws.CONFIG), os.environ["WEBHOOK_QUEUE"])
    flow = Executions(boto3.client("stepfunctions", config=aws.CONFIG), os.environ["FLOW_ACTUALS"])
    return Dispatcher(
        settings,
        settings.webhooks,
        StateStore(aws.table(), _KIND, Waiting()),
        StateStore(aws.table(), f"{_KIND}#APP", Heard()),
        flow,
        queue.put,
        _left,
        _tell,
        aws.now,
    )


def _left(entity: str) -> int:
    settings = aws.settings()
    state = LimitStore(aws.table(), State()).read(limits.tenant_key(settings, entity))
    return left(state, limits.allowed(settings.xero.limits), time.time()).day


def _tell(name: str, value: int) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=value) as metric:
        metric.add_dimension("flow", "actuals")
