"""A second process that delivers webhooks at a steady rate, whether or not the earlier ones have been answered.

Usage: python -m tests.benchmarks.webhook_sender URL KEY RATE SECONDS    (says status and milliseconds of each, as JSON)
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import local

import requests
from ml_connector.xero.webhooks import signature

from tests.unit.webhooks.sender import body, event

_ROOM = 64


def deliver(url: str, key: str, rate: float, seconds: float) -> list[tuple[int, float]]:
    """Status and milliseconds of every delivery; a late start counts, as it would for the sender."""
    mine = local()
    begun = time.monotonic() + 0.5

    def one(number: int) -> tuple[int, float]:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.monotonic()))
        raw = body(event(number % 500), first=number + 1)
        if not hasattr(mine, "session"):
            mine.session = requests.Session()
        headers = {"x-xero-signature": signature(raw, key), "Content-Type": "application/json"}
        answer = mine.session.post(url, data=raw, headers=headers, timeout=30)
        return answer.status_code, (time.monotonic() - due) * 1000

    with ThreadPoolExecutor(_ROOM) as pool:
        return list(pool.map(one, range(int(rate * seconds))))


if __name__ == "__main__":
    url, key, rate, seconds = sys.argv[1:]
    sys.stdout.write(json.dumps(deliver(url, key, float(rate), float(seconds))))
