"""What is read of the functions' answers, and no more: a command may look at runs of an older or newer deployment."""

from msgspec import Struct


class Place(Struct, frozen=True):
    """One dataset of one entity."""

    entity: str
    dataset: str

    @property
    def key(self) -> tuple[str, str]:
        """For look-ups."""
        return self.entity, self.dataset


class LoadStage(Struct, frozen=True):
    """What is mapped and loaded together."""

    loads: tuple[Place, ...]


class Plan(Struct, frozen=True):
    """Of ``prepare``."""

    pulls: tuple[Place, ...]
    stages: tuple[LoadStage, ...]

    @property
    def loads(self) -> list[Place]:
        """All loads in order."""
        return [load for stage in self.stages for load in stage.loads]


class Position(Struct, frozen=True):
    """How much a pass has read."""

    documents: int
    calls: int


class Pulled(Struct, frozen=True):
    """Of ``pull_pages``: where a pass stands."""

    pull: Place
    position: Position
    done: bool
    wait_seconds: int


class Mapped(Place, frozen=True):
    """Of ``map_rows``."""

    rows: int
    quarantined: int


class Proof(Struct, frozen=True):
    """The verdict on one load."""

    proven: bool


class Proofs(Struct, frozen=True):
    """Of ``prove_loads``."""

    proofs: tuple[Proof, ...]


class Committed(Struct, frozen=True):
    """Of ``commit_run``."""

    proven: bool
