"""The receiver of webhooks. Reads no settings and builds no model: it must be quick when it is cold, too."""

import os
from functools import cache

import boto3
from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from botocore.config import Config

from ml_connector.steps.receiving import Receiver
from ml_connector.stores.queue import Queue
from ml_connector.stores.signing_keys import SigningKeys

logger = Logger()

_QUICK = Config(retries={"mode": "standard", "max_attempts": 2}, connect_timeout=1, read_timeout=2)


@cache
def receiver() -> Receiver:
    """With what the function's environment names: WEBHOOK_QUEUE, and WEBHOOK_SECRETS with spaces between them."""
    keys = SigningKeys(
        boto3.client("secretsmanager", config=_QUICK), os.environ["WEBHOOK_SECRETS"].split(), logger.error
    )
    queue = Queue(boto3.client("sqs", config=_QUICK), os.environ["WEBHOOK_QUEUE"])
    return Receiver(keys, queue.put, _refused)


def _refused(why: str) -> None:
    with single_metric(name="WebhooksRefused", unit=MetricUnit.Count, value=1) as metric:
        metric.add_dimension("reason", why)
