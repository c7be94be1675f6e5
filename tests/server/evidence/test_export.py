"""From a real database to a file, and the file checked as a stranger would, on both databases."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import update

from server import cli
from server.app import create_app, open_gateway
from server.backup import command as backing_up
from server.evidence import command
from server.evidence.exporting import CannotExport
from server.evidence.heads import sign_head
from server.evidence.keys import chain_key
from server.gateway.tables import EVENT
from server.settings import Settings
from sync.evidence import Head, write_line
from sync.findings import Finding, Report, Trust
from tests.server.backup.firm import Firm, quiet, restore
from tests.server.gateway.founding import TENANT


@pytest.fixture
async def firm(settings: Settings) -> AsyncIterator[Firm]:
    opened = Firm(settings)
    await opened.start()
    yield opened
    await opened.stop()


async def sign(firm: Firm) -> Head:
    database, data_dir = firm.gateway.database, firm.settings.data_dir
    head = await sign_head(database, data_dir, TENANT, firm.now_ms)
    assert head is not None
    return head


async def exported(firm: Firm, file: Path) -> Report:
    """Written by the command, checked with the key that it prints."""
    chosen = argparse.Namespace(what="chain", file=file, page=False)
    await asyncio.to_thread(command.export, firm.settings, chosen, firm.now_ms, quiet)
    return checked(firm, file)


def checked(firm: Firm, file: Path, *heads: Head) -> Report:
    public = chain_key(firm.settings.data_dir).key.public
    return command.check(file, Trust((public,), heads), quiet)


async def test_an_export_is_whole(firm: Firm, tmp_path: Path) -> None:
    await firm.order()
    await sign(firm)
    await firm.order(title="一楼漏水")
    refused = await firm.ask("ann", "territory.add", name="x", zone="UTC", outline="[]")
    assert refused.outcome == "rejected"
    await firm.order()
    report = await exported(firm, tmp_path / "chain.jsonl")
    assert (report.findings, report.heads) == ([], 1)
    assert report.last_seq == (await firm.head()).seq
    assert report.events == len(await firm.events())
    with pytest.raises(CannotExport, match="never replaces"):
        await exported(firm, tmp_path / "chain.jsonl")


async def test_an_erased_payload_is_said_and_accepted(firm: Firm, tmp_path: Path) -> None:
    await firm.order()
    events = await firm.events()
    for event in events[-3:-1]:
        erase = update(EVENT).where(EVENT.c.seq == event.seq).values(salt="", payload="")
        await firm.gateway.database.change(lambda c, erase=erase: c.execute(erase))
    report = await exported(firm, tmp_path / "chain.jsonl")
    first, last = events[-3].seq, events[-2].seq
    assert [(each.what, each.first, each.last) for each in report.findings] == [
        ("erased", first, last)
    ]
    assert report.is_whole
    await sign(firm)
    await firm.restart()
    assert await firm.registrar.catch_up(firm.gateway)
    found = await asyncio.to_thread(
        backing_up.doctor, firm.settings, open_gateway, firm.now_ms, is_deep=False
    )
    assert {each.what: each.state for each in found}["chain"] == "ok"


async def test_a_restored_firm_exports_both_epochs(firm: Firm, tmp_path: Path) -> None:
    await firm.order()
    kept = await sign(firm)
    folder = tmp_path / "backup"
    await asyncio.to_thread(firm.back_up, folder)
    at_backup = (await firm.head()).seq
    for _ in range(3):
        await firm.order()
    lost = await sign(firm)
    await firm.stop()
    await asyncio.to_thread(restore, firm.settings, folder, firm.now_ms, replace=True)
    await firm.again()
    await firm.order()
    newer = await sign(firm)
    file = tmp_path / "chain.jsonl"
    report = await exported(firm, file)
    begun = at_backup + 1
    epoch = newer.epoch
    assert report.findings == [Finding("restored", begun, begun, at_line(file, begun), epoch)]
    assert report.heads == 2
    # Whoever keeps a head learns that what it covered is here, or what of it is not.
    assert checked(firm, file, kept, newer).is_whole
    (gone, _) = checked(firm, file, lost).findings
    assert (gone.what, gone.first, gone.last) == ("lost_in_restore", begun, lost.seq)


def at_line(file: Path, seq: int) -> int:
    texts = file.read_bytes().splitlines()
    mark = f'"seq":{seq}}}'.encode()
    return next(number for number, text in enumerate(texts, 1) if text.endswith(mark))


async def test_a_later_head_shows_that_the_tail_is_missing(firm: Firm, tmp_path: Path) -> None:
    await firm.order()
    file = tmp_path / "chain.jsonl"
    report = await exported(firm, file)
    await firm.order()
    later = await sign(firm)
    (cut,) = checked(firm, file, later).findings
    assert (cut.what, cut.first, cut.last) == ("cut", report.last_seq + 1, later.seq)


async def test_the_commands(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await firm.order()
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(firm.settings.data_dir))
    monkeypatch.setenv("FIELDWARD_DATABASE_URL", firm.settings.database_url)

    async def run(*words: str) -> tuple[int, str]:
        code = await asyncio.to_thread(cli.main, words)
        return code, capsys.readouterr().out

    file, heads = tmp_path / "chain.jsonl", tmp_path / "heads.jsonl"
    code, public = await run("heads", "--key")
    assert (code, public.strip()) == (0, chain_key(firm.settings.data_dir).key.public)
    code, said = await run("heads", "--sign")
    assert (code, said.count('"line":"head"')) == (0, 1)
    heads.write_text(said, encoding="utf-8")
    code, said = await run("export", "chain", str(file))
    assert (code, "1 signed heads" in said) == (0, True)
    code, said = await run("verify", str(file))
    assert (code, "ask the firm for it" in said, "whole" in said) == (0, True, True)
    code, said = await run("verify", str(file), "--key", public.strip(), "--head", str(heads))
    assert (code, "ask the firm" in said) == (0, False)
    file.write_bytes(file.read_bytes().replace(b"Leak", b"Loot"))
    code, said = await run("verify", str(file), "--key", public.strip())
    seq = (await firm.events())[-2].seq
    assert (code, f"event {seq}: the payload was edited" in said) == (1, True)
    assert f"事件 {seq}：内容被改过" in said
    assert (await run("verify", str(file), "--key", "ff"))[0] == 2
    assert (await run("verify", str(tmp_path / "nothing")))[0] == 2
    heads.write_bytes(write_line(await sign(firm))[:-1] if await firm.order() else b"")
    assert (await run("verify", str(file), "--head", str(heads)))[0] == 2


async def test_everybody_may_read_the_public_keys(settings: Settings) -> None:
    async with AsyncTestClient(create_app(settings)) as web:
        answer = await web.get("/api/v1/chain-keys")
    key = chain_key(settings.data_dir).key
    assert answer.json() == [{"key_id": key.key_id, "public": key.public}]
