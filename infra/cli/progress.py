"""Follows a run step by step and says how far each stage has come. Pure; the same for both homes.

Only calls and answers of functions are read, because those are what every home tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ml_connector import plain

from infra.cli.answers import Committed, Mapped, Place, Plan, Proofs, Pulled
from infra.cli.stages import Stage, Stages
from infra.local.home import Step

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setback:
    """A function raised; the workflow may try again."""

    stage: str
    error: str
    message: str


class Progress:
    """What is known of a run so far.

    load_seconds   by entity and dataset: from the look at its import to the result
    setbacks       everything that was raised, in order
    """

    def __init__(self) -> None:
        self.stages = Stages()
        self.load_seconds: dict[Key, float] = {}
        self.setbacks: list[Setback] = []
        self._pulled: dict[Key, Pulled] = {}
        self._mapped: dict[Key, Mapped] = {}
        self._order: list[Key] = []
        self._load_begun: datetime | None = None
        self._readers: dict[tuple[str, str], Callable[[Step], None]] = {
            ("answered", "prepare"): self._prepared,
            ("answered", "pull_pages"): self._pages,
            ("answered", "map_rows"): self._rows,
            ("called", "check_import"): self._load_begins,
            ("called", "upload_chunks"): self._uploading,
            ("called", "start_import"): self._importing,
            ("answered", "read_result"): self._load_ends,
            ("answered", "prove_loads"): self._proven,
            ("answered", "commit_run"): self._committed,
        }

    def see(self, step: Step) -> None:
        """Take one more step into account; to be called in order."""
        stage = self.stages.of(step.name)
        if stage is None or step.kind not in ("called", "answered", "raised"):
            return
        self._touch(stage, step)
        if reader := self._readers.get((step.kind, step.name)):
            reader(step)

    def finish(self, *, well: bool) -> None:
        """The run is over: no stage is running any more."""
        for stage in self.stages.all():
            if stage.state == "running":
                stage.state = "done" if well else "failed"

    def _touch(self, stage: Stage, step: Step) -> None:
        stage.begun = stage.begun or step.at
        stage.ended = step.at
        stage.calls += step.kind == "called"
        if stage.state == "waiting":
            self._begin(stage)
        if step.kind == "raised":
            self.setbacks.append(Setback(stage.name, step.error or "", step.message or ""))

    def _begin(self, stage: Stage) -> None:
        stages = self.stages.all()
        for earlier in stages[: stages.index(stage)]:
            # Facts are mapped when lists are loaded already: the map is done when all of it is.
            if earlier.state != "failed" and earlier.done >= (earlier.total or 0):
                earlier.state = "done"
        stage.state = "running"

    def _prepared(self, step: Step) -> None:
        plan = plain.read(Plan, step.data)
        self._order = [load.key for load in plan.loads]
        self.stages.prepare.now = f"{len(plan.pulls)} passes over Xero, {len(plan.loads)} loads"
        self.stages.pull.total, self.stages.map.total = len(plan.pulls), len(plan.loads)

    def _pages(self, step: Step) -> None:
        pulled = plain.read(Pulled, step.data)
        self._pulled[pulled.pull.key] = pulled
        passes, stage = list(self._pulled.values()), self.stages.pull
        stage.done = sum(one.done for one in passes)
        documents = sum(one.position.documents for one in passes)
        stage.now = f"{_many(documents, 'document')} in {_many(sum(one.position.calls for one in passes), 'call')}"
        if pulled.wait_seconds:
            stage.now += f"; {pulled.pull.entity} {pulled.pull.dataset} wait {pulled.wait_seconds} s, as Xero asks"

    def _rows(self, step: Step) -> None:
        mapped = plain.read(Mapped, step.data)
        self._mapped[mapped.key] = mapped
        everything, stage = self._mapped.values(), self.stages.map
        stage.done = len(everything)
        rows, kept = sum(one.rows for one in everything), sum(one.quarantined for one in everything)
        stage.now = f"{_many(rows, 'row')} to send, {kept:,} in quarantine"
        self.stages.load.total = sum(one.rows > 0 for one in everything)

    def _load_begins(self, step: Step) -> None:
        self._load_begun = self._load_begun or step.at
        self._say_load("is its import as it should be?")

    def _uploading(self, _: Step) -> None:
        self._say_load("uploading")

    def _importing(self, _: Step) -> None:
        self._say_load("Anaplan imports")

    def _say_load(self, what: str) -> None:
        loads = [mapped for key in self._order if (mapped := self._mapped.get(key)) and mapped.rows]
        at = loads[self.stages.load.done]
        self.stages.load.now = f"{at.entity} {at.dataset}, {_many(at.rows, 'row')}: {what}"

    def _load_ends(self, step: Step) -> None:
        loaded, stage = plain.read(Place, step.data), self.stages.load
        if self._load_begun:
            self.load_seconds[loaded.key] = (step.at - self._load_begun).total_seconds()
        self._load_begun = None
        stage.done += 1
        stage.now = f"{_many(stage.done, 'file')} imported"

    def _proven(self, step: Step) -> None:
        verdicts = [proof.proven for proof in plain.read(Proofs, step.data).proofs]
        self.stages.prove.now = f"{sum(verdicts)} of {len(verdicts)} loads proven"
        if not all(verdicts):
            self.stages.prove.state = "failed"

    def _committed(self, step: Step) -> None:
        proven = plain.read(Committed, step.data).proven
        self.stages.commit.now = "all cursors moved" if proven else "only the cursors of proven loads moved"
        self.stages.commit.state = "done"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
