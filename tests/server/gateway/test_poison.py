"""An entry whose handler keeps raising goes aside, whole; the others flow; later it runs again."""

from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from server.gateway.poison import FAILING_MS_MIN, TIMES_MIN, is_own_fault
from server.gateway.tables import FAILURE
from tests.server.gateway.client import Client, read
from tests.server.gateway.founding import EAST_FIX, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal
from tests.simulation.audit import broken_links

REPORT = {"title": "Leak", "phone": "1", "channel": "technician", "fix": EAST_FIX}
NOTE = "work_order.note"
REPORT_NAME = "work_order.report"
STEP_MS = FAILING_MS_MIN // 4


def break_handler(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception
) -> None:
    """From now on this mutation raises."""

    def broken(*_: object) -> None:
        raise error

    known = house.gateway.catalogue.mutations
    bad = dict(known) | {name: msgspec.structs.replace(known[name], handler=broken)}
    monkeypatch.setattr(house.gateway.catalogue, "mutations", bad)


async def fail(client: Client, times: int, step_ms: int = STEP_MS) -> list[int]:
    """Sync so often; the number of the last entry with an outcome after each."""
    reached: list[int] = []
    for _ in range(times):
        reached.append((await client.sync()).last)
        client.house.now_ms += step_ms
    return reached


async def poisoned(house: House, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, str]:
    """A phone whose first entry, a report, was set aside, and a note on that order with it."""
    client = Client(house, "ann")
    order = client.write("work_order.report", **REPORT)
    client.write(NOTE, work_order_id=order, text="on its roof")
    client.write("work_order.report", **(REPORT | {"title": "Other"}))
    break_handler(house, monkeypatch, "work_order.report", RuntimeError("a bug"))
    await fail(client, TIMES_MIN - 1)
    client.outbox[2:] = []  # the third is sent once the fault is gone
    client.next_n = 3
    await client.sync()
    return client, order


async def test_it_takes_five_times_and_ten_minutes(house: House, monkeypatch) -> None:
    client = Client(house, "ann")
    visit = await house.visit(await house.order(), "ann")
    await client.catch_up()
    client.write(NOTE, work_order_id=(await house.rows("work_order"))[0].id, text="hm")
    client.write("appointment.accept", appointment_id=visit)
    break_handler(house, monkeypatch, NOTE, RuntimeError("a bug"))
    assert await fail(client, TIMES_MIN - 1) == [0] * (TIMES_MIN - 1)
    answer = await client.sync()
    assert [(r.n, r.outcome, r.reason) for r in answer.results] == [
        (1, "set_aside", "handler_failed"),
        (2, "accepted", ""),
    ]
    assert (answer.last, answer.failed) == (2, None)
    assert await house.lines(FAILURE) == []
    (held,) = await house.rows("held_entry")
    assert (held.name, held.n, held.why, held.state) == (NOTE, 1, "RuntimeError", "waiting")
    assert msgspec.json.decode(held.args)["text"] == "hm"
    await client.catch_up()
    assert client.holds(held.id)
    await assert_equal(client)


async def test_often_but_not_for_long_is_not_enough(house: House, monkeypatch) -> None:
    client = Client(house, "ann")
    client.write("work_order.report", **REPORT)
    break_handler(house, monkeypatch, "work_order.report", RuntimeError("a bug"))
    assert set(await fail(client, TIMES_MIN + 3, step_ms=1_000)) == {0}
    monkeypatch.undo()
    await client.catch_up()
    assert client.results[1].outcome == "accepted"


async def test_the_server_s_own_trouble_never_counts(house: House, monkeypatch) -> None:
    client = Client(house, "ann")
    client.write("work_order.report", **REPORT)
    locked = OperationalError("UPDATE", {}, Exception("database is locked"))
    break_handler(house, monkeypatch, "work_order.report", locked)
    assert set(await fail(client, TIMES_MIN + 1)) == {0}
    assert await house.lines(FAILURE) == []


async def test_what_only_a_newer_app_knows_never_counts(house: House) -> None:
    client = Client(house, "ann")
    client.write("no.such", x=1)
    request = client.request()
    assert request.entries is not None
    request.entries.schemas = ["0" * 16]
    for _ in range(TIMES_MIN + 1):
        body, _ = await house.gateway.sync(await house.actor("ann"), request, "")
        assert read(body).failed == (1, "server_too_old")
        house.now_ms += STEP_MS
    assert await house.lines(FAILURE) == []


def test_which_errors_are_an_entry_s_own() -> None:
    class Lost(Exception):
        sqlstate = "08006"

    assert is_own_fault(KeyError("x"))
    assert is_own_fault(ProgrammingError("SELECT", {}, Exception("no such column")))
    assert not is_own_fault(ProgrammingError("SELECT", {}, Lost()))
    assert not is_own_fault(OSError("disk"))
    assert not is_own_fault(OperationalError("x", {}, Exception("locked")))


async def test_what_names_its_rows_goes_with_it_and_is_run_with_it(
    house: House, monkeypatch
) -> None:
    client, order = await poisoned(house, monkeypatch)
    assert [(r.outcome, r.reason) for r in client.results.values()] == [
        ("set_aside", "handler_failed"),
        ("set_aside", "needs_set_aside"),
    ]
    first = client.results[1]
    again = await house.ask("boss", "entry.rerun", replica=client.replica, n=1)
    assert again.outcome == "accepted"
    held = {row.n: row for row in await house.rows("held_entry")}
    assert (held[1].state, held[1].outcome, held[1].outcome_why) == (
        "waiting",
        "failed",
        "RuntimeError",
    )
    monkeypatch.undo()
    client.write("work_order.report", **(REPORT | {"title": "Other"}))
    again = await house.ask("boss", "entry.rerun", replica=client.replica, n=1)
    assert again.outcome == "accepted"
    await client.catch_up()
    held = {row.n: row for row in await house.rows("held_entry")}
    assert {n: (row.state, row.outcome) for n, row in held.items()} == {
        1: ("rerun", "accepted"),
        2: ("rerun", "accepted"),
    }
    assert client.holds(order)
    assert client.results[3].outcome == "accepted"
    (note,) = [fact for fact in await house.rows("fact") if fact.verb == NOTE]
    assert (note.work_order_id, note.text, note.author_id) == (order, "on its roof", id_of("ann"))
    assert note.at_ms < house.now_ms - STEP_MS
    events = [msgspec.json.decode(line.payload) for line in await house.events()]
    (run,) = [event for event in events if (event["name"], event.get("n")) == (REPORT_NAME, 1)]
    assert (run["rerun_by"], run["user_id"]) == (id_of("boss"), id_of("ann"))
    broken = broken_links(await house.head(), await house.ledger(), await house.events())
    assert broken == []
    await assert_equal(client)
    repeat = Client(house, "ann")
    repeat.write("work_order.report", **REPORT)
    repeat.outbox[0] = msgspec.structs.replace(repeat.outbox[0], device_ms=held[1].device_ms)
    assert (await repeat.sync()).results[0] == first
    decided = await house.ask("boss", "entry.rerun", replica=client.replica, n=1)
    assert decided.reason == "entry_decided"


async def test_who_may_decide(house: House, monkeypatch) -> None:
    client, _ = await poisoned(house, monkeypatch)
    args = {"replica": client.replica, "n": 1}
    refused = {
        ("west", "entry.discard"): "not_found",
        ("bob", "entry.discard"): "not_found",
        ("ann", "entry.discard"): "not_allowed",
        ("chief", "entry.rerun"): "not_allowed",
        ("chief", "entry.accept"): "not_allowed",
        ("chief", "entry.hold"): "bad_arguments",
    }
    for (who, name), reason in refused.items():
        more: dict[str, Any] = {"reason": "no"} if name == "entry.discard" else {}
        assert (await house.ask(who, name, **args, **more)).reason == reason, (who, name)
    await house.done("chief", "entry.discard", **args, reason="nobody needs it")
    again = await house.ask("boss", "entry.rerun", **args)
    assert again.reason == "entry_decided"


async def test_a_refused_entry_is_handed_over_and_taken(house: House) -> None:
    order = await house.order()
    visit = await house.visit(order, "ann")
    client = Client(house, "ann")
    await client.catch_up()
    await house.done("chief", "appointment.cancel", appointment_id=visit, reason="so")
    await house.done("chief", "work_order.cancel", work_order_id=order, reason="so")
    client.write("appointment.decline", appointment_id=visit, reason="ill")
    await client.catch_up()
    assert client.results[1].outcome == "rejected"
    args: dict[str, Any] = {"replica": client.replica, "n": 1}
    assert (await house.ask("bob", "entry.hand_over", **args, remark="")).reason == "not_found"
    held_id = client.write("entry.hand_over", **args, remark="Please look", device_ms=5)
    await client.catch_up()
    assert client.results[2].outcome == "accepted"
    assert client.holds(held_id)
    (held,) = await house.rows("held_entry")
    assert (held.id, held.reason, held.remark) == (held_id, "handed_over", "Please look")
    assert held.why == client.results[1].reason
    assert held.work_order_id == order
    await house.done("chief", "entry.accept", **args)
    (held,) = await house.rows("held_entry")
    assert (held.state, held.outcome) == ("accepted", "rejected")
    assert held.outcome_why == client.results[1].reason
    await house.done("chief", "entry.discard", **args, reason="settled by telephone")
    await client.catch_up()
    await assert_equal(client)


async def test_a_handed_over_entry_that_can_run_by_now(house: House) -> None:
    """The order was over when the part was booked; the office opens it again and takes it."""
    client = Client(house, "ann")
    order = client.write("work_order.report", **REPORT)
    await client.catch_up()
    client.write("fact.see", fact_id=id_of("nobody"))
    client.write("work_order.report", **(REPORT | {"skill_id": id_of("skill2")}))
    await client.catch_up()
    assert client.results[3].reason == "not_found"
    args = {"replica": client.replica, "n": 3}
    client.write("entry.hand_over", **args, remark="the new skill")
    await client.catch_up()
    await house.done("chief", "entry.accept", **args)
    (held,) = await house.rows("held_entry")
    assert held.outcome == "rejected"
    await house.gateway.submit_system(
        (await house.actor("boss")).tenant_id,
        "skill.add",
        {"code": "roofs", "name_zh": "屋面", "name_en": "Roofs"},
        "skill2",
    )
    await house.done("chief", "entry.accept", **args)
    (held,) = await house.rows("held_entry")
    assert (held.state, held.outcome) == ("accepted", "accepted")
    await client.catch_up()
    titles = sorted(row.title for row in await house.rows("work_order"))
    assert titles == ["Leak", "Leak"]
    assert client.holds(order)
    await assert_equal(client)
