"""A list goes out with its order, is answered without signal, and comes back; on both databases."""

import json
from typing import Any

import pytest

from tests.server.gateway.client import Client
from tests.server.gateway.founding import id_of
from tests.server.gateway.house import House

ITEMS = (
    {"code": "lock", "kind": "check", "label_zh": "门锁可靠", "is_required": True},
    {"code": "level", "kind": "number", "label_zh": "误差", "unit": "mm", "is_required": True},
)
OTHER_ITEMS = ({"code": "brake", "kind": "check", "label_zh": "制动器", "is_required": True},)
LIST = {"name": "电梯检查", "skill_id": None}


class Shift:
    """An order with a list, visited by Ann; her phone has it and is out of signal from now on."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.phone = Client(house, "ann")
        self.checklist_id = self.version_id = self.order_id = self.visit_id = ""

    async def begin(self) -> "Shift":
        house = self.house
        self.checklist_id = await house.done("boss", "checklist.add", **LIST, items=ITEMS)
        self.version_id = house.born("boss", 1)
        self.order_id = await house.order()
        await house.done("chief", "work_order.triage", work_order_id=self.order_id, grade="normal")
        self.visit_id = await house.visit(self.order_id, "ann")
        await self.phone.catch_up()
        return self

    def answer(self, item: str, value: str, phone: Client | None = None) -> str:
        """An answer that waits in the phone's outbox; the id of its row, if one is born."""
        return (phone or self.phone).write(
            "checklist.answer",
            work_order_id=self.order_id,
            checklist_version_id=self.version_id,
            item=item,
            value=value,
        )

    async def reassign(self, technician: str) -> None:
        technician_id = id_of(f"technician:{technician}")
        await self.house.done(
            "chief",
            "appointment.reassign",
            appointment_id=self.visit_id,
            technician_id=technician_id,
        )

    async def publish(self) -> str:
        """Another version of the list; its id."""
        args = {"checklist_id": self.checklist_id, **LIST}
        return await self.house.done("boss", "checklist.publish", **args, items=OTHER_ITEMS)

    async def standing(self) -> dict[str, tuple[str, str | None]]:
        """Item → value and author, as the server has them."""
        rows = await self.house.rows("checklist_answer")
        return {row.item: (row.value, row.author_id) for row in rows}

    async def lines(self) -> list[Any]:
        """The answers' lines of history, in their order."""
        facts = await self.house.rows("fact")
        found = [fact for fact in facts if fact.verb == "checklist.answer"]
        return sorted(found, key=lambda fact: fact.recorded_ms)


@pytest.fixture
async def shift(house: House) -> Shift:
    return await Shift(house).begin()


async def test_whoever_goes_there_has_the_list_and_its_answers(shift: Shift) -> None:
    answer_id = shift.answer("lock", "pass")
    await shift.phone.catch_up()
    line_id = (await shift.lines())[0].id
    assert all(shift.phone.holds(row) for row in (shift.version_id, answer_id, line_id))
    assert not shift.phone.holds(shift.checklist_id)

    others = {who: Client(shift.house, who) for who in ("bob", "east", "west")}
    for client in others.values():
        await client.catch_up()
    assert others["east"].holds(answer_id)
    assert others["east"].holds(shift.version_id)
    assert others["west"].holds(shift.version_id)  # every dispatcher may pin every list
    assert not others["west"].holds(answer_id)
    assert not others["bob"].holds(shift.version_id)
    assert not others["bob"].holds(answer_id)


async def test_the_list_leaves_with_the_order(shift: Shift) -> None:
    answer_id = shift.answer("lock", "pass")
    await shift.phone.catch_up()
    await shift.reassign("bob")
    await shift.phone.catch_up()
    assert not any(shift.phone.holds(row) for row in (shift.version_id, answer_id))
    other = Client(shift.house, "bob")
    await other.catch_up()
    assert all(other.holds(row) for row in (shift.version_id, answer_id))


async def test_a_published_list_changes_nothing_for_an_order_under_way(shift: Shift) -> None:
    newer_id = await shift.publish()
    await shift.phone.catch_up()
    assert shift.phone.holds(shift.version_id)
    assert not shift.phone.holds(newer_id)
    shift.answer("lock", "fail")
    await shift.phone.catch_up()
    assert await shift.standing() == {"lock": ("fail", id_of("ann"))}


async def test_an_answer_is_judged_by_the_version_its_author_saw(shift: Shift) -> None:
    newer_id = await shift.publish()
    await shift.house.done(
        "chief", "work_order.triage", work_order_id=shift.order_id, grade="urgent"
    )
    answer_id = shift.answer("level", "3.5")
    await shift.phone.catch_up()
    assert shift.phone.results[1].outcome == "accepted"
    (row,) = await shift.house.rows("checklist_answer")
    assert (row.id, row.checklist_version_id) == (answer_id, shift.version_id)
    assert shift.phone.holds(newer_id)
    assert not shift.phone.holds(shift.version_id)
    shift.phone.write("appointment.complete", appointment_id=shift.visit_id, summary="好了")
    await shift.phone.catch_up()
    (end,) = [f for f in await shift.house.rows("fact") if f.verb == "appointment.complete"]
    assert json.loads(end.detail) == {"gaps": 1}  # of the list that the order pins now


async def test_late_answers_fill_gaps_and_overwrite_nobody(shift: Shift) -> None:
    shift.answer("lock", "pass")
    shift.answer("level", "3.5")
    await shift.reassign("bob")
    bob = Client(shift.house, "bob")
    await bob.catch_up()
    shift.answer("lock", "fail", bob)
    await bob.catch_up()
    await shift.phone.catch_up()
    results = [shift.phone.results[n] for n in (1, 2)]
    assert [(result.outcome, result.flags) for result in results] == [("accepted", ["late"])] * 2
    assert await shift.standing() == {
        "lock": ("fail", id_of("bob")),
        "level": ("3.5", id_of("ann")),
    }
    lines = {(line.author_name, line.text): line.is_late for line in await shift.lines()}
    assert lines == {("Bob", "fail"): False, ("Ann", "pass"): True, ("Ann", "3.5"): True}
    await bob.catch_up()
    assert sum(bob.holds(line.id) for line in await shift.lines()) == 3

    shift.answer("level", "4", bob)
    await bob.catch_up()
    assert bob.results[2].flags == []
    assert (await shift.standing())["level"] == ("4", id_of("bob"))


async def test_a_list_that_was_never_shown_is_not_answered(shift: Shift) -> None:
    newer_id = await shift.publish()
    shift.version_id = newer_id
    shift.answer("brake", "pass")
    await shift.phone.catch_up()
    result = shift.phone.results[1]
    assert (result.outcome, result.reason) == ("rejected", "not_found")
    assert await shift.standing() == {}
