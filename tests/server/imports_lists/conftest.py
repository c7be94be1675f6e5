"""A founded firm on each engine, served over HTTP."""

from collections.abc import AsyncIterator

import pytest

from server.settings import Settings
from tests.server.imports_lists.office import Office


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    opened = Office(settings)
    async with opened.client:
        yield opened
