"""What a phone and a board ask for all day, as whole requests: nothing new, a hundred changed rows,
twenty entries of a technician's visits. Beside them the firm in which they are asked.
"""

import asyncio
from functools import partial
from typing import Any

import msgspec

from server.app import open_gateway
from server.appointments.windows import local_minute
from server.db.migrate import upgrade, with_connection
from server.firm import create_firm
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.sessions import Sessions, actor_of_user
from server.settings import Settings
from sync.ids import born_id
from sync.protocol import PROTOCOL_VERSION, Cursor

TENANT = "00000000-0000-7000-8000-0000000000f3"
EPOCH = "abcdefgh"
PHONE, BOARD = "a technician's token", "a dispatcher's token"
ZONE = "Asia/Shanghai"
NOW_MS = 1_767_578_400_000  # 2026-01-05 10:00 in Shanghai
HOUR_MS = 3_600_000
GROUP = 64
CUSTOMERS = NOTES = 50  # rows that changed, rows that are new: a page of a hundred
# One visit from the door to the signature. With it go the remarks of a usual one.
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("appointment.accept", {}),
    ("appointment.depart", {"fix": {"lon_e7": 1_214_700_000, "lat_e7": 312_300_000}}),
    ("appointment.arrive", {"distance_m": 40}),
    ("appointment.start", {}),
    ("work_order.note", {"text": "地下室总阀已关,漏点在三通处"}),
    ("appointment.pause", {"reason": "等物业开门"}),
    ("appointment.resume", {}),
    ("work_order.note", {"text": "更换三通一只,试压半小时无渗漏"}),
    ("appointment.complete", {"summary": "更换三通,试压合格"}),
    ("appointment.sign", {"signer_name": "王女士"}),
)
ENTRIES = 2 * len(STEPS)


class Firm(msgspec.Struct):
    """Visits of the technician, each with its order, and where the log of versions stands."""

    visits: list[tuple[str, str]]
    before: int  # a hundred rows ago
    head: int
    schema: str


class _Teller:
    """Says mutations as the server itself, some in one commit."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._count = 0

    async def __call__(self, name: str, args: dict[str, Any]) -> str:
        """The id of the first row born in it."""
        self._count += 1
        key = f"f{self._count}"
        result = await self._gateway.submit_system(TENANT, name, args, key)
        if result.outcome != "accepted":
            raise RuntimeError(f"{name}: {result.reason} {result.detail}")
        return born_id("system:", key, 0)

    async def all(self, name: str, each: list[dict[str, Any]]) -> list[str]:
        ids: list[str] = []
        for start in range(0, len(each), GROUP):
            ids += await asyncio.gather(*(self(name, args) for args in each[start : start + GROUP]))
        return ids


async def found(settings: Settings, visits: int) -> Firm:
    """A new database with a firm in which one technician has this many visits before him."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.url)
    made = partial(create_firm, tenant_id=TENANT, name="维保公司", epoch=EPOCH, now_ms=NOW_MS)
    await asyncio.to_thread(with_connection, settings.url, made)
    gateway = open_gateway(settings, lambda: NOW_MS)
    await gateway.start()
    try:
        return await _told(gateway, visits)
    finally:
        await gateway.stop()


async def _told(gateway: Gateway, visits: int) -> Firm:
    say = _Teller(gateway)
    area = await say("territory.add", {"name": "城东", "zone": ZONE})
    project = {"name": "阳光里", "type": "housing", "territory_id": area}
    site = {"project_id": await say("project.add", project), "kind": "site", "name": "1号楼"}
    place = await say("location.add", site)
    board = await say("user.add", {"login": "min", "name": "敏姐", "roles": ["dispatcher"]})
    phone = await say("user.add", {"login": "lao", "name": "老周", "roles": ["technician"]})
    crew = {"user_id": phone, "name": "老周", "territory_id": area}
    technician = await say("technician.add", crew)
    customer = {"name": "王女士", "phone": "13800000000", "tier": "normal", "remark": ""}
    customers = await say.all("customer.add", [customer] * CUSTOMERS)
    orders = [
        {"title": "水管漏水", "location_id": place, "customer_id": customers[n % CUSTOMERS]}
        for n in range(visits)
    ]
    order_ids = await say.all("work_order.report", orders)
    assigned = [
        {
            "work_order_id": order_id,
            "technician_id": technician,
            "start_local": local_minute(NOW_MS + number * HOUR_MS, ZONE),
            "zone": ZONE,
        }
        for number, order_id in enumerate(order_ids)
    ]
    visit_ids = await say.all("appointment.assign", assigned)
    for user_id, token in ((board, BOARD), (phone, PHONE)):
        await _sign_in(gateway, user_id, token)
    before = await _head(gateway)
    renamed = [
        customer | {"customer_id": each, "name": f"王女士{n}"} for n, each in enumerate(customers)
    ]
    await say.all("customer.edit", renamed)
    notes = [{"work_order_id": order_ids[n % visits], "text": f"第{n}次来电"} for n in range(NOTES)]
    await say.all("work_order.note", notes)
    pairs = list(zip(visit_ids, order_ids, strict=True))
    return Firm(pairs, before, await _head(gateway), gateway.catalogue.schema_hash)


async def _sign_in(gateway: Gateway, user_id: str, token: str) -> None:
    actor: Actor | None = await gateway.read(lambda c: actor_of_user(c, TENANT, user_id, ""))
    if actor is None:
        raise RuntimeError("a user was not stored")
    await Sessions(gateway).open(actor, token, is_cookie=False)


async def _head(gateway: Gateway) -> int:
    query = "SELECT seq FROM tenant"
    return await gateway.read(lambda c: c.exec_driver_sql(query).scalar_one())


def replica_of(number: int) -> str:
    return born_id("errand", "replica", number)


def asking(firm: Firm, number: int, floor: int, entries: list[Any] | None = None) -> bytes:
    """A request of the number-th replica that has read up to `floor`."""
    cursor = Cursor(EPOCH, floor)
    waiting = ENTRIES if entries else 0
    body = [
        *(PROTOCOL_VERSION, firm.schema, replica_of(number), "abcdefgh", cursor),
        *(0, waiting, NOW_MS, entries),
    ]
    return msgspec.json.encode(body)


def pushing(firm: Firm, number: int, round_: int, floor: int) -> bytes:
    """The next twenty entries of a replica: two visits, from accepting to the signature."""
    names: list[str] = []
    args: list[dict[str, Any]] = []
    for visit_id, order_id in firm.visits[2 * round_ : 2 * round_ + 2]:
        for name, rest in STEPS:
            is_visit = name.startswith("appointment")
            row = {"appointment_id": visit_id} if is_visit else {"work_order_id": order_id}
            names.append(name)
            args.append(row | rest)
    ticks = [0] * (ENTRIES - 1)
    first = [NOW_MS, *ticks], [1, *ticks]
    columns = [names, [[EPOCH, floor]], *first, [ZONE], ["1.0.0"], [firm.schema], args]
    return asking(firm, number, floor, [round_ * ENTRIES + 1, *columns])
