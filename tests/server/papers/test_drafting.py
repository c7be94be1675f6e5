"""What a paper says of an arrival comes from its check-in, as it was then."""

from typing import Any

from server.gateway.tx import Tx
from server.papers.documents import Document
from server.papers.drafting import document
from server.papers.queries import order_file
from server.papers.schema import Form
from server.work_orders.schema import WorkOrder
from tests.server.gateway import founding
from tests.server.gateway.founding import EAST_FIX
from tests.server.gateway.house import House

AWAY_FIX = EAST_FIX | {"lat_e7": EAST_FIX["lat_e7"] + 90_000, "accuracy_m": 9}


async def drafted(house: House, order_id: str) -> Document:
    def read(connection: Any) -> Document:
        tx = Tx(connection, founding.TENANT)
        order = tx.get(WorkOrder, order_id)
        assert order is not None
        return document(Form.SURVEY, order_file(tx, order))

    return await house.gateway.read(read)


async def arrived(house: House, **said: Any) -> Document:
    order_id = await house.order()
    visit_id = await house.visit(order_id, "ann")
    await house.done("ann", "appointment.arrive", appointment_id=visit_id, **said)
    (site,) = await house.rows("location")
    await house.done("chief", "location.place", location_id=site.id, fix=AWAY_FIX)
    return await drafted(house, order_id)


async def test_the_distance_is_measured_and_not_what_the_phone_says(house: House) -> None:
    made = await arrived(house, distance_m=3, whereabouts={"samples": [AWAY_FIX]})
    assert (made.visits[-1].distance_m, made.visits[-1].radius_m) == (1001, 200)
    assert "flag.outside" in made.flags
    assert "flag.no_position" not in made.flags


async def test_without_a_position_the_phones_word_stands(house: House) -> None:
    made = await arrived(house, distance_m=412, reason="at the gate")
    assert (made.visits[-1].distance_m, made.visits[-1].away_reason) == (412, "at the gate")


async def test_a_denied_position_is_said(house: House) -> None:
    made = await arrived(house, reason="no signal", whereabouts={"missing": "denied"})
    assert made.visits[-1].distance_m is None
    assert "flag.no_position" in made.flags
