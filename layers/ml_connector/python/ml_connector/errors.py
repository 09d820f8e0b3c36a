"""Everything that can go wrong, by what should happen next.

ConnectorError
  Retry              the workflow tries again, with jitter
    RateLimited        carries retry_after, the seconds the vendor asked for
    VendorDown         5xx, time-out, connection lost; carries retry_after when it is known to last (maintenance)
    ModelBusy          another run holds the lock of the Anaplan model
    CursorMoved        another run moved the cursor while this one was under way
    JournalBusy      another run works on the same journal, or what it sent may still be on its way
  Stop               a person must act; the message says who and how
    BadCredentials     refused password, revoked consent, wrong client
    ContractBroken     a vendor's answer, file or import is not what it has to be
    SettingsWrong      our own settings name something that is not there
    MembersUnknown     rows name members that their list lacks, and settings say to stop then
    Overtaken          another run has brought newer figures than this one would
  Rejected           rows the vendor refused; the message says which and why

Class names are what the state machines' ErrorEquals match, so renaming one is a change of the workflow.
Messages state the cause, the proof and the next step, and never a body or a secret.
"""


class ConnectorError(Exception):
    """The root of what this package raises on purpose."""


class Retry(ConnectorError):
    """Trying the same step again can succeed without a person."""


class RateLimited(Retry):
    """The vendor asked for a pause of ``retry_after`` seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class VendorDown(Retry):
    """The vendor did not answer, or answered that it cannot right now.

    retry_after   seconds before asking again makes sense; None when that may be at once
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelBusy(Retry):
    """Another run holds the lock of the Anaplan model."""


class CursorMoved(Retry):
    """The cursor is not at the version this run started from."""


class JournalBusy(Retry):
    """Another run works on the same journal, or what was sent to Xero may still be on its way."""


class Stop(ConnectorError):
    """A person must act before the same step can succeed."""


class BadCredentials(Stop):
    """The vendor refused who we say we are.

    spent   what is stored can never succeed again: a person must connect
    """

    def __init__(self, message: str, *, spent: bool = False) -> None:
        super().__init__(message)
        self.spent = spent


class ContractBroken(Stop):
    """What the vendor showed does not fit what it documents or what settings expect."""


class SettingsWrong(Stop):
    """Settings name something that cannot be right."""


class MembersUnknown(Stop):
    """Rows name members that their list does not have, and the dimension's policy is to stop."""


class Overtaken(Stop):
    """What this run has mapped is older than what another run has loaded since."""


class Rejected(ConnectorError):
    """Rows that the vendor refused."""
