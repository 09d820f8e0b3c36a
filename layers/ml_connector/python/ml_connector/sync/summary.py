"""What a run came to, for the operator, the auditor and the next state."""

from collections.abc import Mapping, Sequence

from msgspec.structs import asdict

from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.outcome import BooksOutcome
from ml_connector.sync.prove import Loaded, Mapped, Proof


class Result(Payload, frozen=True, kw_only=True):
    """One dataset of one entity.

    documents   pulled or returned, each counted once
    returned    of these, those that earlier runs had kept back and that could be loaded now
    unchanged   of these, as the model holds them already
    suspense    rows that were sent on a suspense member
    """

    entity: str
    dataset: str
    documents: int
    returned: int = 0
    unchanged: int
    rows_sent: int
    ok: int
    ignored: int
    failed: int
    quarantined: int
    suspense: int
    tombstones: int
    xero_calls: int

    @property
    def counts(self) -> dict[str, int]:
        """The figures by name."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}


class Summary(Payload, frozen=True, kw_only=True):
    """The end of a run.

    proven        every load is proven, and so every cursor has moved
    accounted     every row that was sent is known to be in, ignored or refused
    books_proven  nothing that the trial balances moved is unexplained
    cause         why it is not proven, one sentence per load and per entity
    """

    proven: bool
    accounted: bool
    books_proven: bool = True
    cause: str
    results: tuple[Result, ...]


def summarize(
    mapped: Sequence[Mapped],
    loaded: Sequence[Loaded],
    proofs: Sequence[Proof],
    calls: Mapping[tuple[str, str], int],
    books: Sequence[BooksOutcome] = (),
) -> Summary:
    """Join what is known of each load; the sequences stand in the same order.

    calls   Xero calls by entity and dataset
    books   the verdicts on the books
    """
    unproven = [proof for proof in proofs if not proof.proven]
    flawed = [one for one in books if not one.proven]
    causes = [f"{proof.entity} {proof.dataset}: {proof.reason}" for proof in unproven]
    return Summary(
        proven=not unproven,
        accounted=all(proof.accounted for proof in proofs),
        books_proven=not flawed,
        cause="; ".join([*causes, *(f"{one.entity} books: {one.reason}" for one in flawed)]),
        results=tuple(_result(m, x, calls) for m, x in zip(mapped, loaded, strict=True)),
    )


def _result(mapped: Mapped, loaded: Loaded, calls: Mapping[tuple[str, str], int]) -> Result:
    return Result(
        entity=mapped.entity,
        dataset=mapped.dataset,
        documents=mapped.documents,
        returned=mapped.returned,
        unchanged=mapped.unchanged,
        rows_sent=loaded.rows_sent,
        ok=loaded.ok,
        ignored=loaded.ignored,
        failed=loaded.failed,
        quarantined=mapped.quarantined,
        suspense=mapped.suspense,
        tombstones=mapped.tombstones,
        xero_calls=calls.get((mapped.entity, mapped.dataset), 0),
    )
