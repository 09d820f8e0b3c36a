"""Exactly the right journals, whoever dies, whenever, and whoever else is at it."""

import random
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from ml_connector.errors import JournalBusy, Rejected
from ml_connector.sync.plan.journals import Journal
from msgspec.structs import replace

from tests.unit.sync.plan.world import Death, Killed, World, as_shown, journal, wanted

SEEDS = 1_000
PAUSES = (0, 1, 45, 290, 301, 361, 1_000, 86_400, 400_000)
"""Seconds between two attempts: at once, inside and outside of an Idempotency-Key's life, days."""


def finish(world: World, wish: Journal, run: str) -> str:
    """Call again as a workflow does, until it comes to an end."""
    for _ in range(20):
        try:
            return world.settle(wish, run).result
        except JournalBusy:
            world.now += timedelta(minutes=2)
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("tens", range(10))
def test_a_thousand_kills_and_repeats_leave_exactly_the_right_journals(tens: int) -> None:
    """One journal too many is a wrong result in somebody's books; one too few is a plan that nobody sees."""
    for seed in range(tens * SEEDS // 10, (tens + 1) * SEEDS // 10):
        dice, world = random.Random(seed), World()  # noqa: S311  (a seeded story)
        for story in range(dice.randint(1, 4)):
            wish = journal(
                dice.choice(["0", "10", "20", "30.05"]),
                reversing=dice.random() < 0.5,
                status=dice.choice(["DRAFT", "POSTED"]),
                parts=dice.randint(1, 2),
            )
            for attempt in range(dice.randint(0, 4)):
                world.death = Death(dice.randint(1, 24))
                run = f"r-{story}" if dice.random() < 0.7 else f"r-{story}-{attempt}"
                try:
                    world.settle(wish, run)
                except (Killed, JournalBusy):
                    world.now += timedelta(seconds=dice.choice(PAUSES))
            world.death = Death()

            finish(world, wish, f"r-{story}")
            again = finish(world, wish, f"r-{story}-replay")

            assert world.living() == wanted(wish), f"seed {seed}"
            assert again == "unchanged", f"seed {seed}"


@pytest.mark.parametrize("moment", range(1, 20))
def test_two_runs_for_one_key_at_once_make_one_journal(moment: int) -> None:
    """A person starts what the schedule has just begun."""
    world, wish = World(), journal(10)
    told: list[str] = []

    def the_other() -> None:
        try:
            told.append(world.settle(wish, "r-2").result)
        except JournalBusy as busy:
            told.append(str(busy))

    world.death = Death(moment, the_other)
    try:
        finish(world, wish, "r-1")
    except JournalBusy as lost:
        told.append(str(lost))
    world.death = Death()
    finish(world, wish, "r-2")

    assert world.living() == wanted(wish)


def test_a_changed_plan_takes_the_place_of_the_old_one_and_both_are_remembered() -> None:
    """Never a silent second journal; and an auditor sees what became of the first."""
    world = World()
    first, second = journal(10), journal(20)
    assert finish(world, first, "r-1") == "posted"

    outcome = world.settle(second, "r-2")

    assert outcome.result == "replaced"
    assert world.living() == wanted(second)
    assert [one.became for one in outcome.documents] == ["", "", "voided", "voided"]
    assert finish(world, journal(20, status="DRAFT"), "r-3") == "replaced"
    assert finish(world, journal(0), "r-4") == "withdrawn"
    assert world.living() == []


def test_a_predecessor_in_a_locked_period_is_reversed_on_the_first_open_day() -> None:
    """Nothing in a locked period can be voided; if settings say so, the books are put right where they are open."""
    world = World()
    finish(world, journal(10, reversing=False), "r-1")
    world.locked_until = date(2026, 2, 10)
    later = journal(25, reversing=False)
    later = replace(later, drafts=(replace(later.drafts[0], date=date(2026, 2, 11)),))

    outcome = world.settle(later, "r-2", "next_open_day")

    assert outcome.result == "replaced"
    booked = sorted((day, lines[0].amount) for day, _, lines in world.living())
    assert booked == [
        (date(2026, 1, 28), Decimal(10)),
        (date(2026, 2, 11), Decimal(-10)),
        (date(2026, 2, 11), Decimal(25)),
    ]
    assert world.settle(later, "r-3", "next_open_day").result == "unchanged"
    third = journal(0)
    world.settle(third, "r-4", "next_open_day")
    assert sum(lines[0].amount for _, _, lines in world.living()) == 0


def test_a_predecessor_that_cannot_be_voided_stops_the_new_one() -> None:
    """Both together would count twice."""
    world, wish = World(), journal(10, reversing=False)
    finish(world, wish, "r-1")
    world.locked_until = date(2026, 2, 10)

    outcome = world.settle(journal(20, reversing=False), "r-2")

    assert outcome.result == "refused"
    assert "lock date" in outcome.reasons[0]
    assert world.living() == wanted(wish)


@pytest.mark.parametrize("moment", [None, *range(1, 20)])
def test_what_xero_refuses_or_warns_of_leaves_nothing_half_posted(moment: int | None) -> None:
    """The reversal is refused: its counterpart, already posted, has to go as well."""
    world, wish = World(), journal(10)
    world.spoil = lambda one: (None, ("Account code '2100' has been archived",)) if "Reversal" in one.text else None
    if moment:
        world.death = Death(moment)
        with suppress(Killed):
            world.settle(wish, "r-1")
        world.death = Death()

    outcome = world.settle(wish, "r-1")

    assert outcome.result == "refused"
    assert outcome.reasons == ("1R: Account code '2100' has been archived",)
    assert world.living() == []
    world.spoil = lambda _: None
    assert finish(world, wish, "r-2") == "posted"
    assert world.living() == wanted(wish)


def test_a_line_that_xero_drops_without_a_word_is_found_by_reading_back() -> None:
    """Xero can drop a line, or tracking, and answer OK."""
    world = World()
    world.spoil = lambda one: (replace(as_shown(one), lines=as_shown(one).lines[:1]), ())

    outcome = world.settle(journal(10, reversing=False))

    assert outcome.result == "refused"
    assert outcome.reasons == ("1: a line is missing: account 2100, -10",)
    assert world.living() == []


def test_a_journal_that_a_person_has_removed_is_not_posted_again() -> None:
    """Whoever voids it in Xero means it; the same plan does not bring it back."""
    world, wish = World(), journal(10, reversing=False)
    finish(world, wish, "r-1")
    world.end("journal-1", "VOIDED")

    assert finish(world, wish, "r-2") == "unchanged"
    assert finish(world, journal(20, reversing=False), "r-3") == "replaced"


def test_a_run_that_asks_again_is_told_what_it_has_done_itself() -> None:
    """Its function died with everything done; only another run has found it unchanged."""
    world, wish = World(), journal(10)
    finish(world, wish, "r-1")

    assert world.settle(wish, "r-1").result == "posted"
    assert world.settle(wish, "r-2").result == "unchanged"
    assert {one.run for one in world.settle(wish, "r-3").documents} == {"r-1"}


def test_the_newest_runs_that_worked_on_a_key_are_remembered() -> None:
    """Whoever traces a journal finds their audit by them; what is older is in the audit all the same."""
    world, wish = World(), journal(10)
    for number in [*range(12), 5]:
        finish(world, wish, f"r-{number}")

    _, entry = world.read_entry(wish.key)
    assert entry.runs == tuple(f"r-{number}" for number in (2, 3, 4, 6, 7, 8, 9, 10, 11, 5))


def test_the_world_refuses_what_xero_refuses() -> None:
    """The test's own Xero must not be kinder than the real one."""
    world = World()
    finish(world, journal(10, reversing=False), "r-1")

    with pytest.raises(Rejected):
        world.end("journal-1", "DELETED")
