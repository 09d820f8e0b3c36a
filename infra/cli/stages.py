"""The six stages of the actuals flow in plain words, and how far each has come. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

State = Literal["waiting", "running", "done", "failed"]


@dataclass(slots=True)
class Stage:
    """One stage of one run.

    meaning     what happens in it
    functions   those of ``functions/`` that belong to it, the first one first
    done, total parts of the work; total is None until it is known
    now         what it is at, or what it came to
    """

    name: str
    meaning: str
    functions: tuple[str, ...]
    begun: datetime | None = None
    ended: datetime | None = None
    state: State = "waiting"
    calls: int = 0
    done: int = 0
    total: int | None = None
    now: str = ""

    @property
    def seconds(self) -> float:
        """From the first call to the last answer so far."""
        return (self.ended - self.begun).total_seconds() if self.begun and self.ended else 0.0


@dataclass(slots=True)
class Stages:
    """All stages of one run, in order."""

    prepare: Stage = field(
        default_factory=lambda: Stage("Prepare", "settings, cursors and the Anaplan model are looked up", ("prepare",))
    )
    pull: Stage = field(
        default_factory=lambda: Stage("Pull", "pages are read from Xero and parked as they came", ("pull_pages",))
    )
    map: Stage = field(
        default_factory=lambda: Stage(
            "Map", "documents become rows; what names no member is kept back", ("map_rows", "read_members")
        )
    )
    load: Stage = field(
        default_factory=lambda: Stage(
            "Load",
            "rows go into Anaplan, lists before facts",
            ("check_import", "align_list", "upload_chunks", "start_import", "poll_import", "read_result"),
        )
    )
    prove: Stage = field(
        default_factory=lambda: Stage(
            "Prove", "rows are read back and accounted for, books compared", ("read_back", "prove_loads", "prove_books")
        )
    )
    commit: Stage = field(
        default_factory=lambda: Stage("Commit", "cursors move, the model is unlocked", ("commit_run",))
    )

    def all(self) -> list[Stage]:
        """In order."""
        return [self.prepare, self.pull, self.map, self.load, self.prove, self.commit]

    def of(self, function: str) -> Stage | None:
        """The stage that a function belongs to."""
        return next((stage for stage in self.all() if function in stage.functions), None)
