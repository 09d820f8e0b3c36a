"""Whether what was sent has arrived."""

import pytest
from ml_connector.sync.prove import Loaded, Mapped, prove

MAPPED = Mapped(
    entity="UK",
    dataset="invoices",
    model="hub",
    workspace_id="8a81",
    model_id="75A4",
    attempt=0,
    documents=9,
    unchanged=0,
    rows=10,
    tombstones=0,
    quarantined=0,
    chunks=1,
)


def loaded(ok: int, ignored: int = 0, failed: int = 0, sent: int = 10, problems: tuple[str, ...] = ()) -> Loaded:
    return Loaded(
        entity="UK", dataset="invoices", rows_sent=sent, ok=ok, ignored=ignored, failed=failed, problems=problems
    )


def test_a_load_is_proven_when_every_row_is_in_the_model() -> None:
    """Only then may the cursor move."""
    assert prove(MAPPED, loaded(10)).proven


@pytest.mark.parametrize(
    ("result", "reason", "accounted"),
    [
        (loaded(9), "accounts for 9", False),
        (loaded(9, failed=1), "refused 1 and ignored 0", True),
        (loaded(9, ignored=1), "refused 0 and ignored 1", True),
        (loaded(9, sent=9), "10 rows were mapped but 9 sent", True),
        (loaded(10, problems=("the import was cancelled",)), "cancelled", True),
    ],
    ids=["lost", "refused", "ignored", "not all sent", "cancelled"],
)
def test_anything_less_is_not_proven_and_says_why(result: Loaded, reason: str, accounted: bool) -> None:  # noqa: FBT001 - a column of the table above
    """Anaplan calls an import with refused rows successful."""
    verdict = prove(MAPPED, result)

    assert not verdict.proven
    assert reason in verdict.reason
    assert verdict.accounted is accounted
