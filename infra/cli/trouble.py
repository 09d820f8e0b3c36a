"""Whatever went wrong, as a name, a cause and a next step. Pure; knows no console.

A stack trace is for bugs: what the connector raises on purpose is told in words.
"""

import botocore.exceptions as aws
from ml_connector.errors import (
    BadCredentials,
    ConnectorError,
    ContractBroken,
    CursorMoved,
    JournalBusy,
    MembersUnknown,
    ModelBusy,
    Overtaken,
    RateLimited,
    Rejected,
    SettingsWrong,
    VendorDown,
)
from msgspec import Struct

from infra.cli.statuses import Status
from infra.local.demo.ledger import NothingSuits
from infra.local.vendors.xero.books.folder import FolderWrong


class Trouble(Struct, frozen=True):
    """error: the class; cause: what happened, with its proof; next_step: what a person does about it."""

    error: str
    cause: str
    next_step: str


class Misuse(Exception):
    """The command line asks for something that is not there; says what, and ``next_step`` what to do."""

    def __init__(self, cause: str, next_step: str) -> None:
        super().__init__(cause)
        self.next_step = next_step


class FunctionFailed(Exception):
    """A function that was asked raised an error of this class."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


_LATER = "Start the run again later: no cursor has moved, so nothing is missed"
_REPORT = "This is not foreseen: look at the function's log under this run, and report it with --verbose"
_NEXT_STEPS: dict[str, str] = {
    BadCredentials.__name__: (
        "Mend what the cause names, mostly the login: `ml-connector connections` tells which, `ml-connector connect` "
        "makes it anew; then start again"
    ),
    ContractBroken.__name__: "Mend what the cause names, at the vendor or in settings, then start the run again",
    ModelBusy.__name__: "Wait for the run that holds the model (see `ml-connector runs list`), then start again",
    JournalBusy.__name__: "Wait for the run that the cause names, then start again: what is posted is not posted twice",
    RateLimited.__name__: _LATER,
    VendorDown.__name__: _LATER,
    CursorMoved.__name__: "Start the run again: another run has brought these changes meanwhile, or goes on doing so",
    SettingsWrong.__name__: "Correct the settings and look at them with `ml-connector settings check FILE`",
    MembersUnknown.__name__: (
        "Add the member to the list in Anaplan, or correct the document or the mapping; `ml-connector map check` shows "
        "all that is unknown; then start the run again"
    ),
    Overtaken.__name__: "Start a new run: it begins where the other one has ended",
    Rejected.__name__: "Mend the rows that the cause names in Xero; the edit brings them with the next run",
    FolderWrong.__name__: "Name a folder with an organisation.json, or one with such folders in it",
    NothingSuits.__name__: "Take a larger --scale",
    "PlanNotPosted": (
        "Mend what the cause names, in Anaplan, Xero or settings, then run the plan again: what is posted is not "
        "posted twice"
    ),
    "RowsNotProven": (
        "Mend what the quarantine and the failure dumps name, then start again: the cursors of these datasets have "
        "not moved, so the same rows are sent again"
    ),
    "BooksNotProven": (
        "Look at `ml-connector proof show RUN --html FILE`: it names accounts and months. The rows are in the model; "
        "the next run pulls these months again by date, so start one, and look into Xero for what differs after it"
    ),
    "States.Timeout": "See which stage took too long, then start the run again: no cursor has moved",
    "Aborted": "Start the run again: no cursor has moved",
}


def next_step(error: str) -> str:
    """What to do about an error of this class."""
    return _NEXT_STEPS.get(error, _REPORT)


def trouble(error: Exception) -> tuple[Trouble, Status] | None:
    """The error in words with the exit status it deserves; None for a bug."""
    name = type(error).__name__
    match error:
        case Misuse():
            return Trouble(error=name, cause=str(error), next_step=error.next_step), Status.MISUSED
        case SettingsWrong() | FolderWrong() | NothingSuits():
            return Trouble(error=name, cause=str(error), next_step=next_step(name)), Status.MISUSED
        case ConnectorError():
            return Trouble(error=name, cause=str(error), next_step=next_step(name)), Status.BADLY
        case FunctionFailed():
            return Trouble(error=error.error, cause=str(error), next_step=next_step(error.error)), Status.BADLY
        case aws.BotoCoreError() | aws.ClientError():
            return Trouble(error=name, cause=str(error), next_step=_aws_step(error)), Status.BADLY
    return None


def _aws_step(error: Exception) -> str:
    if isinstance(error, aws.EndpointConnectionError | aws.ConnectionClosedError):
        return "Start the local home with `ml-connector local up`, or leave out --home and ML_CONNECTOR_HOME for AWS"
    if isinstance(error, aws.NoCredentialsError | aws.NoRegionError | aws.PartialCredentialsError):
        return "Sign in to AWS and name a region, or name a local home with --home or ML_CONNECTOR_HOME"
    return "See whether this account and region hold the stack and you may use it; --stack names another one"
