"""What can be made to go wrong: an answer put in place of the vendor's, a cut connection, a slow answer.

Knows methods and paths only. A fault of kind

  answer        replaces the vendor's answer; the vendor does not act
  drop_before   cuts the connection; the vendor does not act
  drop_after    lets the vendor act and then cuts the connection
  cut_body      lets the vendor act and cuts the connection in the middle of its answer
  hang          lets the vendor act and then says nothing, until the client has gone
  delay         only waits ``delay`` seconds of real time; the other kinds wait as well if they name a delay
"""

import re
from itertools import count
from threading import Lock
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

ANY = "*"
Kind = Literal["answer", "drop_before", "drop_after", "cut_body", "hang", "delay"]


class Fault(BaseModel):
    """An order for trouble; the first ``after`` matching requests pass, the next ``times`` are hit (None: all)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str = ANY
    path: str = ""
    kind: Kind = "answer"
    status: int = Field(default=503, ge=100, le=599)
    body: JsonValue = ""
    headers: dict[str, str] = {}
    times: int | None = Field(default=1, ge=1)
    after: int = Field(default=0, ge=0)
    delay: float = Field(default=0.0, ge=0, description="seconds of real time")

    @field_validator("path")
    @classmethod
    def _is_a_pattern(cls, path: str) -> str:
        try:
            re.compile(path)
        except re.error as wrong:
            raise ValueError(f"not a regular expression: {wrong}") from wrong
        return path

    def matches(self, method: str, path: str) -> bool:
        """Whether this request is meant; letter case does not matter."""
        return self.method.upper() in (ANY, method.upper()) and bool(re.search(self.path, path, re.IGNORECASE))


class _Armed:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.to_pass = fault.after
        self.to_hit = fault.times
        self.hits = 0

    def hit(self) -> bool:
        """Count one matching request; whether it is one of those to hit."""
        if self.to_pass:
            self.to_pass -= 1
            return False
        if self.to_hit == 0:
            return False
        if self.to_hit is not None:
            self.to_hit -= 1
        self.hits += 1
        return True


class Faults:
    """The armed faults, asked once per request in the order in which they were armed; safe from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ids = count(1)
        self._armed: dict[str, _Armed] = {}

    def add(self, fault: Fault) -> str:
        """Arm a fault and give its id."""
        with self._lock:
            fault_id = f"fault-{next(self._ids)}"
            self._armed[fault_id] = _Armed(fault)
            return fault_id

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, if any; the first one that hits wins."""
        with self._lock:
            matching = (armed for armed in self._armed.values() if armed.fault.matches(method, path))
            return next((armed.fault for armed in matching if armed.hit()), None)

    def hits(self, fault_id: str) -> int:
        """How many requests it has hit; raises KeyError for one that is not armed."""
        with self._lock:
            return self._armed[fault_id].hits

    def clear(self) -> None:
        """Disarm all of them."""
        with self._lock:
            self._armed.clear()
