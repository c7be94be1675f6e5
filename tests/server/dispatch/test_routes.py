"""HTTP of dispatch, on the town."""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection

from server.dispatch.rosters import Rosters
from server.dispatch.routes import ROUTES
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.problems import ProblemError, problem_handler
from sync.outcomes import Rejected
from sync.protocol import Result
from tests.server.dispatch.town import HOUR_MS, ORDER, SKILL, Town, technician_id
from tests.server.harness import NOW_MS

T = TypeVar("T")
Client = AsyncTestClient[Litestar]


class TownGateway(Gateway):
    """Reads and writes the town where the real one would go through its database."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.clock = lambda: NOW_MS
        self.database: Any = self
        self.keys: list[str] = []

    async def read(self, run: Callable[[Connection], T]) -> T:
        return run(self.town.world.connection)

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        return run(self.town.world.connection)

    async def submit(
        self, actor: Actor, name: str, args: dict[str, Any], key: str, writer: str = "api"
    ) -> Result:
        self.keys.append(f"{writer}:{key}")
        verdict = self.town.world.run(name, args, actor)
        if isinstance(verdict, Rejected):
            return Result(0, 1, "rejected", [], verdict.reason, verdict.detail)
        return Result(0, 1, "accepted")


@pytest.fixture
def gateway(town: Town) -> TownGateway:
    return TownGateway(town)


@pytest.fixture
async def client(town: Town, gateway: TownGateway) -> AsyncIterator[Client]:
    def signed_in(scope: Any) -> None:
        scope["user"] = town.dispatcher

    app = Litestar(
        route_handlers=ROUTES,
        state=State({"gateway": gateway, "rosters": Rosters()}),
        exception_handlers={ProblemError: problem_handler},
        before_request=lambda request: signed_in(request.scope),
        openapi_config=None,
    )
    async with AsyncTestClient(app) as made:
        yield made


async def test_the_list_of_the_nearest(town: Town, client: Client) -> None:
    town.order(skill_id=SKILL)
    able = town.technician(1, 100_000)
    town.world.add("technician_skill", id=town.row_id(), technician_id=able, level=2)
    town.technician(2)
    asked = {"work_order_id": ORDER, "at_ms": NOW_MS + HOUR_MS, "k": 3}
    answer = (await client.get("/api/v1/dispatch/nearest", params=asked)).json()
    assert answer["at_ms"] == NOW_MS + HOUR_MS
    (fit,) = answer["fits"]
    assert fit["technician_id"] == able
    assert fit["facts"][2] == {
        "code": "has_skill",
        "skill": SKILL,
        "level": 2,
        "level_needed": 1,
    }
    assert answer["excluded"] == [
        {
            "technician_id": technician_id(2),
            "name": "T2",
            "reasons": [{"code": "no_skill", "skill": SKILL}],
        }
    ]


@pytest.mark.parametrize("more", [{"k": 0}, {"at_ms": -1}, {"at_ms": 10**16}, {"k": 51}])
async def test_bounds_of_the_question(town: Town, client: Client, more: dict[str, int]) -> None:
    town.order()
    asked = {"work_order_id": ORDER} | more
    assert (await client.get("/api/v1/dispatch/nearest", params=asked)).status_code == 400


async def test_an_order_out_of_sight_is_not_there(client: Client) -> None:
    answer = await client.get("/api/v1/dispatch/nearest", params={"work_order_id": ORDER})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_assigning_the_nearest(town: Town, client: Client, gateway: TownGateway) -> None:
    town.order()
    town.technician(1, 200_000)
    town.technician(2, 100_000)
    answer = await client.post(
        "/api/v1/dispatch/assign_nearest",
        json={"work_order_id": ORDER},
        headers={"Idempotency-Key": "once"},
    )
    assert answer.json() == {
        "assigned": [
            {
                "work_order_id": ORDER,
                "technician_id": technician_id(2),
                "start_local": "2026-03-01T09:00",
            }
        ],
        "unassigned": [],
    }
    assert gateway.keys == [f"dispatch:once:{ORDER}:0"]


async def test_assigning_all(town: Town, client: Client) -> None:
    town.order()
    town.technician(1)
    asked = {"from_day": "2026-03-02", "days": 2, "work_order_ids": [ORDER]}
    answer = (await client.post("/api/v1/dispatch/assign_all", json=asked)).json()
    assert [each["start_local"] for each in answer["assigned"]] == ["2026-03-02T08:00"]


@pytest.mark.parametrize(
    "asked",
    [
        {"from_day": "2026-02-30"},
        {"from_day": "9999-12-31", "days": 14},
        {"from_day": "2026-03-01", "days": 15},
        {"from_day": "2026-03-01", "work_order_ids": ["x"]},
    ],
)
async def test_days_that_no_calendar_has(client: Client, asked: dict[str, Any]) -> None:
    assert (await client.post("/api/v1/dispatch/assign_all", json=asked)).status_code == 400
