"""The town that all tests of dispatch play in."""

from collections.abc import Iterator

import pytest

from tests.server.dispatch.town import Town
from tests.server.harness import World


@pytest.fixture
def town() -> Iterator[Town]:
    world = World()
    yield Town(world)
    world.close()
