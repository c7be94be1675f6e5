"""An administrator gives somebody a new password: sessions end, the password is nowhere kept."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from server.gateway.tables import EVENT
from server.settings import Settings
from tests.server.gateway.founding import id_of
from tests.server.imports_lists.office import Office

NEW = "another secret"


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    opened = Office(settings)
    async with opened.client:
        yield opened


async def test_the_new_password_opens_and_the_old_sessions_end(office: Office) -> None:
    old = await office.head("ann")
    path = f"/api/v1/users/{id_of('ann')}/password"
    answer = await office.client.post(
        path, json={"password": NEW}, headers=await office.head("boss")
    )
    assert answer.status_code == 200
    assert (await office.client.get("/api/v1/session", headers=old)).status_code == 401
    assert await office.sign_in("ann", NEW)
    assert not await office.sign_in("ann", "eight letters")
    payloads = await office.read(lambda c: list(c.execute(select(EVENT.c.payload)).scalars()))
    assert any("user.set_password" in each for each in payloads)
    assert not any(NEW in each for each in payloads)


@pytest.mark.parametrize(
    ("who", "login", "password", "status", "code"),
    [
        ("boss", "ann", "short", 409, "password_too_short"),
        ("chief", "ann", NEW, 403, "not_allowed"),
        ("ann", "ann", NEW, 403, "not_allowed"),
        ("boss", "nobody", NEW, 404, "not_found"),
    ],
)
async def test_refusals(
    office: Office, who: str, login: str, password: str, status: int, code: str
) -> None:
    path = f"/api/v1/users/{id_of(login)}/password"
    head = await office.head(who)
    answer = await office.client.post(path, json={"password": password}, headers=head)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_what_is_no_hash_is_refused_and_stands_in_no_event(office: Office) -> None:
    head = await office.head("boss") | {"Idempotency-Key": "plain"}
    answer = await office.client.post(
        "/api/v1/mutations/user.set_password",
        json={"user_id": id_of("ann"), "password_hash": NEW},
        headers=head,
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_arguments")
    assert await office.sign_in("ann", "eight letters")
    payloads = await office.read(lambda c: list(c.execute(select(EVENT.c.payload)).scalars()))
    assert not any(NEW in each for each in payloads)
