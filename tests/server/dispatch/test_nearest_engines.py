"""The kept fleet on a real SQLite file and a real PostgreSQL: what a mutation changes is seen."""

from server.dispatch.nearest import Nearest, nearest
from server.dispatch.rosters import Rosters
from tests.server.gateway.founding import id_of
from tests.server.gateway.house import House

HOUR_MS = 3_600_000
START = "2026-03-02T09:00"
START_MS = 1_772_413_200_000
HOME = {"lon_e7": 1_214_600_000, "lat_e7": 312_500_000}
NEARER = {"lon_e7": 1_214_510_000, "lat_e7": 312_500_000}


async def ask(house: House, order_id: str, rosters: Rosters) -> Nearest:
    actor, now_ms = await house.actor("chief"), house.now_ms
    return await house.gateway.database.snapshot(
        lambda c: nearest(c, actor, order_id, START_MS, 5, now_ms, rosters)
    )


async def test_what_others_do_meanwhile_is_seen(house: House) -> None:
    order_id, other_id = await house.order(), await house.order()
    rosters = Rosters()

    async def same() -> list[str]:
        """Names of those who fit: kept and read anew are alike."""
        kept = await ask(house, order_id, rosters)
        assert kept == await ask(house, order_id, Rosters())
        return [fit.name for fit in kept.fits]

    assert await same() == []
    for name, home in (("ann", HOME), ("bob", NEARER)):
        one = {"technician_id": id_of(f"technician:{name}")}
        person = {"name": name, "phone": "", "zone": "Asia/Shanghai", "max_load": 5}
        where = {"territory_id": id_of("pudong"), "home": home}
        await house.done("boss", "technician.edit", **one, **person, **where)
        times = {"weekday": 0, "start_min": 480, "end_min": 1_080}
        await house.done("boss", "technician.set_shift", **one, **times)
    assert await same() == ["bob", "ann"]
    visit_id = await house.visit(other_id, "bob")
    assert await same() == ["ann"]
    await house.done("chief", "appointment.cancel", appointment_id=visit_id, reason="no")
    assert await same() == ["bob", "ann"]
    away = {"from_ms": START_MS - HOUR_MS, "to_ms": START_MS + HOUR_MS}
    await house.done(
        "boss", "technician.add_absence", technician_id=id_of("technician:bob"), **away
    )
    assert await same() == ["ann"]
    await house.restart()
    assert await same() == ["ann"]
