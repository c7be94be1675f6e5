"""Who sees a signature, and what the gateway makes of bad ones; on both databases."""

from typing import Any

import pytest

from tests.server.gateway.client import Client
from tests.server.gateway.founding import id_of
from tests.server.gateway.house import House
from tests.server.papers.job import Job


@pytest.fixture
async def job(house: House) -> Job:
    made = await Job(house).report()
    await made.repair()
    return made


async def phone(job: Job, who: str) -> Client:
    client = Client(job.house, who)
    await client.catch_up()
    return client


async def signed_id(job: Job) -> str:
    (signature,) = await job.house.rows("signature")
    return signature.id


async def test_a_signature_is_seen_with_its_order(job: Job) -> None:
    ann, bob, chief = [await phone(job, who) for who in ("ann", "bob", "chief")]
    await job.sign()
    found = await signed_id(job)
    for client in (ann, bob, chief):
        await client.catch_up()
    assert ann.holds(found)
    assert chief.holds(found)
    assert not bob.holds(found)


async def test_whoever_comes_next_gets_what_was_signed_before(job: Job) -> None:
    bob = await phone(job, "bob")
    await job.sign()
    found = await signed_id(job)
    decided = {"work_order_id": job.order_id, "reason": "又漏了"}
    await job.house.done("chief", "work_order.reopen", **decided)
    await job.house.visit(job.order_id, "bob", day=3)
    await bob.catch_up()
    assert bob.holds(job.order_id)
    assert bob.holds(found)
    (order,) = [row for row in await job.house.rows("work_order") if row.id == job.order_id]
    assert order.signing == "none"


async def test_the_row_says_whose_phone_it_was_and_how_its_clock_went(job: Job) -> None:
    await job.sign()
    (signature,) = await job.house.rows("signature")
    assert signature.author_id == id_of("ann")
    assert signature.recorded_ms == job.house.now_ms
    assert signature.at_ms == min(signature.device_ms + signature.skew_ms, signature.recorded_ms)
    (order,) = [row for row in await job.house.rows("work_order") if row.id == job.order_id]
    assert (order.state, order.signing) == ("confirmed", "signed")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"strokes": '{"height_px":200,"strokes":[[5,5,0,50]],"width_px":320}'}, "blank_signature"),
        ({"strokes": "7"}, "bad_strokes"),
        ({"shown": "{}"}, "shown_mismatch"),
        ({"role": "neighbour"}, "bad_arguments"),
        ({"strokes": "1" * 5_501}, "bad_arguments"),
    ],
)
async def test_what_proves_nothing_is_refused(job: Job, other: dict[str, Any], reason: str) -> None:
    args = {"role": "customer", "signer_name": "张丽", "language": "zh-CN"} | job.page()
    args |= {"consent_id": "work_seen", "consent_version": 1}
    on = {"appointment_id": job.visit_id}
    result = await job.house.ask("ann", "signature.sign", **on, **(args | other))
    assert result.reason == reason
    assert await job.house.rows("signature") == []
    accepted = await job.house.ask("ann", "signature.sign", **on, **args)
    assert accepted.outcome == "accepted"
