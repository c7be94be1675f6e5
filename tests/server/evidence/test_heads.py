"""Signed heads on both databases: when they are made, what they refuse to sign, what is kept."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, delete, update

from server.app import create_app, open_gateway
from server.backup import command as backing_up
from server.evidence import signing
from server.evidence.heads import HEAD_SIGNED, ChainChanged, HeadLog, sign_head
from server.evidence.keys import chain_key, is_signed, known_keys, path_of
from server.evidence.queries import heads_of
from server.evidence.rules import EVENTS_BETWEEN_HEADS, HEAD_AFTER_MS, Standing, is_due
from server.evidence.signing import Signing
from server.evidence.tables import SIGNED_HEAD
from server.gateway.tables import EVENT, TENANT
from server.settings import Settings
from sync import chain
from sync.evidence import Head
from tests.server.backup.firm import Firm, restore
from tests.server.gateway.founding import EPOCH
from tests.server.gateway.founding import TENANT as FIRM


@pytest.fixture
async def firm(settings: Settings) -> AsyncIterator[Firm]:
    opened = Firm(settings)
    await opened.start()
    yield opened
    await opened.stop()


async def sign(firm: Firm) -> Head | None:
    return await sign_head(firm.gateway.database, firm.settings.data_dir, FIRM, firm.now_ms)


async def kept(firm: Firm) -> list[Head]:
    return await firm.gateway.read(lambda c: heads_of(c, FIRM))


def verifies(head: Head, data_dir: Path) -> bool:
    (public,) = (key.public for key in known_keys(data_dir) if key.key_id == head.key_id)
    return is_signed(bytes.fromhex(public), bytes.fromhex(head.signature), head.signed())


async def test_a_head_says_where_the_chain_stands(firm: Firm) -> None:
    await firm.order()
    before = await firm.head()
    head = await sign(firm)
    assert head is not None
    assert (head.seq, head.chain, head.epoch) == (before.seq, before.chain, EPOCH)
    assert verifies(head, firm.settings.data_dir)
    assert await kept(firm) == [head]
    assert HeadLog(firm.settings.data_dir).heads(FIRM) == [head]
    event = (await firm.events())[-1]
    assert (event.seq, HEAD_SIGNED in event.payload) == (before.seq + 1, True)
    assert head.signature in event.payload


async def test_signing_is_no_news(firm: Firm) -> None:
    assert await sign(firm) is not None
    assert await sign(firm) is None
    await firm.order()
    assert await sign(firm) is not None
    assert len(await kept(firm)) == 2


async def test_the_server_signs_when_its_time_has_come(firm: Firm) -> None:
    timer = Signing(firm.gateway, firm.settings.data_dir)
    assert [await timer.look(), await timer.look()] == [1, 0]
    await firm.order()
    assert await timer.look() == 0
    firm.now_ms += HEAD_AFTER_MS
    assert [await timer.look(), await timer.look()] == [1, 0]


async def test_a_serving_process_signs_by_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "LOOK_EVERY_S", 0.01)
    log = HeadLog(settings.data_dir)
    async with AsyncTestClient(create_app(settings)):
        async with asyncio.timeout(20):
            while not log.heads(FIRM):
                await asyncio.sleep(0.01)
    (head,) = log.heads(FIRM)
    assert verifies(head, settings.data_dir)


def test_when_it_is_due() -> None:
    assert not is_due(Standing(seq=8, signed_seq=7, recorded_seq=8, signed_ms=0), HEAD_AFTER_MS)
    assert is_due(Standing(seq=9, signed_seq=7, recorded_seq=8, signed_ms=0), HEAD_AFTER_MS)
    assert not is_due(Standing(seq=9, signed_seq=7, recorded_seq=8, signed_ms=1), HEAD_AFTER_MS)
    many = 7 + EVENTS_BETWEEN_HEADS
    assert is_due(Standing(seq=many, signed_seq=7, recorded_seq=8, signed_ms=1), 2)
    assert not is_due(Standing(seq=many - 1, signed_seq=7, recorded_seq=8, signed_ms=1), 2)


def rewrite_last(connection: Connection) -> None:
    """What somebody with the database, and no key, can do: other words, and hashes that fit."""
    e, t = EVENT.c, TENANT.c
    *_, before, last = connection.execute(EVENT.select().order_by(e.seq)).all()
    text = last.payload.replace("Leak", "Loot")
    assert text != last.payload
    hashed = chain.text_hash(last.salt, text.encode())
    link = chain.link(before.chain, last.seq, hashed)
    values = {"payload": text, "payload_hash": hashed, "chain": link}
    connection.execute(update(EVENT).where(e.seq == last.seq).values(**values))
    connection.execute(update(TENANT).where(t.seq == last.seq).values(chain=link))


@pytest.mark.parametrize("forgets", [False, True])
async def test_a_history_that_was_changed_is_not_signed(firm: Firm, forgets: bool) -> None:
    """Not even where the heads were taken out of the database: the file remembers them."""
    await firm.order()
    head = await sign(firm)
    assert head is not None

    def change(connection: Connection) -> None:
        connection.execute(delete(EVENT).where(EVENT.c.seq > head.seq))
        connection.execute(update(TENANT).values(seq=head.seq))
        rewrite_last(connection)
        if forgets:
            connection.execute(delete(SIGNED_HEAD))
        else:
            connection.execute(update(SIGNED_HEAD).values(recorded_seq=head.seq - 1))

    await firm.gateway.database.change(change)
    with pytest.raises(ChainChanged, match=f"event {head.seq}"):
        await sign(firm)
    assert await Signing(firm.gateway, firm.settings.data_dir).look() == 0
    found = await asyncio.to_thread(
        backing_up.doctor, firm.settings, open_gateway, firm.now_ms, is_deep=False
    )
    (said,) = [each for each in found if each.what == "signatures"]
    assert (said.state, f"event {head.seq}" in said.said) == ("error", True)


async def test_a_link_that_was_changed_since_is_not_signed(firm: Firm) -> None:
    await sign(firm)
    await firm.order()
    await firm.order()
    seq = (await firm.events())[-2].seq
    lost = update(EVENT).where(EVENT.c.seq == seq).values(payload_hash="0" * 64)
    await firm.gateway.database.change(lambda c: c.execute(lost))
    with pytest.raises(ChainChanged, match=f"event {seq}"):
        await sign(firm)


async def test_two_processes_record_a_head_once(firm: Firm) -> None:
    await firm.order()
    other = Firm(firm.settings)
    await other.start()
    made = await asyncio.gather(sign(firm), sign(other))
    await other.stop()
    assert len({head.seq for head in made if head}) == len(await kept(firm))
    assert len(HeadLog(firm.settings.data_dir).heads(FIRM)) == len([head for head in made if head])


def test_the_key_is_its_owners_and_stays(tmp_path: Path) -> None:
    first = chain_key(tmp_path).key
    assert chain_key(tmp_path).key == first
    assert stat.S_IMODE(path_of(tmp_path).stat().st_mode) == 0o600
    path_of(tmp_path).rename(path_of(tmp_path).with_name("chain-2026.pem"))
    assert [key.key_id for key in known_keys(tmp_path)][1:] == [first.key_id]
    assert chain_key(tmp_path).key != first


async def test_a_restore_brings_key_and_heads_back(firm: Firm, tmp_path: Path) -> None:
    await firm.order()
    head = await sign(firm)
    folder = tmp_path / "backup"
    await asyncio.to_thread(firm.back_up, folder)
    await firm.order()
    lost = await sign(firm)
    assert head is not None
    assert lost is not None
    key = chain_key(firm.settings.data_dir).key
    other = tmp_path / "other"
    await firm.stop()
    await asyncio.to_thread(restore, firm.settings, folder, firm.now_ms, replace=True)
    copied = Settings(data_dir=other)
    await asyncio.to_thread(restore, copied, folder, firm.now_ms)
    assert chain_key(other).key == key
    assert stat.S_IMODE(path_of(other).stat().st_mode) == 0o600
    await firm.again()
    assert await kept(firm) == [head]
    # What the restore lost was signed too; the new epoch goes on from what was restored.
    assert HeadLog(firm.settings.data_dir).heads(FIRM) == [head, lost]
    await firm.order()
    after = await sign(firm)
    assert after is not None
    assert after.epoch != head.epoch
    assert await kept(firm) == [head, after]
