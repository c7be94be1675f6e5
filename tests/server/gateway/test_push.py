"""Entries of an outbox: each judged by itself, each recorded once."""

import asyncio
from typing import Any

import msgspec
import pytest

from server.gateway.gateway import Gateway
from server.gateway.routes import DECODER
from server.problems import ProblemError
from sync import chain
from sync.ids import born_id
from sync.protocol import SyncResponse
from tests.server.gateway.client import Client, read
from tests.server.gateway.founding import EAST_FIX, id_of
from tests.server.gateway.house import House
from tests.server.gateway.model import assert_equal

REPORT = {"title": "Leak", "phone": "1", "channel": "technician", "fix": EAST_FIX}


def report(client: Client) -> str:
    return client.write("work_order.report", **REPORT)


async def send(client: Client, raw: list[Any]) -> SyncResponse:
    request = DECODER.decode(msgspec.json.encode(raw))
    body, _ = await client.house.gateway.sync(await client.house.actor(client.who), request, "")
    return msgspec.json.decode(body, type=SyncResponse)


def envelope(client: Client) -> list[Any]:
    return msgspec.to_builtins(client.request()) + ([] if client.outbox else [None, []])


async def test_a_repeat_gives_the_stored_result_byte_for_byte(house: House) -> None:
    client = Client(house, "ann")
    report(client)
    client.write("work_order.note", work_order_id=born_id("x", "y", 0), text="hm")
    request = client.request()
    actor = await house.actor("ann")

    async def results() -> bytes:
        body, _ = await house.gateway.sync(actor, request, "")
        answer = msgspec.json.decode(body, type=SyncResponse)
        return msgspec.json.encode([answer.accepted, answer.results])

    first, seq = await results(), (await house.head()).seq
    assert first.startswith(b"[[[1,1,14]],[[2,15,")
    assert b"not_found" in first
    assert await results() == first
    await house.restart()
    assert await results() == first
    assert (await house.head()).seq == seq
    assert len(await house.rows("work_order")) == 1


async def test_a_gap_stops_and_a_fork_stops(house: House) -> None:
    client = Client(house, "ann")
    client.next_n = 2
    report(client)
    answer = await client.sync()
    assert (answer.last, answer.results) == (0, [])
    first, copy = Client(house, "ann"), Client(house, "ann")
    report(first)
    await first.sync()
    copy.write("work_order.report", **(REPORT | {"title": "Other"}))
    report(copy)
    answer = await copy.sync()
    assert [(r.n, r.reason) for r in answer.results] == [(1, "forked")]
    assert answer.last == 1
    assert len(await house.rows("work_order")) == 1


async def test_a_replica_belongs_to_its_first_user(house: House) -> None:
    client, thief = Client(house, "ann"), Client(house, "bob")
    report(client)
    await client.sync()
    thief.replica = client.replica
    report(thief)
    with pytest.raises(ProblemError, match="replica_taken"):
        await thief.sync()
    assert len(await house.rows("work_order")) == 1


async def test_one_bad_entry_is_refused_and_the_others_go_on(house: House) -> None:
    foreign = await house.order()
    closed = await house.order()
    await house.done("chief", "work_order.cancel", work_order_id=closed, reason="so")
    client = Client(house, "east")
    bad: list[tuple[str, Any, str]] = [
        ("work_order.report", REPORT | {"title": 5}, "bad_arguments"),
        ("work_order.report", [1], "bad_arguments"),
        ("no.such", {}, "unknown_mutation"),
        ("no\0such", {}, "unknown_mutation"),
        ("work_order.hold", {"work_order_id": closed, "reason": "x"}, "wrong_state"),
        ("work_order.hold", {"work_order_id": id_of("nobody"), "reason": "x"}, "not_found"),
        ("work_order.note", {"work_order_id": foreign, "text": "x" * 2001}, "bad_arguments"),
        ("work_order.note", {"work_order_id": foreign, "text": "x" * 17_000}, "too_large"),
        ("work_order.report", REPORT | {"duration_min": 60.5}, "bad_arguments"),
        ("work_order.report", REPORT | {"duration_min": 2**60}, "bad_arguments"),
        ("user.add", {"login": "x", "name": "x"}, "not_allowed"),
    ]
    for name, args, _ in bad:
        report(client)
        client.write("x")
        client.outbox[-1] = msgspec.structs.replace(client.outbox[-1], name=name, args=args)
    report(client)
    await client.sync()
    reasons = [client.results[n].reason for n in range(1, client.next_n)]
    assert reasons == [each for line in bad for each in ("", line[2])] + [""]
    await client.catch_up()
    await assert_equal(client)


async def test_a_stranger_s_fact_is_not_found(house: House) -> None:
    visit = await house.visit(await house.order(), "ann")
    client = Client(house, "cai")
    client.write("appointment.accept", appointment_id=visit)
    await client.sync()
    assert client.results[1].reason == "not_found"


async def test_a_hollow_entry_is_set_aside_and_said_again(house: House) -> None:
    client = Client(house, "ann")
    raw = [*envelope(client)[:8], None, [[1, "a" * 64, "work_order.note"]]]
    first = await send(client, raw)
    assert [(r.n, r.outcome, r.reason) for r in first.results] == [(1, "set_aside", "too_large")]
    again = await send(client, raw)
    assert (again.last, again.results) == (1, first.results)
    raw[9] = [[1, "b" * 64, "work_order.note"]]
    other = await send(client, raw)
    assert [result.reason for result in other.results] == ["forked"]
    client.next_n = 2
    report(client)
    await client.sync()
    assert client.results[2].outcome == "accepted"


async def test_a_handler_that_raises_records_nothing(house: House, monkeypatch) -> None:
    client = Client(house, "ann")
    for _ in range(3):
        report(client)
    before, known = await house.head(), house.gateway.catalogue.mutations
    line = known["work_order.report"]

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    bad = dict(known) | {line.name: msgspec.structs.replace(line, handler=broken)}
    monkeypatch.setattr(house.gateway.catalogue, "mutations", bad)
    answer = await client.sync()
    assert (answer.failed, answer.last) == ((1, "RuntimeError"), 0)
    assert await house.head() == before
    monkeypatch.undo()
    await client.catch_up()
    assert [client.results[n].outcome for n in (1, 2, 3)] == ["accepted"] * 3
    await assert_equal(client)


@pytest.mark.parametrize("field", ["device_ms", "first", "cursor"])
async def test_numbers_beyond_the_protocol_break_the_envelope(house: House, field: str) -> None:
    client = Client(house, "ann")
    report(client)
    raw = msgspec.json.decode(msgspec.json.encode(client.request()))
    if field == "device_ms":
        raw[8][3] = [2**60]
    elif field == "first":
        raw[8][0] = 2**62
    else:
        raw[4] = ["epoch-01", 1, 1, 2**63, 2**63, 2**63]
    with pytest.raises(ProblemError, match="broken_envelope"):
        await send(client, raw)


async def test_64_replicas_at_once(house: House) -> None:
    gateway: Gateway = house.gateway
    before = await house.head()
    clients = [Client(house, ("ann", "bob", "east")[n % 3], n) for n in range(64)]
    for number, client in enumerate(clients):
        report(client)
        client.write("work_order.report", **REPORT, duration_min=1 if number % 2 else 60)
    actors = {who: await house.actor(who) for who in ("ann", "bob", "east")}
    asked = [gateway.sync(actors[c.who], c.request(), "") for c in clients]
    results = [result for body, _ in await asyncio.gather(*asked) for result in read(body).results]
    seqs = sorted(result.seq for result in results)
    assert seqs == list(range(before.seq + 1, before.seq + 129))
    rejected = {result.seq for result in results if result.outcome == "rejected"}
    assert len(rejected) == 32
    events = await house.events()
    assert rejected.isdisjoint(event.seq for event in events)
    link = chain.GENESIS
    for event in events:
        hashed = chain.payload_hash(event.salt, msgspec.json.decode(event.payload))
        assert hashed == event.payload_hash
        link = chain.link(link, event.seq, hashed)
        assert link == event.chain
    assert link == (await house.head()).chain
    numbers = [order.number for order in await house.rows("work_order")]
    assert len(set(numbers)) == len(numbers) == 96


async def test_reassigned(house: House) -> None:
    order = await house.order()
    visit = await house.visit(order, "ann")
    ann, bob, cai = (Client(house, who) for who in ("ann", "bob", "cai"))
    for client in (ann, bob, cai):
        await client.catch_up()
    assert (ann.holds(visit), bob.holds(visit)) == (True, False)
    to = id_of("technician:bob")
    await house.done("chief", "appointment.reassign", appointment_id=visit, technician_id=to)
    for client in (ann, cai):
        client.write("appointment.arrive", appointment_id=visit, fix=EAST_FIX)
    for client in (ann, bob, cai):
        await client.catch_up()
        await assert_equal(client)
    assert (ann.holds(visit), bob.holds(visit), cai.holds(visit)) == (False, True, False)
    assert (ann.results[1].outcome, ann.results[1].flags) == ("accepted", ["late"])
    assert cai.results[1].reason == "not_found"
