"""One warm stage for most of these tests: a cold one costs seconds, and each test works on rows of its own."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.constructs.access import FUNCTIONS
from infra.local.firm import write
from infra.local.home.lifecycle import DEMO
from infra.local.stage import Stage
from infra.local.vendors.common.server import Running
from tests.infra.processes import homes_of
from tests.workflows.first import FirstLoad, load_the_firm
from tests.workflows.rig import Rig
from tests.workflows.stage_settings import LOCKED_OUT_SECRET, REVOKED_SECRET, settings_for
from tests.workflows.tap import SERVICES, Tap, Taps
from tests.workflows.workers import Workers

PACE = 0.01
LAST = ("test_killed.py",)
SCALE = 0.02  # of the demo firm: some fifty documents in the larger company


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo firm in small."""
    folder = tmp_path_factory.mktemp("firm")
    write(folder, scale=SCALE)
    return folder


@pytest.fixture(scope="session")
def _stage(firm: Path) -> Iterator[Rig]:
    others = homes_of(os.getpid())
    with Stage(DEMO, xero_data=firm, pace=PACE) as stage:
        (leader,) = homes_of(os.getpid()) - others
        settings = settings_for(stage)
        secrets = stage.home.client("secretsmanager")
        app = stage.xero.description() if stage.xero else {}
        lost = {name: app[name] for name in ("client_id", "client_secret")} | {"refresh_token": "revoked-long-ago"}
        wrong = {"email": "integration@harbourvale.example", "password": "not-the-password"}
        for name, login in ((REVOKED_SECRET, lost), (LOCKED_OUT_SECRET, wrong)):
            secrets.create_secret(Name=name, SecretString=json.dumps(login))
        stage.home.put_settings(settings)
        yield Rig(stage, settings, Workers(leader))


@pytest.fixture(scope="session")
def first(_stage: Rig) -> FirstLoad:
    """The firm's first load, which most tests stand on."""
    return load_the_firm(_stage)


@pytest.fixture
def rig(_stage: Rig) -> Rig:
    """The stage, with nothing of an earlier test in the way."""
    _stage.calm()
    return _stage


@pytest.fixture
def loaded(rig: Rig, first: FirstLoad) -> Rig:
    """The stage with the firm loaded."""
    assert first.told.succeeded
    return rig


@pytest.fixture(scope="session")
def taps(_stage: Rig) -> Iterator[Taps]:
    """A tap on the line of every function; the functions start anew for it."""
    with ExitStack() as running:
        lines = {function: Running(Tap(_stage.endpoint)) for function in FUNCTIONS}
        for function, line in lines.items():
            running.enter_context(line)
            ours = {f"AWS_ENDPOINT_URL_{service}": line.url for service in SERVICES}
            _stage.deploy(function, {**_stage.variables(function), **ours})
        yield {function: line.simulator for function, line in lines.items()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that leave the stage's functions cold come last."""
    items.sort(key=lambda item: item.path.name in LAST)
