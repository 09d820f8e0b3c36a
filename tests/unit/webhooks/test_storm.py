"""Ten thousand deliveries with everything that can go wrong: the model equals the books, for few calls."""

import math
import random
from pathlib import Path

from ml_connector import settings as settings_module

from tests.unit.webhooks.world import World

SETTINGS = settings_module.load(Path(__file__).parents[3] / "infra/settings/demo.yaml")
BY_ID, MEMBERS = 40, 2


def stormy(seed: int, edits: int, *, twice: bool) -> World:
    """People at work by fits and starts, until everything has settled."""
    dice = random.Random(seed)  # noqa: S311 - trouble, no secret
    world = World(SETTINGS, dice, crashes=0.03, twice=twice)
    made = 0
    while made < edits:
        busy = dice.choice([0, 0, 1, 1, 2, 40])
        for _ in range(dice.randint(30, 90)):
            for _ in range(min(busy, edits - made)):
                number = dice.randrange(4000)
                world.edit(number, "UK" if number < 3000 else "NZ")
                made += 1
            world.second()
    for _ in range(4 * 3600):
        if world.quiet():
            break
        world.second()
    return world


def test_ten_thousand_deliveries_leave_the_model_equal_to_the_books_for_few_calls() -> None:
    """A fifth twice, a twentieth forged, in any order, to receivers and dispatchers that die: it may not show."""
    world = stormy(7, 8000, twice=False)

    assert world.deliveries >= 10_000
    assert world.model == {id_: one.version for id_, one in world.documents.items()}
    assert any(run.request.get("changed") for run in world.finished)
    assert any(run.request["datasets"] for run in world.finished)
    for run in world.finished:
        assert run.calls <= math.ceil(run.told / BY_ID) + MEMBERS, run


def test_deliveries_that_fail_twice_come_later_and_are_not_missed_meanwhile() -> None:
    """Xero tries again after a quarter of an hour; the gap in its count has asked everybody long before."""
    world = stormy(11, 1500, twice=True)

    assert world.quiet()
    assert world.model == {id_: one.version for id_, one in world.documents.items()}
