"""The calls that a run would take."""

from ml_connector.settings.proof import Proof
from ml_connector.sync.forecast import Calls, of_proof
from ml_connector.sync.proof.entries import LEDGER


def told(loaded: tuple[str, ...], **options: object) -> dict[str, tuple[int, int]]:
    found: list[Calls] = [*of_proof("UK", Proof.model_validate({"books": True, **options}), 3, loaded, len(loaded))]
    return {one.purpose: (one.least, one.most) for one in found}


def test_reports_are_certain_and_what_only_a_difference_asks_for_is_not() -> None:
    """A number that holds in every case is a promise; one that may be is told as such."""
    assert told(LEDGER) == {"trial_balance": (3, 3), "moved_on": (0, len(LEDGER))}


def test_each_dataset_that_is_not_loaded_may_be_looked_for_once() -> None:
    """Its documents may account for a difference."""
    assert told(LEDGER[:2])["not_loaded"] == (0, len(LEDGER) - 2)


def test_journals_take_a_call_at_least_and_never_more_than_settings_allow() -> None:
    """How many are new is known only to who asks."""
    assert told(LEDGER, journals=True, journal_calls=7)["journals"] == (1, 7)
