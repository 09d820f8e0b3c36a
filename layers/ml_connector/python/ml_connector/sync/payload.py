"""What travels between the states of a flow: the shape that all of it has, and the units of work."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Payload(BaseModel):
    """What travels between states; anything unexpected in it is a mistake."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


class Pull(Payload):
    """One pass over a dataset of an entity; ``since`` None reads everything.

    priority   backfill: all that ever was, or more than the delta; it leaves calls of the day to others
    """

    entity: str
    dataset: str
    since: AwareDatetime | None
    priority: Literal["first", "scheduled", "backfill"] = "scheduled"


class Target(Payload):
    """One dataset of one entity on its way into an Anaplan model.

    model   the entry of ``anaplan.models``; the ids are what it was found to be in this run
    """

    entity: str
    dataset: str
    model: str
    workspace_id: str
    model_id: str
