"""A firm behind the real unit of work, and its technicians."""

from collections.abc import Iterator

import pytest

from tests.server.harness_people import Firm


@pytest.fixture
def firm() -> Iterator[Firm]:
    made = Firm()
    yield made
    made.close()
