"""A queue to write to. Knows how a message is sent, now or later; what it says is the writer's business."""

from __future__ import annotations

from typing import Any, Protocol

MOST_DELAY = 900
"""Seconds. Source: Amazon SQS, Message timers."""


class Sqs(Protocol):
    """The part of boto3's SQS client that is used."""

    def send_message(self, *, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> Any: ...  # noqa: N803 - boto3


class Queue:
    """One queue.

    Integrations  SQS SendMessage
    """

    def __init__(self, sqs: Sqs, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def put(self, body: str, seconds: int = 0) -> None:
        """Hand a message on, to be read in so many seconds at the earliest; 15 minutes at most."""
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=min(seconds, MOST_DELAY))
