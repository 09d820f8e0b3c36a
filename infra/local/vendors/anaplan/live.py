"""A model in use: what it holds, the files and dumps of its users, and the tasks that run on it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from infra.local.vendors.anaplan.actions.outcome import Outcome
from infra.local.vendors.anaplan.actions.run import Runner
from infra.local.vendors.anaplan.large_reads import LargeReads
from infra.local.vendors.anaplan.state.dumps import Dumps
from infra.local.vendors.anaplan.state.files import PrivateFiles
from infra.local.vendors.anaplan.state.model import Action, Import, Model, Process
from infra.local.vendors.anaplan.state.waking import Waking
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.tasks.queue import TaskQueue
from infra.local.vendors.anaplan.tasks.task import Kind, Parent, Step, Task
from infra.local.vendors.anaplan.users import User
from infra.local.vendors.common.clock import Clock


class LiveModel:
    """One model with everything that surrounds it."""

    def __init__(self, model: Model, clock: Clock, switches: Switches) -> None:
        self.model = model
        self.files = PrivateFiles(clock, switches)
        self.dumps = Dumps(clock)
        self.queue = TaskQueue(clock, switches)
        self.waking = Waking(clock)
        self.large_reads = LargeReads(clock, switches)
        self._clock = clock
        self._switches = switches
        self._rows_to_lose: dict[str, int] = {}
        self._runner = Runner(model, self.files, self._lost_rows, switches)

    def now(self) -> datetime:
        """The simulated instant."""
        return self._clock.now()

    def runnables(self, kind: Kind) -> Mapping[str, Action | Process]:
        """What can be started below a path of that name, by id."""
        model = self.model
        by_kind: Mapping[Kind, Mapping[str, Action | Process]] = {
            "imports": model.imports,
            "exports": model.exports,
            "actions": model.deletions,
            "processes": model.processes,
        }
        return by_kind[kind]

    def start(self, kind: Kind, runnable: Action | Process, user: User) -> Task:
        """A new task, also if the same thing is running already."""
        actions = runnable.actions if isinstance(runnable, Process) else (runnable,)
        steps = tuple(Step(action.id, action.name, self._running(action, user)) for action in actions)
        return self._submit(Parent(kind, runnable.id, runnable.name), user, self._switches.task_seconds, steps)

    def occupy(self, seconds: float, user: User) -> Task:
        """A task that changes nothing and takes its time: somebody else's long import of the first import action."""
        action = next(iter(self.model.imports.values()))
        step = Step(action.id, action.name, lambda _: Outcome(successful=True))
        return self._submit(Parent("imports", action.id, action.name), user, seconds, (step,))

    def lose_rows(self, action: Import, rows: int) -> None:
        """Let the next run of an import drop its last rows while it reports them as stored."""
        self._rows_to_lose[action.id] = rows

    def _submit(self, parent: Parent, user: User, seconds: float, steps: tuple[Step, ...]) -> Task:
        now = self._clock.now()
        due = now + timedelta(seconds=self._switches.queue_seconds)
        return self.queue.submit(Task(parent, user.id, user.email, now, due, seconds, steps))

    def _running(self, action: Action, user: User) -> Callable[[str], Outcome]:
        def run(task_id: str) -> Outcome:
            outcome = self._runner.run(action, user.id)
            if outcome.dump is not None or outcome.clean:
                self.dumps.keep(user.id, action.id, task_id, outcome.dump)
            return outcome

        return run

    def _lost_rows(self, action: Import) -> int:
        return self._rows_to_lose.pop(action.id, 0)
