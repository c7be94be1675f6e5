"""A replica whose rows differ says the sums of their parts and gets what differs, no more."""

import brotli
import msgspec
import pytest

from server.gateway.routes import DECODER
from server.problems import ProblemError
from sync import digest
from sync.protocol import SyncResponse
from tests.server.gateway.client import Client, Held, read
from tests.server.gateway.house import House


def sums_of(client: Client) -> str:
    return digest.parts_text(
        digest.part_sums(
            (handle, digest.row_digest(scope, handle, held.kind, held.row_id, held.values))
            for (scope, handle), held in client.members.items()
        )
    )


async def ask(house: House, client: Client, sums: str) -> tuple[SyncResponse, int]:
    """The answer to a request with sums, and how long it is."""
    body = msgspec.to_builtins(client.request())
    body[10:] = [sums]
    request = DECODER.decode(msgspec.json.encode(body))
    answer, _ = await house.gateway.sync(await house.actor(client.who), request, "br")
    plain = brotli.decompress(answer) if not answer.startswith(b"[") else answer
    return read(plain), len(answer)


def mend(client: Client, answer: SyncResponse) -> None:
    """Rows of the repaired parts are those that came."""
    parts = set(answer.repaired)
    for place in [each for each in client.members if digest.part_of(each[1]) in parts]:
        del client.members[place]
    client.apply(answer)


@pytest.mark.parametrize("damage", ["flipped", "missing", "surplus"])
async def test_one_damaged_row_is_repaired_in_one_trip(house: House, damage: str) -> None:
    client = Client(house, "east")
    for _ in range(20):
        await house.order()
    await client.catch_up()
    sound = dict(client.members)
    place = sorted(sound)[7]
    if damage == "flipped":
        held = sound[place]
        client.members[place] = Held(held.kind, held.row_id, [*held.values[:-1], "damaged"])
    elif damage == "missing":
        del client.members[place]
    else:
        scope, handle = max(sound)
        client.members[scope, handle + 100] = sound[place]
    answer, length = await ask(house, client, sums_of(client))
    assert len(answer.repaired) == 1
    assert length < 3_000
    mend(client, answer)
    assert client.members == sound


async def test_what_adds_up_is_not_sent_again(house: House) -> None:
    client = Client(house, "east")
    await house.order()
    await client.catch_up()
    answer, _ = await ask(house, client, sums_of(client))
    assert (answer.repaired, answer.kinds) == ([], [])


async def test_sums_that_are_none_break_the_envelope(house: House) -> None:
    client = Client(house, "east")
    await client.catch_up()
    with pytest.raises(ProblemError, match="broken_envelope"):
        await ask(house, client, "AAAA")
