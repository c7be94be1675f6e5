"""Each personality does over real sockets what its words say."""

import gzip

import pytest

from server.drill.personalities import (
    BODY_LIMIT_BYTES,
    BY_NAME,
    CUTS,
    PERSONALITIES,
    Moment,
    signal,
)
from tests.drill.origin import PACE, line

BIG = b"x" * 1_000


def moment(number: int, seed: int = 1, elapsed_s: float = 0.0) -> Moment:
    return Moment(number, elapsed_s, seed, "POST", "/sync", 100)


def test_there_are_sixteen_and_each_is_described_twice() -> None:
    assert len({each.name for each in PERSONALITIES}) == 16
    assert all(each.words and each.words_zh for each in PERSONALITIES)


@pytest.mark.parametrize("name", [each.name for each in PERSONALITIES])
def test_the_same_seed_draws_the_same(name: str) -> None:
    once = [BY_NAME[name].plan(moment(number)) for number in range(50)]
    assert once == [BY_NAME[name].plan(moment(number)) for number in range(50)]


@pytest.mark.parametrize("name", ["slow-2g", "satellite", "lossy", "stale-cache", "trickle"])
def test_another_seed_draws_otherwise(name: str) -> None:
    once = [BY_NAME[name].plan(moment(number)) for number in range(50)]
    assert once != [BY_NAME[name].plan(moment(number, seed=2)) for number in range(50)]


async def test_slow_2g_takes_its_time_and_loses_nothing() -> None:
    async with line("slow-2g") as here:
        got = await here.ask("/a", BIG * 20)
    assert (got.status, got.body[:9]) == (200, b"[1,20000]")
    assert got.took_s > 20_000 / 3_000 / PACE


async def test_a_satellite_is_far_but_not_narrow() -> None:
    async with line("satellite") as here:
        got = await here.ask("/a", BIG * 20)
    assert got.status == 200
    assert 1.8 / PACE <= got.took_s < 20_000 / 3_000 / PACE + 1


async def test_lossy_loses_on_every_leg() -> None:
    async with line("lossy") as here:
        got = [await here.ask("/a", BIG) for _ in range(40)]
    through = sum(each.status == 200 for each in got)
    assert 10 <= through < 30
    assert len(here.origin.requests) > through, "some were answered in vain"
    assert here.origin.cut_bytes, "some were cut on the way up"
    counts = here.proxy.counts
    assert all(counts[each] for each in ("the request is lost", "the answer is lost"))


async def test_a_basement_has_signal_now_and_then() -> None:
    is_on, first_s = signal(1, 0.0)
    assert not is_on
    async with line("basement", pace=200.0) as here:
        dark = await here.ask()
        assert (dark.status, here.origin.requests) == (0, [])
        got = [await here.ask() for _ in range(12)]
    assert any(each.status == 200 for each in got)
    assert 20 <= first_s <= 60
    assert {signal(1, elapsed_s)[0] for elapsed_s in range(600)} == {True, False}


async def test_a_captive_portal_says_200_to_everything() -> None:
    async with line("captive-portal") as here:
        got = [await here.ask("/sync", BIG), await here.ask("/")]
    assert [each.status for each in got] == [200, 200]
    assert all(b"<html>" in each.body for each in got)
    assert here.origin.requests == []


async def test_a_login_redirect_sends_away() -> None:
    async with line("login-redirect") as here:
        got = await here.ask("/sync", BIG)
    assert got.answer is not None
    assert (got.status, got.answer.header("location")[-5:]) == (302, "/sync")
    assert here.origin.requests == []


async def test_a_stale_cache_repeats_old_answers_to_the_same_person_only() -> None:
    async with line("stale-cache") as here:
        got = [await here.ask("/sync", b"x", "Authorization: Bearer one") for _ in range(30)]
        other = await here.ask("/sync", b"x", "Authorization: Bearer two")
    numbers = [int(each.body[1:].split(b",")[0]) for each in got]
    old = [now for now, before in zip(numbers[1:], numbers, strict=False) if now <= before]
    assert old, "no answer was old"
    assert set(old) == {1}
    assert len(set(numbers)) > 5, "no answer was new"
    assert int(other.body[1:].split(b",")[0]) > max(numbers)


async def test_a_meddling_proxy_rewrites_but_keeps_the_meaning() -> None:
    body = gzip.compress(b"y" * 700)
    heads = ("Content-Encoding: gzip", "Accept-Encoding: gzip")
    async with line("meddling-proxy") as here:
        got = [await here.ask("/sync", body, *heads) for _ in range(40)]
    assert {each.status for each in got} == {200}
    for each in got:
        assert each.answer is not None
        packed = each.answer.header("content-encoding") == "gzip"
        plain = gzip.decompress(each.body) if packed else each.body
        assert plain.startswith(b"[")
        assert each.answer.header("etag") == ""
        assert each.answer.header("via") == "1.0 box"
    lines = {each.answer.line for each in got if each.answer}
    assert {"HTTP/1.0 200 OK", "HTTP/1.1 200 OK"} == lines
    assert any(each.answer and each.answer.header("transfer-encoding") for each in got)
    unpacked = [r for r in here.origin.requests if not r.header("content-encoding")]
    assert 0 < len(unpacked) < 40
    assert {request.body for request in unpacked} == {b"y" * 700}
    names = {name for request in here.origin.requests for name, _ in request.heads}
    assert {"HOST", "host", "Host"} <= names


async def test_truncated_answers_lie_about_their_length_half_of_the_time() -> None:
    async with line("truncating") as here:
        got = [await here.ask() for _ in range(30)]
    whole = [each for each in got if not each.is_broken and len(each.body) > 500]
    short = [each for each in got if not each.is_broken and len(each.body) < 500]
    broken = [each for each in got if each.is_broken]
    assert len(whole) >= 10
    assert short, "none seemed whole"
    assert broken, "none was seen to be cut"
    assert {each.status for each in got} == {200}


async def test_an_upload_is_cut_at_every_class_of_byte_in_turn() -> None:
    async with line("cut-upload") as here:
        got = [await here.ask("/files", BIG) for _ in range(len(CUTS) + 1)]
        assert [each.status for each in got] == [0] * len(CUTS) + [200]
        assert len(set(here.origin.cut_bytes)) == len(CUTS) - 1
        assert here.origin.cut_bytes == sorted(here.origin.cut_bytes)
        again = await here.ask("/a")
    assert again.status == 0
    assert len(here.origin.requests) == 2, "one had all its bytes, and one got through"


async def test_doubling_sends_each_at_least_twice() -> None:
    async with line("doubling") as here:
        got = [await here.ask("/a", BIG) for _ in range(5)]
    assert {each.status for each in got} == {200}
    assert len(here.origin.requests) >= 10
    assert {request.body for request in here.origin.requests} == {BIG}


async def test_late_answers_come_after_the_longest_wait_of_a_phone() -> None:
    plan = BY_NAME["late-answers"].plan(moment(0))
    assert plan.answer_delay_s > 120
    async with line("late-answers", pace=500.0) as here:
        got = [await here.ask() for _ in range(3)]
    assert [each.took_s > 130 / 500 for each in got] == [True, True, False]
    assert len(here.origin.requests) == 3


async def test_small_bodies_get_through_and_large_ones_are_refused() -> None:
    async with line("small-bodies") as here:
        small = await here.ask("/sync", b"x" * BODY_LIMIT_BYTES)
        large = await here.ask("/sync", b"x" * (BODY_LIMIT_BYTES + 1))
    assert (small.status, large.status) == (200, 413)
    assert len(here.origin.requests) == 1


async def test_a_busy_gateway_says_when_to_come_again() -> None:
    async with line("busy-gateway") as here:
        got = [await here.ask() for _ in range(24)]
    assert {each.status for each in got} == {200, 502, 503}
    for each in got:
        assert each.answer is not None
        assert each.answer.header("retry-after").isdigit() == (each.status == 503)
    assert len(here.origin.requests) == 8


async def test_a_trickle_is_slow_both_ways_and_whole() -> None:
    async with line("trickle") as here:
        got = await here.ask("/a", b"x" * 3_000)
    assert (got.status, got.body[:8]) == (200, b"[1,3000]")
    assert got.took_s > 3_000 / 300 / PACE


async def test_a_lost_answer_was_made() -> None:
    async with line("lost-answer") as here:
        got = [await here.ask("/sync", BIG) for _ in range(6)]
    assert [each.status for each in got] == [0, 0, 200] * 2
    assert len(here.origin.requests) == 6
