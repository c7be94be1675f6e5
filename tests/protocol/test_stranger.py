"""A client written only from the document, against the shipped application, on both databases."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from server.app import create_app
from server.settings import Settings
from tests.protocol.stranger import Refused, Stranger, born_id
from tests.server.gateway.founding import EAST_FIX, PASSWORD, id_of

CUSTOMER = {"phone": "1", "tier": "normal", "remark": ""}
Arrive = Callable[[str], Awaitable[Stranger]]


@pytest.fixture
async def arrive(settings: Settings) -> AsyncIterator[Arrive]:
    """Gives a person's phone after its first sync."""
    async with AsyncTestClient(create_app(settings), base_url="https://testserver.local") as web:

        async def sign_in(login: str) -> Stranger:
            phone = Stranger(web, born_id(login, "phone", 0))
            await phone.sign_in(login, PASSWORD)
            await phone.catch_up()
            assert phone.heads == 1
            return phone

        yield sign_in


def visit(office: Stranger, technician: str) -> tuple[str, str]:
    """An order and its appointment, both written before either is known to the server."""
    order = office.write("work_order.report", title="Leak", phone="1", fix=EAST_FIX)
    appointment = office.write(
        "appointment.assign",
        work_order_id=order,
        technician_id=id_of(f"technician:{technician}"),
        start_local="2026-03-02T09:00",
        zone="Asia/Shanghai",
    )
    return order, appointment


@pytest.mark.parametrize("in_columns", [False, True], ids=["spelt", "columns"])
async def test_offline_edits(arrive: Arrive, in_columns: bool) -> None:
    office, ann = await arrive("chief"), await arrive("ann")
    office.in_columns = ann.in_columns = in_columns
    order, appointment = visit(office, "ann")
    for text in ("gate 4", "dog", '王建国 "二号"\n🔧'):
        office.write("work_order.note", work_order_id=order, text=text)
    await office.catch_up()
    assert [result[1] for result in office.results.values()] == ["accepted"] * 5
    assert office.outbox == []
    await ann.catch_up()
    assert ann.find("appointment", appointment)[appointment]["state"] == "dispatched"
    ann.write("appointment.accept", appointment_id=appointment)
    ann.write("appointment.depart", appointment_id=appointment, fix=EAST_FIX)
    await ann.catch_up()
    await office.catch_up()
    assert office.find("appointment", appointment)[appointment]["state"] == "en_route"
    assert len(office.find("fact")) == 7


async def test_a_conflict(arrive: Arrive) -> None:
    chief, east = await arrive("chief"), await arrive("east")
    customer = chief.write("customer.add", name="Ming", **CUSTOMER)
    await chief.catch_up()
    await east.catch_up()
    chief.write("customer.edit", customer_id=customer, name="Ming Estates", **CUSTOMER)
    east.write("customer.edit", customer_id=customer, name="Ming & Co", **CUSTOMER)
    await chief.catch_up()
    await east.catch_up()
    assert east.results[1][1:3] == ["accepted", ["contested"]]
    assert east.find("customer")[customer]["name"] == "Ming Estates"
    ((card_id, card),) = east.find("conflict").items()
    assert (card["row_id"], card["field"], card["choice"]) == (customer, "name", None)
    east.write("conflict.choose", conflict_id=card_id, choice="arriving")
    await east.catch_up()
    await chief.catch_up()
    assert chief.find("customer")[customer]["name"] == "Ming & Co"


async def test_a_reassignment(arrive: Arrive) -> None:
    office, ann, bob = await arrive("chief"), await arrive("ann"), await arrive("bob")
    order, appointment = visit(office, "ann")
    await office.catch_up()
    await ann.catch_up()
    assert order in ann.find("work_order")
    ann.write("appointment.depart", appointment_id=appointment)
    other = id_of("technician:bob")
    office.write("appointment.reassign", appointment_id=appointment, technician_id=other)
    await office.catch_up()
    await ann.catch_up()
    await bob.catch_up()
    await office.catch_up()
    assert ann.results[1][1:3] == ["accepted", ["late"]]
    assert ann.find("work_order") == ann.find("appointment") == {}
    assert bob.find("appointment", appointment)[appointment]["state"] == "dispatched"
    late = [fact for fact in office.find("fact").values() if fact["is_late"]]
    assert [fact["verb"] for fact in late] == ["appointment.depart"]


async def test_a_lost_answer(arrive: Arrive) -> None:
    office = await arrive("chief")
    visit(office, "ann")
    office.write("customer.add", name="Ming", **CUSTOMER)
    sent = office.request("AAAAAAAA")
    lost = office.judged(await office.post(sent), "AAAAAAAA")
    assert office.results == {}
    again = office.judged(await office.post(sent), "AAAAAAAA")
    office.apply(again, sent[8])
    assert (again[9], again[17]) == (lost[9], lost[17])
    assert [result[1] for result in office.results.values()] == ["accepted"] * 3
    await office.catch_up()
    assert len(office.find("work_order")) == 1
    assert [row["name"] for row in office.find("customer").values()].count("Ming") == 1


async def test_damaged_rows_are_repaired(arrive: Arrive) -> None:
    office = await arrive("chief")
    for name in ("Ming", "Wang", "Li"):
        office.write("customer.add", name=name, **CUSTOMER)
    await office.catch_up()
    whole = {place: list(row.values) for place, row in office.rows.items()}
    flipped, lost = list(office.rows)[:2]
    office.rows[flipped].values[0] = "other"
    office.rows[99, 999] = office.rows.pop(lost)
    heads = office.heads
    await office.catch_up()
    assert {place: row.values for place, row in office.rows.items()} == whole
    assert office.heads == heads + 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({0: 2}, 400, "wrong_protocol"),
        ({1: "0" * 16}, 409, "schema_unknown"),
        ({3: "short"}, 400, "broken_envelope"),
    ],
)
async def test_refusals(arrive: Arrive, change: dict[int, Any], status: int, code: str) -> None:
    office = await arrive("chief")
    said = office.request("AAAAAAAA")
    for place, value in change.items():
        said[place] = value
    with pytest.raises(Refused) as refused:
        office.judged(await office.post(said), "AAAAAAAA")
    assert (refused.value.status, refused.value.code) == (status, code)
