"""What is read of the functions' answers, and no more: a command may look at runs of an older or newer deployment."""

from pydantic import BaseModel, ConfigDict


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Place(_Answer):
    """One dataset of one entity."""

    entity: str
    dataset: str

    @property
    def key(self) -> tuple[str, str]:
        """For look-ups."""
        return self.entity, self.dataset


class LoadStage(_Answer):
    """What is mapped and loaded together."""

    loads: tuple[Place, ...]


class Plan(_Answer):
    """Of ``prepare``."""

    pulls: tuple[Place, ...]
    stages: tuple[LoadStage, ...]

    @property
    def loads(self) -> list[Place]:
        """All loads in order."""
        return [load for stage in self.stages for load in stage.loads]


class Position(_Answer):
    """How much a pass has read."""

    documents: int
    calls: int


class Pulled(_Answer):
    """Of ``pull_pages``: where a pass stands."""

    pull: Place
    position: Position
    done: bool
    wait_seconds: int


class Mapped(Place):
    """Of ``map_rows``."""

    rows: int
    quarantined: int


class Proof(_Answer):
    """The verdict on one load."""

    proven: bool


class Proofs(_Answer):
    """Of ``prove_loads``."""

    proofs: tuple[Proof, ...]


class Committed(_Answer):
    """Of ``commit_run``."""

    proven: bool
