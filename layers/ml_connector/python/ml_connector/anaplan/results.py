"""What a task of Anaplan achieved, with one entry per action that ran.

``successful: true`` only says that the action ran to its end. Rows can have failed all the same, so whoever asks
whether a load is complete looks at the counts, the findings and the dump of every action.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ml_connector.anaplan.codes import CodeKind
from ml_connector.anaplan.counts import NOTHING_SAID, RowCounts
from ml_connector.errors import ContractBroken


class TaskState(Struct, frozen=True):
    """How far a task is.

    state     NOT_STARTED, IN_PROGRESS, COMPLETE, CANCELLING, CANCELLED, or one that Anaplan adds
    progress  0 to 1
    created   when the task was accepted, aware UTC

    Source: Anaplan, "Check the status of the import action".
    """

    task_id: str
    state: str
    step: str = ""
    progress: float = 0.0
    created: datetime | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the task was stopped before its end."""
        return self.state == "CANCELLED"

    @property
    def done(self) -> bool:
        """Whether the task will not change any more."""
        return self.state in ("COMPLETE", "CANCELLED")


class Finding(Struct, frozen=True):
    """One code of a result, with Anaplan's own words (cut to a sensible length) and what to do."""

    code: str
    kind: CodeKind
    text: str = ""
    occurrences: int = 0
    remedy: str = ""


class ActionResult(Struct, frozen=True):
    """What one import achieved, alone or as a part of a process.

    object_id  the action's id, under which a process keeps its dump
    rows       None in a field says that Anaplan does not say; a clean part of a process often comes without any
    in_cells   the counts may be of cells and not of rows: Anaplan describes those of module imports so
    """

    object_id: str
    successful: bool
    name: str = ""
    rows: RowCounts = NOTHING_SAID
    in_cells: bool = False
    findings: tuple[Finding, ...] = ()
    dump_available: bool = False

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that are not plain statements of what was done."""
        return _bad(self.findings)

    @property
    def clean(self) -> bool:
        """Whether nothing in the result hints at a row that was not taken as sent."""
        refused = (self.rows.failed or 0) + (self.rows.warned or 0)
        return self.successful and not refused and not self.problems and not self.dump_available

    def completed(self, sent: int, dumped: int) -> RowCounts:
        """The counts of rows, with what Anaplan leaves out filled in from what else is known.

        sent     rows in the uploaded file
        dumped   rows found in the action's failure dump, 0 when there was none
        """
        known_as_rows = self.rows.ok is not None and (not self.in_cells or self.rows.accounts_for(sent))
        if known_as_rows:
            return self.rows
        failed = dumped if self.successful else sent
        return RowCounts(total=sent, ok=sent - failed, warned=0, failed=failed, ignored=0)


class TaskResult(Struct, frozen=True):
    """What a finished task achieved.

    actions    one entry per action that ran, in order; one for a plain import
    findings   what Anaplan says about a process as a whole
    not_run    the names of actions of the process for which there is no result
    """

    task_id: str
    state: str
    successful: bool
    step: str = ""
    cancelled_by: str = ""
    actions: tuple[ActionResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_run: tuple[str, ...] = ()

    @property
    def cancelled(self) -> bool:
        """Whether the task was stopped before its end."""
        return self.state == "CANCELLED"

    @property
    def clean(self) -> bool:
        """Whether every action ran and nothing hints at a row that was not taken as sent."""
        ran = self.successful and not self.cancelled and not self.not_run
        return ran and all(action.clean for action in self.actions)

    @property
    def failed(self) -> bool:
        """Whether the task as a whole did not do its work; single refused rows do not count."""
        ran = self.successful and not self.cancelled and not self.not_run
        return not ran or not all(action.successful for action in self.actions)

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Every finding of the whole task that is not a plain statement of what was done."""
        return (*_bad(self.findings), *(finding for action in self.actions for finding in action.problems))

    def require_success(self, action: str) -> None:
        """Do nothing if the task did its work, even with single rows refused.

        action   the name of what was run, for the message
        raises   ContractBroken saying what happened, by which codes, and what to do about it
        """
        if self.failed:
            raise ContractBroken(f"Anaplan: '{action}' {self._what_happened()}; {self._what_to_do()}")

    def _what_happened(self) -> str:
        if self.cancelled:
            by = f" by {self.cancelled_by}" if self.cancelled_by else ""
            return f"(task {self.task_id}) was cancelled{by}, so none or not all of its rows are in the model"
        refused = [action.name or action.object_id for action in self.actions if not action.successful]
        parts = [
            f"(task {self.task_id}) failed",
            f"in {_quoted(refused)}" if refused else "",
            f"before {_quoted(self.not_run)} could run" if self.not_run else "",
            f"with {', '.join(dict.fromkeys(f.code for f in self.problems))}" if self.problems else "",
            f"at the step '{self.step}'" if self.step and not self.problems else "",
        ]
        return " ".join(part for part in parts if part)

    def _what_to_do(self) -> str:
        if self.cancelled:
            return "ask in Anaplan why, then run the load again"
        remedies = dict.fromkeys(finding.remedy for finding in self.problems if finding.remedy)
        return "; ".join(remedies) or "run it by hand in Anaplan to see the reason"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _bad(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(f for f in findings if f.kind != "completion")
