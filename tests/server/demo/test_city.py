"""The demo city through the real gateway: the same each time, and never twice."""

import json

import pytest
from argon2 import PasswordHasher

from server.appointments.schema import Appointment
from server.assets.schema import Asset
from server.attachments.blobs import Blobs
from server.attachments.schema import Attachment, BlobState
from server.checklists.rules import unpack
from server.checklists.schema import Checklist, ChecklistAnswer, ChecklistItem, ChecklistVersion
from server.demo.city import DemoRefused, UnknownCity, is_empty, load
from server.demo.firm import PASSWORD, PASSWORD_HASH
from server.demo.routes import layer_path
from server.gateway.tables import LEDGER
from server.places.schema import Project, ProjectType
from server.technicians.schema import Skill, Technician
from server.territories.schema import Territory
from server.work_orders.schema import Fact, WorkOrder, WorkOrderState
from tests.server.demo.conftest import (
    NOW_MS,
    SCALE,
    TENANT_ID,
    CopyOf,
    Loaded,
    OpenFirm,
    rows_in,
    told,
)

TOLD = (WorkOrder, Technician, Territory, Asset, Checklist, ChecklistVersion, ChecklistAnswer)
S = WorkOrderState
# No mutation leads to the three between acceptance and repair: surveys and plans are skipped.
REACHED = set(S) - {S.SURVEYING, S.PLAN_PENDING, S.APPROVED}


async def test_a_second_load_adds_nothing(
    shanghai: Loaded, copy_of: CopyOf, open_firm: OpenFirm
) -> None:
    copied = copy_of(shanghai.folder)
    gateway, folder = await open_firm(copied.name)
    assert not await is_empty(gateway, TENANT_ID)
    later = await told(gateway, folder, NOW_MS + 86_400_000)
    assert (later.added, later.mutations) == (0, shanghai.summary.mutations)
    for row_type in (*TOLD, Fact):
        assert Loaded(folder, later).rows(row_type) == shanghai.rows(row_type)
    with pytest.raises(DemoRefused, match="holds shanghai already"):
        await told(gateway, folder, city="new-york")


async def test_a_killed_load_goes_on_and_two_firms_get_the_same_city(
    shanghai: Loaded, open_firm: OpenFirm
) -> None:
    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        if done > total // 2:
            raise Killed

    gateway, folder = await open_firm("killed")
    assert await is_empty(gateway, TENANT_ID)
    clock = gateway.clock
    with pytest.raises(Killed):
        await load(gateway, TENANT_ID, "shanghai", NOW_MS, kill, data_dir=folder, scale=SCALE)
    assert gateway.clock is clock
    rest = await told(gateway, folder, NOW_MS + 3_600_000)
    assert 0 < rest.added < rest.mutations == shanghai.summary.added
    for row_type in TOLD:
        assert set(Loaded(folder, rest).rows(row_type)) == set(shanghai.rows(row_type))


@pytest.mark.parametrize("city", ["shanghai", "new_york"])
def test_nothing_of_a_load_is_refused(city: str, request: pytest.FixtureRequest) -> None:
    loaded: Loaded = request.getfixturevalue(city)
    lines = rows_in(loaded.folder, LEDGER)
    assert len(lines) == loaded.summary.mutations
    assert {line.outcome for line in lines} == {"accepted"}


def test_what_a_visitor_finds(shanghai: Loaded) -> None:
    wang = next(each.id for each in shanghai.rows(Technician) if each.name == "王建国")
    mine = [each for each in shanghai.rows(Appointment) if each.technician_id == wang]
    assert shanghai.summary.technicians == 24
    assert any(each.state == "accepted" and each.start_ms <= NOW_MS < each.end_ms for each in mine)
    soon = [each for each in mine if NOW_MS < each.start_ms < NOW_MS + 14 * 3_600_000]
    assert sum(each.state == "dispatched" for each in soon) >= 3
    orders = shanghai.rows(WorkOrder)
    assert {order.state for order in orders} == REACHED
    assert sum(order.territory_id is None for order in orders) == 1
    assert {project.type for project in shanghai.rows(Project)} == set(ProjectType)


def test_every_picture_is_in_the_store_and_the_map_has_a_layer(shanghai: Loaded) -> None:
    files = shanghai.rows(Attachment)
    assert len(files) == shanghai.summary.attachments > 3
    blobs = Blobs(shanghai.folder / "blobs")
    for each in files:
        assert each.state == BlobState.STORED.value
        assert blobs.size_bytes(TENANT_ID, each.sha256) == each.size_bytes
    layer = json.loads(layer_path(shanghai.folder).read_text(encoding="utf-8"))
    names = {feature["properties"].get("name") for feature in layer["features"]}
    assert {"黄浦江", "Hudson River"} <= names


def test_visits_answered_the_list_that_their_order_pins(shanghai: Loaded) -> None:
    versions = {each.id: unpack(each.items) for each in shanghai.rows(ChecklistVersion)}
    orders = {order.id: order for order in shanghai.rows(WorkOrder)}
    pictures = {each.id for each in shanghai.rows(Attachment)}
    answers = shanghai.rows(ChecklistAnswer)
    answered: list[ChecklistItem] = []
    for each in answers:
        assert orders[each.work_order_id].checklist_version_id == each.checklist_version_id
        items = versions[each.checklist_version_id]
        item = next(item for item in items if item.code == each.item)
        assert item.kind != "photo" or each.value in pictures
        answered.append(item)
    assert {item.kind for item in answered} == {"check", "choice", "number", "text", "photo"}
    general = {each.current_version_id for each in shanghai.rows(Checklist) if not each.skill_id}
    assert len(general) == 1
    assert len(versions) == len(shanghai.rows(Skill)) + 1


def test_orders_name_the_things_that_broke(shanghai: Loaded) -> None:
    assets = {each.id: each for each in shanghai.rows(Asset)}
    named = {order.asset_id for order in shanghai.rows(WorkOrder)} - {None}
    assert named <= set(assets)
    assert len(named) >= 3
    assert len({each.code for each in assets.values()}) == len(assets) >= 12
    assert all(each.location_id for each in assets.values())
    assert {each.kind for each in assets.values()} == {"equipment", "part"}


def test_history_has_its_authors_and_its_times(shanghai: Loaded) -> None:
    for fact in shanghai.rows(Fact):
        assert fact.author_name
        assert fact.at_ms <= fact.recorded_ms <= NOW_MS
        assert fact.recorded_ms - fact.at_ms <= 20 * 60_000
        if fact.verb == "work_order.report":
            assert fact.author_name == "陈敏"


def test_new_york_has_its_crew_and_work_in_english(new_york: Loaded) -> None:
    summary = new_york.summary
    assert (summary.technicians, summary.territories) == (24, 5)
    assert {each.zone for each in new_york.rows(Territory)} == {"America/New_York"}
    orders = new_york.rows(WorkOrder)
    assert {S.REPORTED, S.ASSIGNED, S.ACCEPTED, S.IN_REPAIR, S.CONFIRMED} <= {
        order.state for order in orders
    }
    texts = [order.title + order.description for order in orders]
    texts += [fact.text + fact.detail for fact in new_york.rows(Fact)]
    texts += [each.name for each in new_york.rows(Checklist)]
    texts += [each.name for each in new_york.rows(Asset)]
    assert [text for text in texts if any("一" <= letter <= "鿿" for letter in text)] == []


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
