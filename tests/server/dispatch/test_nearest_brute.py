"""The route's list, from a fleet that is kept between questions, is that of brute force."""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection

from server.dispatch.nearest import NEAREST_MAX
from server.dispatch.rosters import Rosters
from server.dispatch.routes import ROUTES
from server.problems import ProblemError, problem_handler
from tests.server.dispatch.brute import Answer
from tests.server.dispatch.fleet import HOUR_MS, Fleet
from tests.server.harness_people import NOW_MS

T = TypeVar("T")
STEPS = 30


class FleetGateway:
    """Reads the fleet's database where the real one would open a snapshot."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.database = self
        self.clock = lambda: NOW_MS

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        return run(self.fleet.firm.connection)


@pytest.fixture(params=range(3))
def fleet(request: pytest.FixtureRequest) -> Any:
    made = Fleet(request.param, size=14)
    yield made
    made.firm.close()


@pytest.fixture
async def client(fleet: Fleet) -> AsyncIterator[AsyncTestClient[Litestar]]:
    app = Litestar(
        route_handlers=ROUTES,
        state=State({"gateway": FleetGateway(fleet), "rosters": Rosters()}),
        exception_handlers={ProblemError: problem_handler},
        before_request=lambda request: request.scope.update(
            user=fleet.firm.actor(fleet.dispatcher)
        ),
        openapi_config=None,
    )
    async with AsyncTestClient(app) as made:
        yield made


async def test_the_list_is_that_of_brute_force_after_everything_that_happens(
    fleet: Fleet, client: AsyncTestClient[Litestar]
) -> None:
    fitted = 0
    codes: set[str] = set()
    for step in range(STEPS):
        happened = fleet.happens()
        order_id = fleet.orders[step % len(fleet.orders)]
        at_ms = NOW_MS + fleet.rng.choice([0, 1, 2, 3, 5, 7, 14, 24, 26]) * HOUR_MS
        asked = {"work_order_id": order_id, "at_ms": at_ms, "k": NEAREST_MAX}
        found = (await client.get("/api/v1/dispatch/nearest", params=asked)).json()
        expected = Answer(fleet.firm, order_id, at_ms, NOW_MS)
        fits = [(fit["technician_id"], fit["distance_m"], fit["load"]) for fit in found["fits"]]
        assert fits == expected.fits, happened
        assert found["excluded"] == expected.excluded, happened
        assert found["fit_count"] == len(expected.fits)
        fitted += len(fits)
        codes |= {reason["code"] for one in found["excluded"] for reason in one["reasons"]}
    assert fitted > STEPS, "nearly nobody fits: this proves little"
    assert codes >= {"no_skill", "off_shift", "wrong_territory"}


async def test_as_many_of_the_excluded_as_are_asked_for_and_the_sum_of_all(
    fleet: Fleet, client: AsyncTestClient[Litestar]
) -> None:
    asked = {"work_order_id": fleet.orders[0], "at_ms": NOW_MS + 14 * HOUR_MS}
    whole = (await client.get("/api/v1/dispatch/nearest", params=asked)).json()
    few = (await client.get("/api/v1/dispatch/nearest", params=asked | {"excluded": 2})).json()
    assert few["excluded"] == whole["excluded"][:2]
    assert few["excluded_count"] == len(whole["excluded"]) > 2
    all_codes = [reason["code"] for one in whole["excluded"] for reason in one["reasons"]]
    assert few["reasons"] == whole["reasons"]
    assert {each["code"]: each["count"] for each in few["reasons"]} == {
        code: all_codes.count(code) for code in all_codes
    }
