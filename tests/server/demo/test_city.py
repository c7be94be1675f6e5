"""The demo city through the real gateway: the same each time, and never twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from server.appointments.tables import APPOINTMENTS
from server.attachments.blobs import Blobs
from server.attachments.schema import Attachment, BlobState
from server.db.types import TABLES
from server.demo.city import DemoRefused, UnknownCity, is_empty, load
from server.demo.firm import PASSWORD, PASSWORD_HASH
from server.demo.routes import layer_path
from server.gateway.gateway import Gateway
from server.technicians.schema import Technician
from server.territories.schema import Territory
from server.work_orders.schema import Fact, WorkOrder
from tests.server.demo.conftest import NOW_MS, TENANT_ID, OpenFirm

SCALE = 0.08


async def told(gateway: Gateway, folder: Path, now_ms: int = NOW_MS, city: str = "shanghai") -> Any:
    return await load(
        gateway, TENANT_ID, city, now_ms, lambda *_: None, data_dir=folder, scale=SCALE
    )


async def ids_of(gateway: Gateway, row_type: Any) -> set[tuple[Any, ...]]:
    table = TABLES[row_type]
    return await gateway.read(
        lambda connection: {tuple(row) for row in connection.execute(select(table))}
    )


async def test_two_firms_get_the_same_city_and_a_second_load_adds_nothing(
    open_firm: OpenFirm,
) -> None:
    one, one_folder = await open_firm("one")
    two, two_folder = await open_firm("two")
    assert await is_empty(one, TENANT_ID)
    first = await told(one, one_folder)
    assert first.added == first.mutations
    assert not await is_empty(one, TENANT_ID)
    assert await told(two, two_folder) == first
    for row_type in (WorkOrder, Technician, Territory):
        assert await ids_of(one, row_type) == await ids_of(two, row_type)
    before = await ids_of(one, Fact)
    later = await told(one, one_folder, NOW_MS + 86_400_000)
    assert (later.added, later.mutations) == (0, first.mutations)
    assert await ids_of(one, Fact) == before


async def test_a_load_that_was_killed_goes_on_where_it_stopped(open_firm: OpenFirm) -> None:
    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        if done > total // 2:
            raise Killed

    gateway, folder = await open_firm("killed")
    clock = gateway.clock
    with pytest.raises(Killed):
        await load(gateway, TENANT_ID, "shanghai", NOW_MS, kill, data_dir=folder, scale=SCALE)
    assert gateway.clock is clock
    rest = await told(gateway, folder, NOW_MS + 3_600_000)
    assert 0 < rest.added < rest.mutations
    whole, whole_folder = await open_firm("whole")
    await told(whole, whole_folder)
    assert await ids_of(gateway, WorkOrder) == await ids_of(whole, WorkOrder)


async def test_what_a_visitor_finds(open_firm: OpenFirm) -> None:
    gateway, folder = await open_firm("seen")
    summary = await told(gateway, folder)

    def look(connection: Any) -> tuple[Any, ...]:
        a, o, t = APPOINTMENTS.c, TABLES[WorkOrder].c, TABLES[Technician].c
        wang = connection.execute(select(t.id).where(t.name == "王建国")).scalar_one()
        mine = connection.execute(
            select(a.state, a.start_ms, a.end_ms).where(a.technician_id == wang)
        ).all()
        states = set(connection.execute(select(o.state).distinct()).scalars())
        outside = connection.execute(
            select(func.count()).select_from(TABLES[WorkOrder]).where(o.territory_id.is_(None))
        ).scalar_one()
        files = connection.execute(select(TABLES[Attachment])).all()
        return mine, states, outside, files

    mine, states, outside, files = await gateway.read(look)
    assert summary.technicians == 24
    assert any(s == "accepted" and b <= NOW_MS < e for s, b, e in mine)
    assert sum(s == "dispatched" and NOW_MS < b < NOW_MS + 14 * 3_600_000 for s, b, _ in mine) >= 3
    assert {"reported", "triaged", "assigned", "accepted", "closed", "confirmed"} <= states
    assert {"on_hold", "cancelled", "declined", "done"} <= states
    assert outside == 1
    assert len(files) == summary.attachments > 3
    blobs = Blobs(folder / "blobs")
    for each in files:
        assert each.state == BlobState.STORED.value
        assert blobs.size_bytes(TENANT_ID, each.sha256) == each.size_bytes
    layer = json.loads(layer_path(folder).read_text(encoding="utf-8"))
    assert layer["type"] == "FeatureCollection"


async def test_history_has_its_authors_and_its_times(open_firm: OpenFirm) -> None:
    gateway, folder = await open_firm("history")
    await told(gateway, folder)
    facts = await gateway.read(lambda c: c.execute(select(TABLES[Fact])).all())
    for fact in facts:
        assert fact.author_name
        assert fact.at_ms <= fact.recorded_ms <= NOW_MS
        assert fact.recorded_ms - fact.at_ms <= 20 * 60_000
        if fact.verb == "work_order.report":
            assert fact.author_name == "陈敏"


async def test_new_york_has_its_crew(open_firm: OpenFirm) -> None:
    gateway, folder = await open_firm("ny")
    summary = await told(gateway, folder, city="new-york")
    assert (summary.technicians, summary.territories, summary.work_orders) == (24, 5, 0)
    territories = await gateway.read(lambda c: c.execute(select(TABLES[Territory])).all())
    assert {row.zone for row in territories} == {"America/New_York"}


async def test_other_cities_are_refused_by_name(open_firm: OpenFirm) -> None:
    gateway, folder = await open_firm("none")
    with pytest.raises(UnknownCity, match="shanghai, new-york"):
        await told(gateway, folder, city="atlantis")


async def test_a_login_that_is_taken_stops_the_story(open_firm: OpenFirm) -> None:
    gateway, folder = await open_firm("taken")
    await gateway.submit_system(TENANT_ID, "user.add", {"login": "wang", "name": "Wang"}, "mine")
    with pytest.raises(DemoRefused, match="login_taken"):
        await told(gateway, folder)


def test_everybody_signs_in_with_the_known_password() -> None:
    assert PasswordHasher().verify(PASSWORD_HASH, PASSWORD)
