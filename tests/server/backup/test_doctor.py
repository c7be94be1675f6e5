"""The doctor finds what is wrong, says what to do, and is content with what is right."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from sqlalchemy import update

from server.app import open_gateway
from server.attachments.staging import Staging
from server.backup import command
from server.backup.checks import Finding
from server.backup.registrations import FILE, RegistrationLog
from server.gateway.tables import EVENT, SCOPE
from server.identity.tables import DEVICES
from server.settings import Settings
from tests.server.backup.firm import LATER_MS, Firm
from tests.server.gateway.founding import TENANT, id_of


@pytest.fixture
async def firm(settings: Settings) -> Firm:
    opened = Firm(settings)
    await opened.start()
    order_id = await opened.order()
    await opened.photo(order_id, 1)
    await opened.enrol("ann", "phone")
    return opened


async def examined(firm: Firm, *, is_deep: bool = False) -> dict[str, Finding]:
    found = await asyncio.to_thread(
        command.doctor, firm.settings, open_gateway, firm.now_ms, is_deep=is_deep
    )
    return {each.what: each for each in found}


async def test_a_sound_server_lacks_only_its_backup(firm: Firm, tmp_path: Path) -> None:
    found = await examined(firm)
    assert {name: each.state for name, each in found.items() if each.state != "ok"} == {
        "backup": "warning"
    }
    assert "fieldward backup" in found["backup"].do
    await asyncio.to_thread(firm.back_up, tmp_path / "backup")
    found = await examined(firm, is_deep=True)
    assert {each.state for each in found.values()} == {"ok"}
    lines = command.in_lines(list(found.values()), as_json=True)
    assert {each["state"] for each in json.loads(lines[0])} == {"ok"}
    firm.now_ms += 25 * LATER_MS
    assert (await examined(firm))["backup"].state == "warning"
    await firm.stop()


async def test_each_damage_is_found(firm: Firm) -> None:
    change = firm.gateway.database.change
    (photo,) = (firm.settings.data_dir / "blobs").rglob("*/*")
    data = photo.read_bytes()
    photo.write_bytes(b"x" + data[1:])
    assert (await examined(firm))["photos"].state == "ok"
    assert (await examined(firm, is_deep=True))["photos"].state == "error"
    photo.write_bytes(data[:-1])
    assert (await examined(firm))["photos"].state == "error"
    await change(lambda c: c.execute(update(SCOPE).values(digest=SCOPE.c.digest + 1)))
    await change(lambda c: c.execute(update(DEVICES).values(is_revoked=True)))
    await change(lambda c: c.execute(update(EVENT).where(EVENT.c.seq == 3).values(salt="0" * 32)))
    log = firm.settings.data_dir / FILE
    log.write_bytes(log.read_bytes().replace(b"phone", b"phony", 1))
    assert RegistrationLog(firm.settings.data_dir).read()[1] == [1]
    found = await examined(firm)
    for name, state in {
        "chain": "error",
        "digests": "error",
        "sessions": "error",
        "registrations": "warning",
    }.items():
        assert (found[name].state, bool(found[name].do)) == (state, True), found[name]
    assert "event 3" in found["chain"].said
    firm.now_ms -= 48 * LATER_MS
    await firm.stop()


async def test_uploads_that_nobody_swept_are_told(firm: Firm) -> None:
    assert (await examined(firm))["leftovers"].said.startswith("0 uploads")
    staged = Staging(firm.settings.data_dir / "uploads").path(TENANT, id_of("nobody"))
    staged.parent.mkdir(parents=True)
    staged.write_bytes(b"half")
    assert (await examined(firm))["leftovers"].state == "ok"
    (staged.parent.parent / "orphans.json").write_text(f'{{"{TENANT}/{"ab" * 32}":1}}')
    ten_days_ago_s = firm.now_ms / 1_000 - 10 * 86_400
    os.utime(staged, (ten_days_ago_s, ten_days_ago_s))
    found = (await examined(firm))["leftovers"]
    assert (found.state, bool(found.do)) == ("warning", True)
    assert found.said.startswith("1 uploads are under way (0.0 MB). 1 stored files have no row")
    await firm.stop()
