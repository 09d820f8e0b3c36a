"""A run while it lasts: stages that fill up on a terminal, one plain line per finished stage anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live

from infra.cli.progress import Progress
from infra.cli.stages import Stage
from infra.cli.tables import stages
from infra.local.home import Ending, Run, Step

_LONGEST = 90_000.0  # longer than any workflow may take
_REFRESHES = 8


def watch(run: Run, console: Console, every: float) -> tuple[Ending, Progress]:
    """Follow a run to its end; what it is at is shown on ``console``.

    every    seconds between two looks
    """
    progress = Progress()
    with _live(progress, console) if console.is_terminal else _plain(progress, console) as tell:
        ending = run.watch(tell.see, _LONGEST, every)
        progress.finish(well=ending.status == "SUCCEEDED")
        tell.done()
    return ending, progress


class _Teller:
    """Passes steps on."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def see(self, step: Step) -> None:
        """One more step."""
        self.progress.see(step)

    def done(self) -> None:
        """There will be no more."""


class _LineTeller(_Teller):
    """Says each stage and each setback once, for logs and pipes."""

    def __init__(self, progress: Progress, console: Console) -> None:
        super().__init__(progress)
        self._console = console
        self._told: set[str] = set()
        self._setbacks = 0

    def see(self, step: Step) -> None:
        super().see(step)
        self.done()

    def done(self) -> None:
        for setback in self.progress.setbacks[self._setbacks :]:
            self._say(f"{setback.stage:<8} {setback.error}: {setback.message}")
        self._setbacks = len(self.progress.setbacks)
        for stage in self.progress.stages.all():
            if stage.state in ("done", "failed") and stage.name not in self._told:
                self._told.add(stage.name)
                self._say(f"{stage.name:<8} {stage.meaning}: {_outcome(stage)} ({stage.seconds:.1f} s)")

    def _say(self, text: str) -> None:
        self._console.print(text, soft_wrap=True)


def _outcome(stage: Stage) -> str:
    if stage.state == "failed":
        return f"failed at {stage.now}" if stage.now else "failed"
    return stage.now or stage.state


@contextmanager
def _plain(progress: Progress, console: Console) -> Iterator[_Teller]:
    yield _LineTeller(progress, console)


@contextmanager
def _live(progress: Progress, console: Console) -> Iterator[_Teller]:
    with Live(get_renderable=lambda: stages(progress), console=console, refresh_per_second=_REFRESHES):
        yield _Teller(progress)
