"""Check-ins through the real gateway, on both engines: who sees them, and what they follow."""

from typing import Any

from tests.server.gateway.client import Client
from tests.server.gateway.founding import EAST_FIX, WEST_FIX, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal

AWAY_FIX = EAST_FIX | {"lat_e7": EAST_FIX["lat_e7"] + 90_000, "accuracy_m": 9}


async def arrived(house: House, who: str = "ann", **whereabouts: Any) -> Any:
    """The check-in of a technician at a new order of the east."""
    day = 2 + len(await house.rows("appointment"))
    visit_id = await house.visit(await house.order(), who, day)
    where = whereabouts or {"samples": [AWAY_FIX]}
    await house.done(who, "appointment.arrive", appointment_id=visit_id, whereabouts=where)
    return next(row for row in await house.rows("check_in") if row.appointment_id == visit_id)


async def client_of(house: House, who: str) -> Client:
    client = Client(house, who)
    await client.catch_up()
    await assert_equal(client)
    return client


async def test_its_author_and_the_office_see_it_and_nobody_else(house: House) -> None:
    row = await arrived(house)
    seen = {
        who for who in ("ann", "bob", "east", "west") if (await client_of(house, who)).holds(row.id)
    }
    assert seen == {"ann", "east"}


async def test_the_next_technician_does_not_learn_where_the_first_was(house: House) -> None:
    row = await arrived(house)
    to = {"technician_id": id_of("technician:bob")}
    await house.done("chief", "appointment.reassign", appointment_id=row.appointment_id, **to)
    bob, ann = await client_of(house, "bob"), await client_of(house, "ann")
    assert bob.holds(row.appointment_id)
    assert not bob.holds(row.id)
    assert ann.holds(row.id)


async def test_the_history_of_the_order_holds_no_samples(house: House) -> None:
    row = await arrived(house)
    (line,) = [fact for fact in await house.rows("fact") if fact.verb == "appointment.arrive"]
    assert row.samples != "[]"
    assert line.detail == "{}"


async def test_it_goes_with_its_order_to_another_office(house: House) -> None:
    row = await arrived(house)
    args = {"work_order_id": row.work_order_id, "fix": WEST_FIX, "address": "Road 2"}
    await house.done("chief", "work_order.place", **args)
    assert (await client_of(house, "west")).holds(row.id)
    assert not (await client_of(house, "east")).holds(row.id)


async def test_the_distance_is_to_the_site_as_it_was_then(house: House) -> None:
    row = await arrived(house)
    assert (row.distance_m, row.radius_m, row.review) == (1001, 200, "awaiting")
    (site,) = await house.rows("location")
    await house.done("chief", "location.place", location_id=site.id, fix=AWAY_FIX)
    (after,) = await house.rows("check_in")
    assert after == row


async def test_reviews_are_the_offices_own(house: House) -> None:
    row = await arrived(house)
    seen: dict[str, Any] = {"check_in_id": row.id, "verdict": "seen"}
    assert (await house.ask("ann", "check_in.review", **seen)).reason == "not_allowed"
    assert (await house.ask("west", "check_in.review", **seen)).reason == "not_found"
    doubt = seen | {"verdict": "doubtful"}
    assert (await house.ask("east", "check_in.review", **doubt)).reason == "note_needed"
    await house.ask("east", "check_in.review", **doubt, note="not there")
    (after,) = await house.rows("check_in")
    assert (after.review, after.reviewed_by_id) == ("doubtful", id_of("east"))
    assert (after.review_note, after.flags) == ("not there", row.flags)
    ann = await client_of(house, "ann")
    assert ann.holds(row.id)


async def test_speed_and_repeats_are_of_one_person(house: House) -> None:
    """The clock moves by seconds here: from east to west is too fast for one, not for two."""
    await arrived(house, samples=[EAST_FIX])
    there = await arrived(house, samples=[WEST_FIX])
    assert "fast" in there.flags
    other = await arrived(house, "bob", samples=[EAST_FIX])
    assert "fast" not in other.flags
    for _ in range(2):
        assert "repeated" not in (await arrived(house, samples=[WEST_FIX])).flags
    assert "repeated" not in (await arrived(house, "bob", samples=[WEST_FIX])).flags
    assert "repeated" not in (await arrived(house, samples=[WEST_FIX])).flags
    assert '"repeated":5' in (await arrived(house, samples=[WEST_FIX])).flags


async def test_an_arrival_that_says_nothing_leaves_no_check_in(house: House) -> None:
    visit_id = await house.visit(await house.order(), "ann")
    await house.done("ann", "appointment.arrive", appointment_id=visit_id)
    await house.done("ann", "appointment.complete", appointment_id=visit_id, summary="done")
    assert await house.rows("check_in") == []
