"""What came in is given out: everything that somebody can do, and the rest with its reasons."""

from collections import Counter
from datetime import timedelta
from typing import Any, cast

import pytest
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.testing import AsyncTestClient

from server.appointments.schema import Appointment
from server.dispatch.rosters import Rosters
from server.dispatch.routes import ROUTES
from server.gateway.tx import Tx
from server.identity.queries import user_by_login
from server.identity.sessions import actor_of_user
from server.problems import ProblemError, problem_handler
from server.technicians.schema import Technician
from server.work_orders.schema import WorkOrder
from tests.server.imports.conftest import Imported, OpenTown
from tests.server.imports.exhaustive import Exhaustive
from tests.server.imports.town import MONDAY, REGISTERS, TENANT_ID, Register, Town

TEN_WORKING_DAYS = 12  # from a Monday to the Friday of the week after


async def assign_all(town: Town, order_ids: list[str], days: int) -> dict[str, Any]:
    """As the board asks for it, signed in as the dispatcher."""

    def dispatcher(connection: Any) -> Any:
        user = user_by_login(Tx(connection, TENANT_ID), "dispatch")
        assert user is not None
        return actor_of_user(connection, TENANT_ID, user.id, "")

    actor = await town.gateway.read(dispatcher)

    def sign_in(request: Request[Any, Any, Any]) -> None:
        cast(dict[str, Any], request.scope)["user"] = actor

    app = Litestar(
        route_handlers=ROUTES,
        state=State({"gateway": town.gateway, "rosters": Rosters()}),
        exception_handlers={ProblemError: problem_handler},
        before_request=sign_in,
        openapi_config=None,
    )
    asked = {"from_day": MONDAY.date().isoformat(), "days": days, "work_order_ids": order_ids}
    async with AsyncTestClient(app) as client:
        answer = await client.post("/api/v1/dispatch/assign_all", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def exhaustive(town: Town, days: int) -> Exhaustive:
    found = Exhaustive([MONDAY.date() + timedelta(days=number) for number in range(days)])
    await found.load(town)
    return found


@pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.file.stem)
async def test_ten_working_days_hold_every_order_that_has_a_place(
    register: Register, open_town: OpenTown, imported: Imported
) -> None:
    town = await open_town(await imported(register))
    orders = {order.id: order for order in await town.orders()}
    made = await assign_all(town, sorted(orders), TEN_WORKING_DAYS)
    assert len(made["assigned"]) == register.placed
    assert len(made["unassigned"]) == register.unplaced
    check = await exhaustive(town, TEN_WORKING_DAYS)
    technicians = {each.id for each in await town.rows(Technician)}
    for left in made["unassigned"]:
        order = orders.pop(left["work_order_id"])
        assert check.feasible(order) is None
        assert order.territory_id is None
        assert {each["technician_id"] for each in left["excluded"]} == technicians
        assert left["reasons"][0] == {"code": "job_has_no_place", "count": len(technicians)}
    places = await town.places()
    visits = Counter(visit.work_order_id for visit in await town.rows(Appointment))
    for order in orders.values():
        assert visits[order.id] == 1
        assert places[order.location_id or ""].lon_e7 is not None  # on the map
    states = Counter(order.state for order in await town.orders())
    assert states == {"assigned": register.placed, "reported": register.unplaced}


async def test_what_one_day_cannot_hold_nobody_could_have_taken(
    open_town: OpenTown, imported: Imported
) -> None:
    town = await open_town(await imported(REGISTERS[0]))
    orders: dict[str, WorkOrder] = {order.id: order for order in await town.orders()}
    made = await assign_all(town, sorted(orders), 1)
    left = {each["work_order_id"]: each for each in made["unassigned"]}
    check = await exhaustive(town, 1)
    assert {id_: check.feasible(orders[id_]) for id_ in left} == dict.fromkeys(left)
    assert all(each["reasons"] for each in left.values())
    assert any(orders[id_].territory_id for id_ in left)
    # The check is no rubber stamp: the day after there is room for some of them.
    later = await exhaustive(town, 2)
    assert any(later.feasible(orders[id_]) for id_ in left)
