"""The synthesized stack, once for all tests of it."""

from pathlib import Path

import pytest

from infra.local.home.assembly import Assembly, synthesized
from infra.local.home.lifecycle import DEMO
from tests.infra.reading import Template


@pytest.fixture(scope="session")
def stack() -> Assembly:
    return synthesized(DEMO)


@pytest.fixture(scope="session")
def template(stack: Assembly) -> Template:
    return stack.template()


@pytest.fixture(scope="session")
def template_file(stack: Assembly) -> Path:
    return stack.folder / f"{stack.stack}.template.json"
