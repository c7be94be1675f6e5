"""A firm for each case."""

from collections.abc import Iterator

import pytest

from tests.server.harness_people import Firm


@pytest.fixture
def firm() -> Iterator[Firm]:
    firm = Firm()
    yield firm
    firm.close()
