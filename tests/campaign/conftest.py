"""One nursery and one Node process serve all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.campaign.ground import Machines


@pytest.fixture(scope="session")
def machines() -> Iterator[Machines]:
    started = Machines()
    yield started
    started.close()
