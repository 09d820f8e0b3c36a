"""One warm stage a file: a cold one costs seconds, but whatever a test leaves behind meets the same tests each time."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.constructs.access import FUNCTIONS
from infra.local.firm import write
from infra.local.vendors.common.server import Running
from tests.workflows import traces
from tests.workflows.first import FirstLoad, load_the_firm
from tests.workflows.raising import raised
from tests.workflows.rig import Rig
from tests.workflows.tap import SERVICES, Tap, Taps
from tests.workflows.wiretap import Wiretap

SCALE = 0.02
"""Of the demo firm: some fifty documents in the larger company."""


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo firm in small."""
    folder = tmp_path_factory.mktemp("firm")
    write(folder, scale=SCALE)
    return folder


@pytest.fixture(scope="module")
def wiretap() -> Wiretap:
    """What was secret on the line."""
    return Wiretap()


@pytest.fixture(scope="module")
def stage(firm: Path, wiretap: Wiretap) -> Iterator[Rig]:
    """The file's stage; tests ask for ``rig`` or ``loaded``. Whatever they did, no secret is written down."""
    with raised(firm) as rig, wiretap.on(rig.xero), wiretap.on(rig.anaplan):
        yield rig
        assert traces.of_any(wiretap.secrets, rig.home) == set()


@pytest.fixture(scope="module")
def first(stage: Rig) -> FirstLoad:
    """The firm's first load, which most tests stand on."""
    return load_the_firm(stage)


@pytest.fixture
def rig(stage: Rig) -> Rig:
    """The stage, with nothing of an earlier test in the way."""
    stage.calm()
    return stage


@pytest.fixture
def loaded(rig: Rig, first: FirstLoad) -> Rig:
    """The stage with the firm loaded."""
    assert first.told.succeeded
    return rig


@pytest.fixture(scope="module")
def taps(stage: Rig) -> Iterator[Taps]:
    """A tap on the line of every function; the functions start anew for it."""
    with ExitStack() as running:
        lines = {function: running.enter_context(Running(Tap(stage.endpoint))) for function in FUNCTIONS}
        for function, line in lines.items():
            ours = {f"AWS_ENDPOINT_URL_{service}": line.url for service in SERVICES}
            stage.kept.deploy(function, {**stage.kept.environment(function), **ours})
        yield {function: line.simulator for function, line in lines.items()}
