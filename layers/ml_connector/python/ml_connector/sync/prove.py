"""Whether what was sent has arrived: every row accounted for, and none refused."""

from ml_connector.sync.payload import Payload, Target
from ml_connector.sync.proof.readback import ReadBack


class Mapped(Target, frozen=True, kw_only=True):
    """What mapping one dataset of one entity came to.

    attempt   of the run in which it was mapped, which names the chunks
    cursor    the version of the cursor when it was mapped: if another run moves it, these rows are old
    returned  documents that earlier runs had kept back, among ``documents``
    fence     of the model's lock then: if another run loads the same under a later one, these rows are old too
    """

    attempt: int
    cursor: int = 0
    fence: int = 0
    documents: int
    returned: int = 0
    unchanged: int
    rows: int
    tombstones: int
    quarantined: int
    suspense: int = 0
    chunks: int


class Loaded(Payload, frozen=True):
    """What Anaplan said of one load; the figures are those of the action that holds the data.

    dumps       keys of the failure dumps
    read_back   what reading the lines back has come to; None: settings name nothing to read
    """

    entity: str
    dataset: str
    rows_sent: int
    ok: int
    ignored: int
    failed: int
    task: str | None = None
    dumps: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    read_back: ReadBack | None = None

    @property
    def accounted(self) -> bool:
        """Whether every row that was sent is known to be in, ignored or refused."""
        return self.rows_sent == self.ok + self.ignored + self.failed


class Proof(Payload, frozen=True):
    """The verdict on one load."""

    entity: str
    dataset: str
    proven: bool
    accounted: bool
    reason: str


def prove(mapped: Mapped, loaded: Loaded) -> Proof:
    """A load is proven when each of its rows is in the model; the cursor moves only then."""
    reason = _flaw(mapped, loaded)
    return Proof(
        entity=mapped.entity,
        dataset=mapped.dataset,
        proven=not reason,
        accounted=loaded.accounted,
        reason=reason or "every row is in the model",
    )


def _flaw(mapped: Mapped, loaded: Loaded) -> str:
    if loaded.problems:
        return "; ".join(loaded.problems)
    if mapped.rows != loaded.rows_sent:
        return f"{mapped.rows} rows were mapped but {loaded.rows_sent} sent"
    if not loaded.accounted:
        known = loaded.ok + loaded.ignored + loaded.failed
        return f"{loaded.rows_sent} rows were sent but Anaplan accounts for {known}"
    if loaded.failed or loaded.ignored:
        return (
            f"Anaplan refused {loaded.failed} and ignored {loaded.ignored} of {loaded.rows_sent} rows; "
            "the dump names each one with its reason"
        )
    return loaded.read_back.flaw if loaded.read_back else ""
