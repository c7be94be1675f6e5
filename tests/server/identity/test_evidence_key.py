"""What a phone may give as its evidence key, and that what it signs can be verified in Python."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from server.app import create_app
from server.db.migrate import with_connection
from server.identity.rules import evidence_key_problem
from server.identity.tables import DEVICES
from server.settings import Settings
from tests.server.gateway.founding import PASSWORD, id_of
from tests.server.identity.signing import verify

SITE = "https://testserver.local"
CASE = Path(__file__).parents[2] / "contract/cases/evidence_key.json"
VECTOR: dict[str, str] = json.loads(CASE.read_text(encoding="utf-8"))
KEY = VECTOR["public_key"]
JWK: dict[str, str] = json.loads(KEY)


def written(**members: Any) -> str:
    """The key of the vector with other members, canonical; None takes one away."""
    jwk = {name: value for name, value in (JWK | members).items() if value is not None}
    return json.dumps(jwk, sort_keys=True, separators=(",", ":"))


def test_what_web_crypto_signed_is_verified() -> None:
    message = VECTOR["message"].encode()
    verify(KEY, VECTOR["signature"], message)
    with pytest.raises(InvalidSignature):
        verify(KEY, VECTOR["signature"], message + b" ")


def test_the_stored_text_hashes_to_the_thumbprint() -> None:
    assert sha256(KEY.encode()).hexdigest() == VECTOR["thumbprint"]


def test_a_public_key_and_none_are_right() -> None:
    assert evidence_key_problem(KEY) == ""
    assert evidence_key_problem("") == ""
    for _ in range(20):
        numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        assert evidence_key_problem(written(x=spelt(numbers.x), y=spelt(numbers.y))) == ""


def spelt(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "not JSON"),
        ("[" * 12_000, "not JSON"),
        ("[]", "members"),
        ("null", "members"),
        ('"EC"', "members"),
        (written(d=JWK["x"]), "no private part"),
        (written(ext=True), "members"),
        (written(y=None), "members"),
        (written(crv="P-384"), "P-256"),
        (written(kty="RSA"), "kty EC"),
        (written(x=1), "base64url"),
        (written(x=1.5), "base64url"),
        (written(x=JWK["x"][:-1]), "base64url"),
        (written(x=JWK["x"] + "="), "base64url"),
        (written(x="*" + JWK["x"][1:]), "base64url"),
        (written(x=spelt(2**256 - 1)), "base64url"),
        (written(x=JWK["y"]), "not a point"),
        (written(x=spelt(0), y=spelt(0)), "not a point"),
        (KEY + " ", "canonical"),
        (KEY.replace(":", ": "), "canonical"),
        (json.dumps({"kty": "EC"} | JWK, separators=(",", ":"), sort_keys=False), "canonical"),
    ],
)
def test_anything_else_is_wrong(text: str, says: str) -> None:
    assert says in evidence_key_problem(text)


@pytest.fixture
async def web(settings: Settings) -> AsyncIterator[AsyncTestClient[Any]]:
    async with AsyncTestClient(create_app(settings), base_url=SITE) as client:
        yield client


async def stored(web: AsyncTestClient[Any], device_id: str) -> str:
    """The key in the device's row, as the database holds it."""
    query = select(DEVICES.c.public_key).where(DEVICES.c.id == device_id)
    url = web.app.state.settings.url
    return await asyncio.to_thread(with_connection, url, lambda c: c.execute(query).scalar_one())


async def test_signing_in_stores_the_key(web: AsyncTestClient[Any]) -> None:
    said = {"login": "Ann ", "password": PASSWORD, "public_key": KEY}
    session = (await web.post("/api/v1/session", json=said)).json()
    assert await stored(web, session["device_id"]) == KEY
    assert session["user"]["login"] == "ann"
    without = await web.post("/api/v1/session", json=said | {"public_key": ""})
    assert await stored(web, without.json()["device_id"]) == ""


async def test_joining_stores_the_key_and_a_wrong_one_costs_no_code(
    web: AsyncTestClient[Any],
) -> None:
    said = {"login": "boss", "password": PASSWORD}
    token = (await web.post("/api/v1/session", json=said)).json()["token"]
    head = {"authorization": f"Bearer {token}"}
    made = await web.post("/api/v1/join-codes", json={"user_id": id_of("ann")}, headers=head)
    code = made.json()["code"]
    private = {"code": code, "public_key": written(d=JWK["x"])}
    refused = await web.post("/api/v1/enrol", json=private)
    assert (refused.status_code, refused.json()["code"]) == (400, "broken_envelope")
    assert refused.json()["detail"]["field"] == "public_key"
    assert "private" in refused.json()["detail"]["problem"]
    session = (await web.post("/api/v1/enrol", json={"code": code, "public_key": KEY})).json()
    assert await stored(web, session["device_id"]) == KEY
    assert session["user"] | {"name": ""} == {
        "id": id_of("ann"),
        "name": "",
        "login": "ann",
        "locale": "zh-CN",
    }


async def test_a_wrong_key_does_not_sign_in(web: AsyncTestClient[Any]) -> None:
    said = {"login": "ann", "password": PASSWORD, "public_key": written(crv="P-384")}
    refused = await web.post("/api/v1/session", json=said)
    assert (refused.status_code, refused.json()["code"]) == (400, "broken_envelope")
    assert "P-256" in refused.json()["detail"]["problem"]
