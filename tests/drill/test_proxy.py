"""What holds for every personality, and the command around it."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from server import cli
from server.drill.command import banner, described, reachable
from server.drill.personalities import BY_NAME, PERSONALITIES
from server.drill.proxy import Proxy
from tests.drill.origin import HOST, line


async def test_a_clear_line_keeps_its_connection_and_every_byte() -> None:
    async with line("clear") as here:
        reader, writer = await asyncio.open_connection(HOST, here.port)
        for number in (1, 2, 3):
            writer.write(b"POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc")
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            assert await reader.readexactly(5 + 500) == b"[%d,3]" % number + b" " * 500
        writer.close()
    assert [request.header("host") for request in here.origin.requests] == ["here"] * 3


async def test_events_come_as_they_are_sent() -> None:
    async with line("clear") as here:
        reader, writer = await asyncio.open_connection(HOST, here.port)
        writer.write(b"GET /live HTTP/1.1\r\nHost: here\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readuntil(b"\n\n") == b"data: 1\n\n"
        assert await reader.read() == b"data: 2\n\n"
        writer.close()


async def test_chunked_requests_arrive_whole() -> None:
    async with line("clear") as here:
        reader, writer = await asyncio.open_connection(HOST, here.port)
        writer.write(b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        writer.write(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        writer.close()
    assert [request.body for request in here.origin.requests] == [b"abcde"]


async def test_what_is_no_http_only_ends_its_own_line() -> None:
    async with line("clear") as here:
        for junk in (b"\x16\x03\x01nonsense\r\n\r\n", b"GET\r\n\r\n", b"G" * 200_000):
            reader, writer = await asyncio.open_connection(HOST, here.port)
            writer.write(junk)
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
            writer.close()
        assert (await here.ask()).status == 200


async def test_a_server_that_is_away_looks_like_a_broken_line() -> None:
    proxy = Proxy("http://127.0.0.1:9", BY_NAME["clear"])
    port = await proxy.start(HOST, 0)
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await reader.read() == b""
    writer.close()
    await proxy.stop()


async def test_a_network_changes_while_it_is_used() -> None:
    async with line("captive-portal") as here:
        portal = await here.ask()
        here.proxy.become(BY_NAME["clear"])
        after = await here.ask()
    assert b"<html>" in portal.body
    assert after.body.startswith(b"[1,0]")


def test_the_list_describes_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["drill", "--list"]) == 0
    said = capsys.readouterr().out
    assert said.strip() == described()
    assert all(each.words in said and each.words_zh in said for each in PERSONALITIES)


def test_what_cannot_be_drilled_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["drill", "--to", "elsewhere"]) == 2
    assert "http://" in capsys.readouterr().err
    assert cli.main(["drill", "--pace", "0"]) == 2


def test_the_banner_shows_the_address_as_a_picture_too() -> None:
    said = banner("https://192.0.2.7:8100", "http://127.0.0.1:8000", "basement", 7)
    assert "https://192.0.2.7:8100/" in said
    assert "--seed 7" in said
    assert "▀" in said or "█" in said
    alone = banner("http://127.0.0.1:8100", "http://127.0.0.1:8000", "basement", 7)
    assert "--host 0.0.0.0" in alone
    assert "▀" not in alone
    assert reachable("192.0.2.9") == "192.0.2.9"
    assert reachable("0.0.0.0") != "0.0.0.0"
