"""A small firm made through the shipped door, with ids that every test can compute."""

import asyncio
import json
from typing import Any

from server.app import open_gateway
from server.db.migrate import upgrade, with_connection
from server.firm import create_firm
from server.gateway.gateway import Gateway
from server.identity.credentials import hash_password
from server.settings import Settings
from sync.ids import born_id

TENANT = "00000000-0000-7000-8000-000000000001"
EPOCH = "epoch-01"
NOW_MS = 1_772_326_800_000
PASSWORD = "eight letters"
EAST_FIX = {"lon_e7": 1_214_500_000, "lat_e7": 312_500_000}
WEST_FIX = {"lon_e7": 1_210_500_000, "lat_e7": 312_500_000}
# name → (roles, territory); technicians have a line of their own beside it
PEOPLE = {
    "boss": (["administrator"], None),
    "chief": (["dispatcher"], None),
    "east": (["dispatcher"], "pudong"),
    "west": (["manager"], "puxi"),
    "ann": (["technician"], "pudong"),
    "bob": (["technician"], "pudong"),
    "cai": (["technician"], "puxi"),
}
TECHNICIANS = ("ann", "bob", "cai")


def id_of(name: str, ordinal: int = 0) -> str:
    """Id of a founding row: `ann` a user, `technician:ann` a technician, `pudong` a territory."""
    return born_id("system:", name, ordinal)


def square(west_e7: int) -> str:
    east_e7, south_e7, north_e7 = west_e7 + 2_000_000, 310_000_000, 315_000_000
    ring = [[west_e7, south_e7], [east_e7, south_e7], [east_e7, north_e7], [west_e7, north_e7]]
    return json.dumps([[*ring, ring[0]]], separators=(",", ":"))


async def _found(gateway: Gateway) -> None:
    async def done(key: str, name: str, args: dict[str, Any]) -> None:
        result = await gateway.submit_system(TENANT, name, args, key)
        assert result.outcome == "accepted", (name, result)

    for name, west_e7 in (("pudong", 1_213_500_000), ("puxi", 1_209_500_000)):
        args = {"name": name, "zone": "Asia/Shanghai", "outline": square(west_e7)}
        await done(name, "territory.add", args)
    await done("skill", "skill.add", {"code": "pipes", "name_zh": "水管", "name_en": "Pipes"})
    hashed = hash_password(PASSWORD)
    for login, (roles, territory) in PEOPLE.items():
        place = id_of(territory) if territory else None
        args = {"login": login, "name": login.title(), "roles": roles, "territory_id": place}
        await done(login, "user.add", args | {"password_hash": hashed})
        if login in TECHNICIANS:
            technician = {"user_id": id_of(login), "name": login, "territory_id": place}
            await done(f"technician:{login}", "technician.add", technician)


def found(settings: Settings) -> None:
    """Migrate an empty database and bring the firm into being."""
    upgrade(settings.url)
    with_connection(settings.url, lambda c: create_firm(c, TENANT, "Firm", EPOCH, NOW_MS))

    async def run() -> None:
        gateway = open_gateway(settings, lambda: NOW_MS)
        await gateway.start()
        await _found(gateway)
        await gateway.stop()

    asyncio.run(run())
