"""The first load of the demo firm, and both sides as they were right after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.workflows.compare import Sides, sides
from tests.workflows.rig import Rig
from tests.workflows.run import Told


@dataclass(frozen=True)
class FirstLoad:
    """holder: who still had the model."""

    told: Told
    sides: Mapping[str, Sides]
    holder: str | None


def load_the_firm(rig: Rig) -> FirstLoad:
    """Load both companies into the empty model."""
    told = rig.run("UK", "NZ")
    assert told.succeeded, told.why
    return FirstLoad(told, {entity: sides(rig, entity) for entity in ("UK", "NZ")}, rig.kept.holder())
