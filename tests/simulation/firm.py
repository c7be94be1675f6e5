"""The firm in which every history begins: founded once, then copied."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from server.app import open_gateway
from server.gateway.gateway import Gateway
from server.identity.sessions import Sessions, actor_of_user
from server.identity.tables import CREDENTIAL
from server.settings import Settings
from tests.server.gateway.founding import (
    EAST_FIX,
    NOW_MS,
    PEOPLE,
    TECHNICIANS,
    TENANT,
    WEST_FIX,
    found,
    id_of,
)

DEVICES = 2  # of each person


def token_of(login: str, number: int) -> str:
    return f"{login}-{number}"


def device_of(login: str, number: int) -> str:
    return id_of(f"device:{login}:{number}")


def people() -> list[dict[str, Any]]:
    """Who there is, as a phone's session knows them."""
    return [
        {
            "login": login,
            "user_id": id_of(login),
            "user_name": login.title(),
            "technician_id": id_of(f"technician:{login}") if login in TECHNICIANS else None,
            "is_office": login not in TECHNICIANS,
            "territory_id": id_of(territory) if territory else None,
            "devices": [
                {"device_id": device_of(login, number), "token": token_of(login, number)}
                for number in range(DEVICES)
            ],
        }
        for login, (_, territory) in PEOPLE.items()
    ]


def found_with_devices(settings: Settings) -> None:
    """The founding of the gateway's tests, and two devices with a session for everybody."""
    found(settings)

    async def enrol() -> None:
        gateway = open_gateway(settings, lambda: NOW_MS)
        await gateway.start()
        sessions = Sessions(gateway)
        # Nobody signs in by password here, and a hash would be another one each time.
        await gateway.database.change(lambda c: c.execute(delete(CREDENTIAL)))
        for login in PEOPLE:
            for number in range(DEVICES):
                await _enrol(gateway, sessions, login, number)
        for number, technician in enumerate([*TECHNICIANS, *TECHNICIANS, None]):
            await _order(gateway, number, technician)
        await gateway.stop()

    asyncio.run(enrol())


async def _enrol(gateway: Gateway, sessions: Sessions, login: str, number: int) -> None:
    user_id, key = id_of(login), f"device:{login}:{number}"
    args = {"user_id": user_id, "name": key, "public_key": ""}
    enrolled = await gateway.submit_system(TENANT, "device.enrol", args, key)
    assert enrolled.outcome == "accepted", enrolled
    device_id = device_of(login, number)
    actor = await gateway.read(lambda c: actor_of_user(c, TENANT, user_id, device_id))
    assert actor is not None
    await sessions.open(actor, token_of(login, number), is_cookie=False)


async def _order(gateway: Gateway, number: int, technician: str | None) -> None:
    """An order with a visit of this technician, so that everybody has something to do."""
    fix = WEST_FIX if technician == "cai" else EAST_FIX
    args = {"title": f"Leak {number}", "phone": "1", "fix": fix, "new_customer_name": "Wang"}
    key = f"order:{number}"
    reported = await gateway.submit_system(TENANT, "work_order.report", args, key)
    assert reported.outcome == "accepted", reported
    if technician is None:
        return
    visit = {
        "work_order_id": id_of(key),
        "technician_id": id_of(f"technician:{technician}"),
        "start_local": f"2026-03-{2 + number:02}T09:00",
        "zone": "Asia/Shanghai",
    }
    assigned = await gateway.submit_system(TENANT, "appointment.assign", visit, f"visit:{number}")
    assert assigned.outcome == "accepted", assigned


def image(folder: Path) -> bytes:
    """The founded firm as the bytes of a SQLite file."""
    folder.mkdir(parents=True, exist_ok=True)
    found_with_devices(Settings(data_dir=folder))
    with sqlite3.connect(folder / "fieldward.sqlite3") as connection:
        data = connection.serialize()
    connection.close()
    return data
