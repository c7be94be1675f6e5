"""Whatever happens in whatever order, a replica that comes to rest equals the model."""

from collections import Counter
from collections.abc import Callable

import pytest

from server.db import postgresql, sqlite
from server.settings import Settings
from tests.server.gateway.house import House
from tests.server.gateway.life import Life
from tests.server.gateway.model import assert_equal, load

STEPS = 40  # with pages of one to eight rows, and lost answers
BATCHES = [("sqlite", first, 10) for first in range(0, 20, 10)]
BATCHES += [("postgresql", first, 4) for first in (100, 104)]


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize(("engine", "first", "count"), BATCHES, indirect=["engine"])
async def test_replicas_equal_the_model(
    new_settings: Callable[[], Settings], monkeypatch, first: int, count: int
) -> None:
    for module in (sqlite, postgresql):
        monkeypatch.setattr(module, "GROUP_WAIT_MS", 0)  # nobody else is coming
    outcomes: Counter[str] = Counter()
    for seed in range(first, first + count):
        house = House(new_settings())
        await house.start()
        try:
            life = Life(house, seed, monkeypatch.setattr)
            await life.begin()
            for _ in range(STEPS):
                await life.step()
            await life.finish()
            rows = await load(house)
            for client in life.clients:
                await assert_equal(client, rows)
            outcomes += life.outcomes
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
        finally:
            await house.stop()
    assert outcomes["accepted"] > 5 * count, outcomes
    assert outcomes["rejected"] > 0, outcomes
