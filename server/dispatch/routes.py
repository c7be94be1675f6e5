"""HTTP of dispatch: the ranked list with its reasons, and assigning by it.

Handlers find `app.state.gateway` and `request.user` (an `Actor`).
"""

import secrets
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromQuery, HeaderParameter, JSONBody, QueryParameter

from server.dispatch import deciding, planning
from server.dispatch.deciding import Decisions, Submit
from server.dispatch.nearest import NEAREST_MAX, Nearest, nearest
from server.dispatch.rosters import Rosters
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.problems import ProblemError
from server.shapes import Id, InstantMs, LocalDay
from server.work_orders.history import INSTANT_MS_MAX
from sync.protocol import Result

NEAREST_WANTED = 10
TRIES_MAX = 5
EXCLUDED_MAX = 100_000
YEARS = (1970, 2100)

Asked = Request[Actor, Any, Any]
AtMs = Annotated[int | None, QueryParameter(ge=0, le=INSTANT_MS_MAX)]
Wanted = Annotated[int, QueryParameter(ge=1, le=NEAREST_MAX)]
ExcludedWanted = Annotated[int | None, QueryParameter(ge=0, le=EXCLUDED_MAX)]
Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=100)]


class AssignNearest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a time: the time promised, else the next quarter of an hour."""

    work_order_id: Id
    at_ms: InstantMs | None = None


class AssignAll(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without ids: every order in sight that waits for somebody."""

    from_day: LocalDay
    days: Annotated[int, msgspec.Meta(ge=1, le=planning.DAYS_MAX)] = 1
    work_order_ids: (
        Annotated[tuple[Id, ...], msgspec.Meta(max_length=planning.ORDERS_MAX)] | None
    ) = None


@get("/api/v1/dispatch/nearest")
async def get_nearest(
    request: Asked,
    work_order_id: FromQuery[str],
    at_ms: AtMs = None,
    k: Wanted = NEAREST_WANTED,
    excluded: ExcludedWanted = None,
) -> Nearest:
    """Who could take the order, nearest first, with the facts; who could not, with the reasons:
    everybody, or as many as `excluded` says, and how many each reason keeps away."""
    gateway, actor = _gateway(request), request.user
    rosters, now_ms = _rosters(request), gateway.clock()
    return await gateway.database.snapshot(
        lambda c: nearest(c, actor, work_order_id, at_ms, k, now_ms, rosters, excluded)
    )


@post("/api/v1/dispatch/assign_nearest", status_code=200)
async def assign_nearest(
    request: Asked, data: JSONBody[AssignNearest], key: Key = None
) -> Decisions:
    """Give one order to the nearest who fits."""
    gateway, actor = _gateway(request), request.user
    rosters, now_ms = _rosters(request), gateway.clock()
    found = await gateway.database.snapshot(
        lambda c: nearest(c, actor, data.work_order_id, data.at_ms, TRIES_MAX, now_ms, rosters)
    )
    return await deciding.decide_nearest(found, _submit(gateway, actor), key or _new_key())


@post("/api/v1/dispatch/assign_all", status_code=200)
async def assign_all(request: Asked, data: JSONBody[AssignAll], key: Key = None) -> Decisions:
    """Give every order that somebody can do to somebody, over the next days."""
    gateway, actor = _gateway(request), request.user
    now_ms = gateway.clock()
    from_day = _day(data.from_day)
    made = await gateway.read(
        lambda c: planning.plan(c, actor, data.work_order_ids, from_day, data.days, now_ms)
    )
    return await deciding.decide(made, _submit(gateway, actor), key or _new_key())


def _gateway(request: Asked) -> Gateway:
    return request.app.state.gateway


def _rosters(request: Asked) -> Rosters:
    return request.app.state["rosters"]


def _day(text: str) -> date:
    """Raises ProblemError for a day that no calendar has, or none that we reach."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ProblemError("broken_envelope", {"problem": str(error)}) from error
    if not YEARS[0] <= day.year < YEARS[1]:
        raise ProblemError("broken_envelope", {"problem": "from_day is out of reach"})
    return day


def _submit(gateway: Gateway, actor: Actor) -> Submit:
    async def submit(name: str, args: dict[str, Any], key: str) -> Result:
        return await gateway.submit(actor, name, args, key, "dispatch")

    return submit


def _new_key() -> str:
    return secrets.token_hex(8)


ROUTES = (get_nearest, assign_nearest, assign_all)
