"""Where webhooks go, how they stand, and the trouble that an operator makes with them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes, body_of
from infra.local.vendors.xero.webhooks.outbox import Outbox
from infra.local.vendors.xero.webhooks.sender import Sender
from infra.local.vendors.xero.webhooks.settings import Sending


class EventsOrder(BaseModel):
    """Events as they are, whatever they say: of kinds that are not invented yet, or of nobody."""

    model_config = ConfigDict(extra="forbid")

    events: list[dict[str, Any]]


def add_webhook_routes(routes: Routes, outbox: Outbox, sender: Sender) -> None:
    """GET and POST webhooks; POST webhooks/intent for the intent to receive; POST webhooks/events."""

    def read(_: Request) -> Response:
        return json_answer(_shown(outbox))

    def change(request: Request) -> Response:
        order = body_of(request, Sending)
        for field in order.model_fields_set - {"url"}:
            setattr(outbox.sending, field, getattr(order, field))
        if "url" in order.model_fields_set:
            outbox.aim(order.url)
            sender.start()
        return json_answer(_shown(outbox))

    def intent(_: Request) -> Response:
        outbox.validate()
        return json_answer(_shown(outbox))

    def events(request: Request) -> Response:
        for event in body_of(request, EventsOrder).events:
            outbox.tell(event)
        return json_answer(_shown(outbox))

    routes.add("GET", f"{PREFIX}/webhooks", read)
    routes.add("POST", f"{PREFIX}/webhooks", change)
    routes.add("POST", f"{PREFIX}/webhooks/intent", intent)
    routes.add("POST", f"{PREFIX}/webhooks/events", events)


def _shown(outbox: Outbox) -> Mapping[str, Any]:
    statuses = {str(status): outbox.posts.count(status) for status in sorted(set(outbox.posts))}
    return {**outbox.sending.model_dump(), "standing": outbox.standing, "idle": outbox.idle, "answers": statuses}
