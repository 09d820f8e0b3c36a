"""The operator's paths that all simulators share: journal, faults and clock, below ``/__admin__``."""

from datetime import timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.faults import Fault, Faults
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.journal import Journal
from infra.local.vendors.common.routes import Routes, body_of

PREFIX = "/__admin__"


class ClockOrder(BaseModel):
    """How to move the clock: exactly one of the three."""

    model_config = ConfigDict(extra="forbid")

    advance: float | None = Field(default=None, description="seconds")
    set: AwareDatetime | None = None
    speed: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_one_order(self) -> "ClockOrder":
        if len(self.model_fields_set) != 1:
            raise ValueError('give exactly one of "advance" (seconds), "set" (ISO instant with zone), "speed" (factor)')
        return self

    def move(self, clock: Clock) -> None:
        """Do it."""
        if self.advance is not None:
            clock.advance(timedelta(seconds=self.advance))
        if self.set is not None:
            clock.set(self.set)
        if self.speed is not None:
            clock.speed(self.speed)


def common_routes(*, clock: Clock, journal: Journal, faults: Faults) -> Routes:
    """The shared admin routes; a simulator adds its own to the result."""
    routes = Routes()
    _journal_routes(routes, journal)
    _fault_routes(routes, faults)
    _clock_routes(routes, clock)
    return routes


def _journal_routes(routes: Routes, journal: Journal) -> None:
    def read(request: Request) -> Response:
        since = request.args.get("since", default=0, type=int)
        return json_answer({"requests": [entry._asdict() for entry in journal.entries(since)]})

    def clear(_: Request) -> Response:
        journal.clear()
        return Response(status=204)

    routes.add("GET", f"{PREFIX}/journal", read)
    routes.add("DELETE", f"{PREFIX}/journal", clear)


def _fault_routes(routes: Routes, faults: Faults) -> None:
    def arm(request: Request) -> Response:
        return json_answer({"id": faults.add(body_of(request, Fault))}, 201)

    def clear(_: Request) -> Response:
        faults.clear()
        return Response(status=204)

    routes.add("POST", f"{PREFIX}/faults", arm)
    routes.add("DELETE", f"{PREFIX}/faults", clear)


def _clock_routes(routes: Routes, clock: Clock) -> None:
    def read(_: Request) -> Response:
        return json_answer({"now": clock.now().isoformat()})

    def move(request: Request) -> Response:
        body_of(request, ClockOrder).move(clock)
        return read(request)

    routes.add("GET", f"{PREFIX}/clock", read)
    routes.add("POST", f"{PREFIX}/clock", move)
