"""A firm for each case."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.server.attachments.app import Desk
from tests.server.attachments.phone import Phone
from tests.server.harness_people import Firm


@pytest.fixture
def firm() -> Iterator[Firm]:
    firm = Firm()
    yield firm
    firm.close()


@pytest.fixture
def desk(firm: Firm, tmp_path: Path) -> Desk:
    return Desk(firm, tmp_path)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(desk.app()) as client:
        yield client


@pytest.fixture
def phone(desk: Desk, client: AsyncTestClient[Litestar]) -> Phone:
    return Phone(client, desk.user)
