"""Which assets a technician is shown, and what a label on the spot does; on both databases."""

import pytest

from tests.server.gateway.client import Client
from tests.server.gateway.founding import EAST_FIX, id_of
from tests.server.gateway.house import House


class Lifts:
    """Two lifts in two buildings, and an order on the first that Ann goes to."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.places: list[str] = []
        self.lifts: list[str] = []
        self.order_id = self.visit_id = ""

    async def build(self) -> "Lifts":
        house = self.house
        for number in (1, 2):
            place = {"kind": "building", "name": f"{number}栋", "fix": EAST_FIX}
            self.places.append(await house.done("chief", "location.add", **place))
            lift = {"name": f"{number}号电梯", "code": f"LIFT-{number}"}
            at = {"location_id": self.places[-1]}
            self.lifts.append(await house.done("chief", "asset.add", **lift, **at))
        self.order_id = await house.order(asset_id=self.lifts[0])
        self.visit_id = await house.visit(self.order_id, "ann")
        return self

    async def phone(self, who: str) -> Client:
        client = Client(self.house, who)
        await client.catch_up()
        return client


@pytest.fixture
async def lifts(house: House) -> Lifts:
    return await Lifts(house).build()


async def test_a_technician_has_the_asset_of_his_order_and_its_place(lifts: Lifts) -> None:
    ann, bob = await lifts.phone("ann"), await lifts.phone("bob")
    assert ann.holds(lifts.lifts[0])
    assert ann.holds(lifts.places[0])
    assert not ann.holds(lifts.lifts[1])
    assert not ann.holds(lifts.places[1])
    assert not any(bob.holds(row) for row in (*lifts.lifts, *lifts.places))
    chief = await lifts.phone("chief")
    assert all(chief.holds(row) for row in lifts.lifts)


async def test_the_asset_leaves_with_the_order(lifts: Lifts) -> None:
    ann = await lifts.phone("ann")
    technician_id = id_of("technician:bob")
    moved = {"appointment_id": lifts.visit_id, "technician_id": technician_id}
    await lifts.house.done("chief", "appointment.reassign", **moved)
    await ann.catch_up()
    assert not ann.holds(lifts.lifts[0])
    assert not ann.holds(lifts.places[0])
    assert (await lifts.phone("bob")).holds(lifts.lifts[0])


async def test_an_asset_that_is_moved_takes_its_place_along(lifts: Lifts) -> None:
    ann = await lifts.phone("ann")
    card = {"name": "1号电梯", "code": "LIFT-1", "manufacturer": "", "model": "", "serial": ""}
    card |= {"installed_on": None, "remark": "", "location_id": lifts.places[1]}
    await lifts.house.done("chief", "asset.edit", asset_id=lifts.lifts[0], **card)
    await ann.catch_up()
    assert ann.holds(lifts.places[1])
    assert not ann.holds(lifts.places[0])


async def test_a_label_read_on_the_spot_names_what_its_reader_was_never_shown(
    lifts: Lifts,
) -> None:
    ann = await lifts.phone("ann")
    ann.write("work_order.name_asset", work_order_id=lifts.order_id, code="LIFT-2")
    await ann.catch_up()
    (order,) = await lifts.house.rows("work_order")
    assert order.asset_id == lifts.lifts[1]
    assert ann.holds(lifts.lifts[1])
    assert ann.holds(lifts.places[1])
    assert not ann.holds(lifts.lifts[0])


async def test_by_its_id_a_stranger_is_not_named(lifts: Lifts) -> None:
    ann = await lifts.phone("ann")
    ann.write("work_order.name_asset", work_order_id=lifts.order_id, asset_id=lifts.lifts[1])
    await ann.catch_up()
    assert (ann.results[1].outcome, ann.results[1].reason) == ("rejected", "not_found")


@pytest.mark.parametrize(
    "field", [{"external_ref": "old:1"}, {"reported_ms": 1}, {"closed_ms": 1}], ids=str
)
async def test_a_technician_imports_no_register(lifts: Lifts, field: dict[str, object]) -> None:
    args = {"title": "漏水", "address": "路1号", "channel": "import"}
    result = await lifts.house.ask("ann", "work_order.report", **args, **field)
    assert (result.outcome, result.reason) == ("rejected", "bad_arguments")
    assert (await lifts.house.ask("chief", "work_order.report", **args, **field)).reason == ""
