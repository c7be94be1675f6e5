"""A session that nobody used for long ends; one in use goes on and costs no write."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from server.app import create_app, open_gateway
from server.db.migrate import with_connection
from server.identity.sessions import DAY_MS
from server.identity.tables import SESSION
from server.settings import BadSetting, Settings, load
from tests.server.gateway import founding

SITE = "https://testserver.local"


class Web:
    """The application with a clock that the test holds."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.url
        self.now_ms = founding.NOW_MS + 60_000
        gateway = open_gateway(settings, lambda: self.now_ms)
        self.client: AsyncTestClient[Any] = AsyncTestClient(
            create_app(settings, gateway), base_url=SITE
        )
        self.token = ""

    async def sign_in(self, *, cookie: bool = False) -> None:
        said = {"login": "ann", "password": founding.PASSWORD, "cookie": cookie}
        answer = await self.client.post("/api/v1/session", json=said)
        assert answer.status_code == 200
        self.token = answer.json().get("token", "")

    async def after(self, days: float) -> int:
        """So many days later: the status of a request with the session."""
        self.now_ms += int(days * DAY_MS)
        head = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self.client.get("/api/v1/session", headers=head)
        if answer.status_code != 200:
            assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
        return answer.status_code

    async def used_ms(self) -> list[int]:
        """Last use of each session, as it is stored."""
        query = select(SESSION.c.last_used_ms).order_by(SESSION.c.created_ms)
        return await asyncio.to_thread(
            with_connection, self.url, lambda c: list(c.execute(query).scalars())
        )


@pytest.fixture
async def web(settings: Settings) -> AsyncIterator[Web]:
    opened = Web(settings)
    async with opened.client:
        yield opened


async def test_an_unused_session_is_refused(web: Web) -> None:
    await web.sign_in()
    assert await web.after(89.9) == 200
    assert await web.after(90) == 401
    assert await web.after(0) == 401
    await web.sign_in()
    assert await web.after(1) == 200


async def test_one_in_use_goes_on(web: Web) -> None:
    await web.sign_in()
    for _ in range(8):
        assert await web.after(60) == 200


async def test_its_use_is_written_once_a_day(web: Web) -> None:
    await web.sign_in()
    (began_ms,) = await web.used_ms()
    for _ in range(4):
        assert await web.after(0.24) == 200
        assert await web.used_ms() == [began_ms]
    assert await web.after(0.04) == 200
    assert await web.used_ms() == [began_ms + int(0.24 * DAY_MS) * 4 + int(0.04 * DAY_MS)]
    touched = await web.used_ms()
    assert await web.after(0.9) == 200
    assert await web.used_ms() == touched


async def test_the_cookie_of_the_board_ends_likewise(web: Web) -> None:
    await web.sign_in(cookie=True)
    assert not web.token
    assert await web.after(89) == 200
    assert await web.after(90) == 401


async def test_the_days_are_a_setting(settings: Settings) -> None:
    web = Web(msgspec.structs.replace(settings, session_days=3))
    async with web.client:
        await web.sign_in()
        assert await web.after(2.9) == 200
        assert await web.after(3) == 401


async def test_other_sessions_are_left_alone(web: Web) -> None:
    await web.sign_in()
    web.now_ms += 2 * DAY_MS
    await web.sign_in()
    first, second = await web.used_ms()
    assert await web.after(1.5) == 200
    assert await web.used_ms() == [first, second + int(1.5 * DAY_MS)]


def test_days_that_make_no_sense_are_refused() -> None:
    assert load({"FIELDWARD_SESSION_DAYS": "30"}).session_days == 30
    for wrong in ("0", "1", "-5", "many", "99999"):
        with pytest.raises(BadSetting, match="FIELDWARD_"):
            load({"FIELDWARD_SESSION_DAYS": wrong})
