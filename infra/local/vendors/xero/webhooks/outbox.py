"""What waits to be delivered, when it is tried again, and when Xero gives up. Knows no thread."""

import base64
import hashlib
import hmac
import json
import random
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.webhooks.settings import Sending, Standing

SIGNATURE = "x-xero-signature"

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Posts a body and gives the status; 0 when there was no answer within five seconds, or one with a body or a cookie."""

OK, UNAUTHORIZED = 200, 401
_GIVES_UP = timedelta(hours=24)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=4)
_INTENT = (True, False, True, False, True)


@dataclass
class Delivery:
    """Some events on their way; tried at once a second time, then after 15 minutes, and ever less often for a day."""

    events: Sequence[Mapping[str, Any]]
    first: int
    last: int
    begun: datetime
    due: datetime
    tries: int = 0


def signature(raw: bytes, key: str) -> str:
    """Base64 of the HMAC-SHA256 over the raw bytes."""
    return base64.b64encode(hmac.new(key.encode(), raw, hashlib.sha256).digest()).decode()


class Outbox:
    """All events of the app, whatever organisation they are of; safe to use from many threads.

    dice   decides on duplicates, order and forgeries; the same seed gives the same trouble
    """

    def __init__(self, sending: Sending, clock: Clock, post: Post, dice: random.Random | None = None) -> None:
        self.sending = sending
        self.standing: Standing = "off"
        self.posts: list[int] = []
        self._clock = clock
        self._post = post
        self._dice = dice or random.Random(1)  # noqa: S311 - trouble, no secret
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Nothing waits, and the count of events begins anew."""
        with self._lock:
            self._events: list[Mapping[str, Any]] = []
            self._waiting: list[Delivery] = []
            self._number = 0
            self.posts.clear()

    @property
    def idle(self) -> bool:
        """Nothing waits that could be sent now."""
        with self._lock:
            now = self._clock.now()
            return self.standing != "ok" or not (self._events or any(one.due <= now for one in self._waiting))

    def tell(self, event: Mapping[str, Any]) -> None:
        """Something has happened; nobody hears of it while webhooks are off."""
        with self._lock:
            if self.standing != "off":
                self._events.append(event)

    def aim(self, url: str | None) -> None:
        """Deliver there from now on, once it has shown that it intends to receive; None: nowhere."""
        with self._lock:
            self.sending.url = url
            self.standing = "intent to receive required" if url else "off"

    def validate(self) -> Standing:
        """The intent to receive: empty deliveries, some of them badly signed, each answered as it must be."""
        with self._lock:
            if self.standing == "off":
                return self.standing
            right = all(self._offer(good=good) == (OK if good else UNAUTHORIZED) for good in _INTENT)
            self.standing = "ok" if right else "intent to receive required"
            if right:
                for one in self._waiting:  # kept while nobody took them, and sent again in their order
                    one.begun = one.due = self._clock.now()
            return self.standing

    def pump(self) -> None:
        """Deliver whatever is due now, each once."""
        with self._lock:
            if self.standing != "ok":
                return
            self._pack()
            now = self._clock.now()
            due = [one for one in self._waiting if one.due <= now]
            due += [one for one in due if self._dice.random() < self.sending.duplicates]
            if self.sending.disorder:
                self._dice.shuffle(due)
        for delivery in due:
            self._deliver(delivery)

    def _pack(self) -> None:
        now = self._clock.now()
        while self._events:
            part, self._events = self._events[: self.sending.batch], self._events[self.sending.batch :]
            first, self._number = self._number + 1, self._number + len(part)
            if self.sending.lose:
                self.sending.lose -= 1
            else:
                self._waiting.append(Delivery(part, first, self._number, now, now))

    def _deliver(self, delivery: Delivery) -> None:
        if self.standing != "ok":
            return
        if self._dice.random() < self.sending.forged:
            raw = self._body(delivery)
            self._send(raw, signature(raw, "somebody else's key"))
        if self._answer(delivery) or (not delivery.tries and self._answer(delivery)):
            with self._lock:
                self._waiting = [one for one in self._waiting if one is not delivery]
            return
        now = self._clock.now()
        delivery.tries += 1
        delivery.due = now + min(_FIRST_PAUSE * 2 ** (delivery.tries - 1), _LONGEST_PAUSE)
        if now - delivery.begun > _GIVES_UP:
            self.standing = "disabled"

    def _answer(self, delivery: Delivery) -> bool:
        raw = self._body(delivery)
        return OK <= self._send(raw, signature(raw, self.sending.key)) < OK + 100

    def _offer(self, *, good: bool) -> int:
        raw = self._body(Delivery((), 0, 0, self._clock.now(), self._clock.now()))
        return self._send(raw, signature(raw, self.sending.key if good else "not the key"))

    def _send(self, raw: bytes, signed: str) -> int:
        status = self._post(str(self.sending.url), raw, {SIGNATURE: signed, "Content-Type": "application/json"})
        self.posts.append(status)
        return status

    def _body(self, delivery: Delivery) -> bytes:
        entropy = "".join(self._dice.choices(string.ascii_uppercase, k=20))
        told = {
            "events": list(delivery.events),
            "firstEventSequence": delivery.first,
            "lastEventSequence": delivery.last,
            "entropy": entropy,
        }
        return json.dumps(told).encode()
