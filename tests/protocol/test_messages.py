"""Recorded messages stay decodable here and in `pwa/src/sync/messages.test.ts`."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.gateway.routes import DECODER
from server.settings import Settings
from sync import columns, id_table
from sync.entries import unpack
from sync.protocol import SyncResponse
from tests.protocol.record import MESSAGES, file_of, told_by

FILES = sorted(MESSAGES.glob("*.json"))


def exchanges_of(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["exchanges"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_requests_stay_decodable(path: Path) -> None:
    seen = 0
    for each in exchanges_of(path):
        asked = DECODER.decode(each["request"])
        assert asked.replica == each["replica"]
        if asked.entries is None or asked.entries.rows:
            continue  # what a handle stands for, only the database of that day knew
        entries = list(unpack(asked.replica, asked.entries))
        told = [
            {
                "n": e.n,
                "name": e.name,
                "args": msgspec.json.decode(e.args),
                "device_ms": e.device_ms,
            }
            for e in entries
        ]
        assert told == each["entries"]
        seen += len(told)
    assert seen > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_answers_stay_decodable(path: Path) -> None:
    rows = 0
    for each in exchanges_of(path):
        answer = msgspec.json.decode(each["answer"], type=SyncResponse)
        assert answer.nonce == DECODER.decode(each["request"]).nonce
        ids = id_table.read(answer.ids, answer.origins, each["replica"])
        for page in answer.kinds:
            length = len(page.enter_handles)
            if length:
                row_ids = columns.unpack(page.enter_ids, length, ids)
                assert id_table.is_ids(row_ids)
            said = [{} for _ in range(length)]
            for column in page.enter_columns:
                columns.unpack(column, length, ids, said)
            for _, handles, column in page.changes:
                columns.unpack(column, len(handles), ids)
            rows += length
    assert rows > 10


def gist(exchange: dict[str, Any]) -> dict[str, Any]:
    """What an exchange says, whichever numbers the server has given to scopes."""
    asked, answer = json.loads(exchange["request"]), json.loads(exchange["answer"])
    pages = sorted(page[0] for page in answer[13]) if len(answer) > 13 else []
    asked[8] = asked[8] and {"first": asked[8][0], "names": asked[8][1], "args": asked[8][8]}
    asked[10] = len(asked[10])
    told = [*answer[:6], *answer[7:11], *answer[14:15], *answer[16:18]]
    return {"asked": asked, "told": told, "pages": pages, "entries": exchange["entries"]}


async def test_this_server_says_the_same(founded_file: Path, tmp_path: Path) -> None:
    (tmp_path / "fieldward.sqlite3").write_bytes(founded_file.read_bytes())
    for who, told in (await told_by(Settings(data_dir=tmp_path))).items():
        before = exchanges_of(file_of(who))
        assert [gist(each) for each in told] == [gist(each) for each in before], (
            "What travels has changed: see docs/protocol.md,"
            " then run `python -m tests.protocol.record`."
        )
