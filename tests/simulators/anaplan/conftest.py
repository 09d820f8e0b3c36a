"""A fresh simulator of the small model per test, and sessions of its two users. Tasks take no time unless told to."""

from collections.abc import Iterator

import pytest

from infra.local.vendors.anaplan import RunningAnaplan, start
from tests.simulators.anaplan.client import Anaplan
from tests.simulators.anaplan.small_model import ANNA, BEN, MODEL, SMALL, WORKSPACE


@pytest.fixture
def sim() -> Iterator[RunningAnaplan]:
    with start(declaration=SMALL) as running:
        running.simulator.tenant.switches.task_seconds = 0.0
        yield running


@pytest.fixture
def anna(sim: RunningAnaplan) -> Anaplan:
    return Anaplan(sim.url, f"workspaces/{WORKSPACE}/models/{MODEL}", ANNA)


@pytest.fixture
def ben(sim: RunningAnaplan) -> Anaplan:
    return Anaplan(sim.url, f"models/{MODEL}", BEN)
