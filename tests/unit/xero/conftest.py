"""A server that answers what a test says."""

from collections.abc import Iterator

import pytest
import responses


@pytest.fixture
def server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock
