"""Fields that somebody else changed while an author was away: merged, put on a card, or refused."""

import json
from typing import Any

from sqlalchemy import select, update

from server.gateway.tables import FIELD_PAST, ROW_VERSION
from sync.protocol import Result
from tests.server.gateway.client import Client, visible
from tests.server.gateway.founding import TENANT, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal

CUSTOMER = {"phone": "1", "tier": "normal", "remark": "gate 4"}


async def person(house: House, who: str) -> Client:
    client = Client(house, who)
    await client.catch_up()
    return client


async def say(client: Client, name: str, /, **args: Any) -> Result:
    """Author an entry on the base that the client has now, and send it."""
    client.house.now_ms += 1_000
    client.write(name, **args)
    n = client.next_n - 1
    await client.catch_up()
    return client.results[n]


async def rename(client: Client, customer_id: str, name: str, **more: str) -> Result:
    args = {"customer_id": customer_id, "name": name} | CUSTOMER | more
    return await say(client, "customer.edit", **args)


async def only(house: House, kind: str) -> Any:
    (row,) = await house.rows(kind)
    return row


def held(client: Client, row_id: str) -> list[dict[str, Any]]:
    """The row as each of the client's scopes shows it."""
    return [
        dict(zip(visible(each.kind, client.levels[scope]), each.values, strict=True))
        for (scope, _), each in client.members.items()
        if each.row_id == row_id
    ]


async def offices(house: House) -> tuple[str, Client, Client]:
    """A customer, and two dispatchers who have both seen him."""
    customer_id = await house.done("chief", "customer.add", name="Ming", **CUSTOMER)
    return customer_id, await person(house, "chief"), await person(house, "east")


async def test_one_field_by_two_people_becomes_a_card(house: House) -> None:
    customer_id, chief, east = await offices(house)
    assert (await rename(chief, customer_id, "Ming Estates")).flags == []
    assert (await rename(east, customer_id, "Ming & Co")).flags == ["contested"]
    customer = await only(house, "customer")
    assert (customer.name, customer.initials) == ("Ming Estates", "mingestates")
    card, stored = await only(house, "conflict"), await only(house, "conflict_stored")
    assert (card.row_kind, card.row_id, card.field) == ("customer", customer_id, "name")
    assert json.loads(card.arriving) == {"name": "Ming & Co", "initials": "mingco"}
    assert json.loads(stored.value) == {"name": "Ming Estates", "initials": "mingestates"}
    assert (card.author_id, card.author_name, card.n) == (id_of("east"), "East", 1)
    assert (stored.by_id, stored.by_name) == (id_of("chief"), "Chief")
    assert card.choice is None
    await chief.catch_up()
    for client in (chief, east):
        assert client.holds(card.id)
        assert client.holds(stored.id)


async def test_different_fields_merge(house: House) -> None:
    """A form sends all its fields: what its author did not touch asks for nothing."""
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")
    result = await rename(east, customer_id, "Ming", phone="2")
    assert (result.outcome, result.flags) == ("accepted", ["merged"])
    customer = await only(house, "customer")
    assert (customer.name, customer.phone) == ("Ming Estates", "2")
    assert await house.rows("conflict") == []


async def test_later_entries_of_the_replica_join_its_card(house: House) -> None:
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")
    base = (east.cursor.epoch, east.cursor.floor)
    for name, phone in (("Ming A", "1"), ("Ming B", "1"), ("Ming B", "3")):
        args = {"customer_id": customer_id, "name": name} | CUSTOMER | {"phone": phone}
        east.write("customer.edit", **args)
        assert east.outbox[-1].base == base
    await east.catch_up()
    assert [east.results[n].flags for n in (1, 2, 3)] == [["contested"], ["contested"], ["merged"]]
    card = await only(house, "conflict")
    assert (json.loads(card.arriving)["name"], card.n) == ("Ming B", 2)
    assert (await only(house, "customer")).phone == "3"


async def test_the_author_may_come_to_the_stored_value(house: House) -> None:
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")
    for name in ("Ming A", "Ming Estates"):
        east.write("customer.edit", customer_id=customer_id, name=name, **CUSTOMER)
    await east.catch_up()
    card = await only(house, "conflict")
    assert (card.choice, card.decided_by_id) == ("stored", id_of("east"))


async def test_an_earlier_entry_of_the_same_replica_does_not_count(house: House) -> None:
    customer_id, _, east = await offices(house)
    for name in ("Ming A", "Ming B"):
        east.write("customer.edit", customer_id=customer_id, name=name, **CUSTOMER)
    await east.catch_up()
    assert east.results[2].flags == []
    assert (await only(house, "customer")).name == "Ming B"
    assert await house.rows("conflict") == []


async def test_authority_refuses(house: House) -> None:
    order_id = await house.order()
    visit_id = await house.visit(order_id, "ann")
    chief, east = await person(house, "chief"), await person(house, "east")
    to_bob = {"appointment_id": visit_id, "technician_id": id_of("technician:bob")}
    assert (await say(chief, "appointment.reassign", **to_bob)).outcome == "accepted"
    to_cai = to_bob | {"technician_id": id_of("technician:cai")}
    result = await say(east, "appointment.reassign", **to_cai)
    assert (result.outcome, result.reason) == ("rejected", "changed_meanwhile")
    assert result.detail["field"] == "technician_id"
    assert result.detail["by"] == "Chief"
    assert result.detail["at_ms"] > 0
    assert (await say(east, "appointment.reassign", **to_cai)).outcome == "accepted"


async def test_half_of_a_promise_is_not_merged(house: House) -> None:
    """Start and duration make one window: with another start, no end would be right."""
    visit_id = await house.visit(await house.order(), "ann")
    chief, east = await person(house, "chief"), await person(house, "east")
    args = {"appointment_id": visit_id, "start_local": "2026-03-02T11:00", "duration_min": 60}
    await say(chief, "appointment.reschedule", **args)
    longer = args | {"start_local": "2026-03-02T09:00", "duration_min": 90}
    result = await say(east, "appointment.reschedule", **longer)
    assert result.reason == "changed_meanwhile"
    visit = await only(house, "appointment")
    assert visit.end_ms - visit.start_ms == visit.duration_min * 60_000


async def test_facts_land_whoever_moved_what(house: House) -> None:
    order_id = await house.order()
    visit_id = await house.visit(order_id, "ann")
    ann = await person(house, "ann")
    await house.done("chief", "work_order.edit", work_order_id=order_id, title="A", description="")
    await house.done(
        "chief",
        "appointment.reassign",
        appointment_id=visit_id,
        technician_id=id_of("technician:bob"),
    )
    for name in ("accept", "depart", "arrive", "start", "complete"):
        ann.write(f"appointment.{name}", appointment_id=visit_id)
    ann.write("work_order.note", work_order_id=order_id, text="hm")
    await ann.catch_up()
    assert [ann.results[n].outcome for n in range(1, 7)] == ["accepted"] * 6


async def on_ann_s_order(house: House) -> tuple[str, str, str]:
    """An order of ann's with a contact whom she may mend: order, visit, contact."""
    order_id = await house.order(new_customer_name="Ming", new_contact_name="Li", phone="1")
    contact_id = house.born("chief", 3)
    return order_id, await house.visit(order_id, "ann"), contact_id


async def test_who_lost_the_row_sees_his_own_value_only(house: House) -> None:
    _, visit_id, contact_id = await on_ann_s_order(house)
    ann, bob = await person(house, "ann"), await person(house, "bob")
    args = {"contact_id": contact_id, "name": "Li", "relation": "", "locale": "zh-CN"}
    await house.done("chief", "contact.edit", **args, phone="222")
    assert (await say(ann, "contact.edit", **args, phone="333")).flags == ["contested"]
    card, stored = await only(house, "conflict"), await only(house, "conflict_stored")
    assert ann.holds(stored.id)
    bob_now = id_of("technician:bob")
    await house.done(
        "chief", "appointment.reassign", appointment_id=visit_id, technician_id=bob_now
    )
    await ann.catch_up()
    await bob.catch_up()
    assert not ann.holds(stored.id)
    assert [json.loads(each["arriving"]) for each in held(ann, card.id)] == [{"phone": "333"}]
    assert bob.holds(card.id)
    assert bob.holds(stored.id)
    result = await say(ann, "conflict.choose", conflict_id=card.id, choice="arriving")
    assert result.reason == "not_found"
    assert (await say(bob, "conflict.choose", conflict_id=card.id, choice="arriving")).reason == (
        "not_allowed"
    )
    await house.done("chief", "conflict.choose", conflict_id=card.id, choice="arriving")
    await ann.catch_up()
    assert [each["choice"] for each in held(ann, card.id)] == ["arriving"]
    for client in (ann, bob):
        await client.catch_up()
        await assert_equal(client)


async def test_a_card_on_a_field_of_the_office_stays_there(house: House) -> None:
    order_id, visit_id, _ = await on_ann_s_order(house)
    customer_id = (await only(house, "customer")).id
    ann = await person(house, "ann")
    chief, east = await person(house, "chief"), await person(house, "east")
    args = CUSTOMER | {"phone": "1"}
    for client, remark in ((chief, "pays late"), (east, "pays")):
        client.write(
            "customer.edit", customer_id=customer_id, name="Ming", **args | {"remark": remark}
        )
        await client.catch_up()
    card, stored = await only(house, "conflict"), await only(house, "conflict_stored")
    bob_now = id_of("technician:bob")
    await house.done(
        "chief", "appointment.reassign", appointment_id=visit_id, technician_id=bob_now
    )
    bob = await person(house, "bob")
    await ann.catch_up()
    await chief.catch_up()
    for client in (ann, bob):
        assert not client.holds(card.id)
        assert not client.holds(stored.id)
    assert bob.holds(customer_id)
    assert bob.holds(order_id)
    assert chief.holds(stored.id)


async def test_choosing_and_changing_one_s_mind(house: House) -> None:
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")
    await rename(east, customer_id, "Ming & Co")
    card_id = (await only(house, "conflict")).id
    await chief.catch_up()

    async def choose(client: Client, choice: str) -> Any:
        await client.catch_up()
        result = await say(client, "conflict.choose", conflict_id=card_id, choice=choice)
        assert (result.outcome, result.flags) == ("accepted", [])
        return await only(house, "customer")

    assert (await choose(chief, "stored")).name == "Ming Estates"
    taken = await choose(east, "arriving")
    assert (taken.name, taken.initials) == ("Ming & Co", "mingco")
    card = await only(house, "conflict")
    assert (card.choice, card.decided_by_name) == ("arriving", "East")
    assert (await choose(chief, "stored")).name == "Ming Estates"
    assert (await choose(chief, "arriving")).name == "Ming & Co"
    await east.catch_up()
    await rename(east, customer_id, "Ming Group")
    assert (await choose(chief, "stored")).name == "Ming Group"  # keeps what is there now
    assert (await choose(chief, "arriving")).name == "Ming & Co"
    stored = await only(house, "conflict_stored")
    assert (json.loads(stored.value)["name"], stored.by_name) == ("Ming Group", "East")


async def test_two_who_choose_at_once(house: House) -> None:
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")
    await rename(east, customer_id, "Ming & Co")
    card_id = (await only(house, "conflict")).id
    await chief.catch_up()
    await say(chief, "conflict.choose", conflict_id=card_id, choice="arriving")
    result = await say(east, "conflict.choose", conflict_id=card_id, choice="stored")
    assert result.reason == "changed_meanwhile"
    assert result.detail["field"] == "choice"


async def test_an_answer_to_a_row_that_was_born_meanwhile(house: House) -> None:
    """Both answered the same question for the first time: the second one finds the first."""
    items = [{"code": "valve", "kind": "text", "label_zh": "阀门"}]
    await house.done("west", "checklist.add", name="All", items=items)
    order_id = await house.order()
    await house.done("chief", "work_order.triage", work_order_id=order_id, grade="normal")
    await house.visit(order_id, "ann")
    version_id = (await only(house, "checklist_version")).id
    ann, chief = await person(house, "ann"), await person(house, "chief")
    args = {"work_order_id": order_id, "checklist_version_id": version_id, "item": "valve"}
    assert (await say(chief, "checklist.answer", **args, value="closed")).flags == []
    assert (await say(ann, "checklist.answer", **args, value="open")).flags == ["contested"]
    answer = await only(house, "checklist_answer")
    assert (answer.value, answer.author_id) == ("closed", id_of("chief"))
    card = await only(house, "conflict")
    assert json.loads(card.arriving)["author_id"] == id_of("ann")
    await say(ann, "conflict.choose", conflict_id=card.id, choice="arriving")
    answer = await only(house, "checklist_answer")
    assert (answer.value, answer.author_id) == ("open", id_of("ann"))


async def test_lines_from_before_writers_were_kept(house: House) -> None:
    """Whose change it was is not known: it counts as somebody else's."""
    customer_id, chief, east = await offices(house)
    await rename(chief, customer_id, "Ming Estates")

    def forget(unit: Any) -> None:
        v = ROW_VERSION.c
        here = (v.tenant_id == TENANT, v.row_id == customer_id)
        text = unit.connection.execute(select(v.versions).where(*here)).scalar_one()
        plain = {field: seq for field, seq in json.loads(text).items() if field}
        line = update(ROW_VERSION).where(*here).values(versions=json.dumps(plain))
        unit.connection.execute(line)
        unit.connection.execute(FIELD_PAST.delete())

    await house.gateway.database.write(TENANT, forget)
    assert (await rename(east, customer_id, "Ming & Co")).flags == ["contested"]
    assert len(await house.rows("conflict")) == 1
