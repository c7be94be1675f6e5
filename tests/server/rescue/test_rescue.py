"""A file that the phone's own code sealed is delivered by the command: once, however often."""

import json
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server import cli
from server.attachments.tables import ATTACHMENTS
from server.db.migrate import with_connection
from server.gateway.tables import LEDGER
from server.rescue.keys import path_of, rescue_key
from server.settings import Settings
from sync.ids import born_id
from tests.server.gateway.founding import EAST_FIX, TENANT, id_of

SEAL = Path(__file__).with_name("seal.mjs")
OLD = "019f0000-0000-7000-8000-0000000000a1"
NEW = "019f0000-0000-7000-8000-0000000000b2"
ORDER = born_id(OLD, "1", 0)
PHOTO = b"\xff\xd8\xff not much of a photo \xff\xd9" * 40
PHOTO_ID = born_id(NEW, "1", 0)


def work() -> list[dict[str, Any]]:
    """Written under two identities, as after a wiped store; the last one cannot be accepted."""
    attach = {
        "work_order_id": ORDER,
        "slot": "after",
        "sha256": sha256(PHOTO).hexdigest(),
        "size_bytes": len(PHOTO),
        "media_type": "image/jpeg",
        "captured_ms": 1_772_326_800_000,
    }
    note = {"work_order_id": ORDER, "text": "阀门关不严"}
    report = {"title": "漏水", "phone": "1", "channel": "technician", "fix": EAST_FIX}
    unknown = {"work_order_id": born_id(NEW, "77", 0), "text": "lost"}
    lines = [
        (OLD, 1, "work_order.report", report),
        (OLD, 2, "work_order.note", note),
        (NEW, 1, "attachment.attach", attach),
        (NEW, 2, "work_order.note", unknown),
    ]
    return [dict(zip(("replica", "n", "name", "args"), line, strict=True)) for line in lines]


@pytest.fixture
def settings(new_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch) -> Settings:
    found = new_settings()
    monkeypatch.setenv("FIELDWARD_DATA_DIR", str(found.data_dir))
    monkeypatch.setenv("FIELDWARD_DATABASE_URL", found.database_url)
    return found


def sealed(settings: Settings, target: Path) -> Path:
    key = rescue_key(settings.data_dir)
    asked = {
        "key": {"id": key.id, "public": key.public},
        "whose": {"tenant_id": TENANT, "user_id": id_of("ann"), "device_id": ""},
        "now_ms": time.time_ns() // 1_000_000,
        "entries": work(),
        "files": [{"attachment_id": PHOTO_ID, "base64": b64encode(PHOTO).decode()}],
    }
    subprocess.run(["node", str(SEAL), json.dumps(asked), str(target)], check=True, timeout=120)
    return target


def ledger(settings: Settings) -> list[tuple[str, str, str]]:
    c = LEDGER.c
    query = select(c.writer, c.key, c.outcome).where(c.writer.in_((OLD, NEW)))
    rows = with_connection(settings.url, lambda connection: connection.execute(query).all())
    return sorted((row.writer, row.key, row.outcome) for row in rows)


def photo_state(settings: Settings) -> str | None:
    query = select(ATTACHMENTS.c.state).where(ATTACHMENTS.c.id == PHOTO_ID)
    return with_connection(settings.url, lambda connection: connection.execute(query).scalar())


def test_delivered_twice_it_is_there_once(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sealed(settings, tmp_path / "ann.sealed")
    assert "阀门".encode() not in file.read_bytes()
    assert cli.main(["rescue", str(file)]) == 0
    first, told = ledger(settings), capsys.readouterr().out
    assert first == [
        (OLD, "1", "accepted"),
        (OLD, "2", "accepted"),
        (NEW, "1", "accepted"),
        (NEW, "2", "rejected"),
    ]
    assert photo_state(settings) == "stored"
    blob = settings.data_dir / "blobs" / TENANT / sha256(PHOTO).hexdigest()
    assert blob.read_bytes() == PHOTO
    assert "已收下 accepted work_order.note" in told
    assert "被退回 rejected work_order.note" in told
    assert "照片已存 file stored" in told

    assert cli.main(["rescue", str(file)]) == 0
    assert ledger(settings) == first
    assert capsys.readouterr().out == told


def test_a_damaged_or_foreign_file_says_what_to_do(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sealed(settings, tmp_path / "ann.sealed")
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + bytes(octet ^ 1 for octet in whole[-40:]))
    assert cli.main(["rescue", str(file)]) == 2
    assert "Export it again" in capsys.readouterr().err
    file.write_bytes(b"{}")
    assert cli.main(["rescue", str(file)]) == 2
    assert "a phone exported" in capsys.readouterr().err
    file.write_bytes(whole)
    path_of(settings.data_dir).unlink()
    assert cli.main(["rescue", str(file)]) == 2
    assert "another server" in capsys.readouterr().err
    assert ledger(settings) == []


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = rescue_key(tmp_path)
    assert rescue_key(tmp_path).public == key.public
    assert path_of(tmp_path).stat().st_mode & 0o077 == 0
