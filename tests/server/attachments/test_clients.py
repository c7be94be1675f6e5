"""The official clients, tus-js-client and tuspy, against `fieldward serve`, as they come."""

import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from server.attachments.tables import ATTACHMENTS
from server.settings import Settings
from sync.ids import born_id
from tests.campaign.station import Station
from tests.nursery.nursery import Nursery
from tests.server.gateway.founding import TENANT, id_of

SCRIPT = Path(__file__).with_name("tus_js.mjs")
CHUNK_BYTES = 400_000
NUMBERS = count(1)


class Office:
    """One server and one person with a token."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.token = station.sign_in("chief")["token"]

    def attach(self, data: bytes) -> str:
        key = f"attach:{next(NUMBERS)}"
        args = {"work_order_id": self.station.orders[0], "slot": "after", "captured_ms": 1}
        args |= {"sha256": sha256(data).hexdigest(), "size_bytes": len(data)}
        args |= {"media_type": "image/jpeg"}
        self.station.mutate(self.token, "attachment.attach", args, key)
        return born_id(f"api:{id_of('chief')}", key, 0)

    def is_stored(self, attachment_id: str, data: bytes) -> bool:
        query = select(ATTACHMENTS.c.state).where(ATTACHMENTS.c.id == attachment_id)
        state = self.station.read(lambda c: c.execute(query).scalar_one())
        folder = self.station.settings.data_dir / "blobs" / TENANT
        file = folder / sha256(data).hexdigest()
        return state == "stored" and file.read_bytes() == data

    def tuspy(self) -> TusClient:
        headers = {"Authorization": f"Bearer {self.token}"}
        return TusClient(f"{self.station.origin}/files", headers=headers)

    def tus_js(self, folder: Path, attachment_id: str, data: bytes, **options: Any) -> Any:
        file = folder / "file"
        file.write_bytes(data)
        asked = {
            "endpoint": f"{self.station.origin}/files",
            "token": self.token,
            "metadata": {"attachment": attachment_id},
            "file": str(file),
        }
        command = ["node", str(SCRIPT), json.dumps(asked | options)]
        done = subprocess.run(command, check=True, capture_output=True, timeout=120)
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def office(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    station = Station(Settings(data_dir=tmp_path_factory.mktemp("clients") / "data"), nursery)
    station.found()
    yield Office(station)
    station.kill()


def data_of(name: str) -> bytes:
    """One megabyte of its own."""
    return sha256(name.encode()).digest() * 32_768


@pytest.mark.parametrize("has_checksum", [False, True])
def test_tuspy(office: Office, has_checksum: bool) -> None:
    data = data_of(f"tuspy {has_checksum}")
    attachment_id = office.attach(data)
    office.tuspy().uploader(
        file_stream=BytesIO(data),
        chunk_size=CHUNK_BYTES,
        metadata={"attachment": attachment_id},
        upload_checksum=has_checksum,
    ).upload()
    assert office.is_stored(attachment_id, data)


def test_tuspy_goes_on_in_another_process(office: Office) -> None:
    data = data_of("tuspy resumed")
    attachment_id = office.attach(data)
    first = office.tuspy().uploader(
        file_stream=BytesIO(data),
        chunk_size=CHUNK_BYTES,
        metadata={"attachment": attachment_id},
    )
    first.upload(stop_at=CHUNK_BYTES)
    office.station.kill()
    office.station.start()
    second = office.tuspy().uploader(file_stream=BytesIO(data), url=first.url, chunk_size=2**20)
    assert second.offset == CHUNK_BYTES
    second.upload()
    assert office.is_stored(attachment_id, data)


def test_tuspy_with_bytes_that_are_known(office: Office) -> None:
    data = data_of("tuspy known")
    for _ in range(2):
        attachment_id = office.attach(data)
        office.tuspy().uploader(
            file_stream=BytesIO(data), metadata={"attachment": attachment_id}
        ).upload()
        assert office.is_stored(attachment_id, data)


def test_tuspy_learns_of_damage(office: Office) -> None:
    data = data_of("tuspy damaged")
    attachment_id = office.attach(data)
    uploader = office.tuspy().uploader(
        file_stream=BytesIO(data[::-1]), metadata={"attachment": attachment_id}
    )
    with pytest.raises(TusUploadFailed) as failed:
        uploader.upload()
    assert failed.value.status_code == 460


@pytest.mark.parametrize(
    ("options", "chunks"),
    [
        ({}, {"first": 1, "second": 0}),
        ({"chunkSize": CHUNK_BYTES}, {"first": 3, "second": 0}),
        ({"chunkSize": CHUNK_BYTES, "abort_after": 1}, {"first": 1, "second": 2}),
        ({"uploadDataDuringCreation": True}, {"first": 1, "second": 0}),
        (
            {"uploadDataDuringCreation": True, "chunkSize": CHUNK_BYTES},
            {"first": 3, "second": 0},
        ),
        ({"overridePatchMethod": True}, {"first": 1, "second": 0}),
    ],
)
def test_tus_js_client(
    office: Office, tmp_path: Path, options: dict[str, Any], chunks: dict[str, int]
) -> None:
    data = data_of(f"tus-js {options}")
    attachment_id = office.attach(data)
    assert office.tus_js(tmp_path, attachment_id, data, **options) == chunks
    assert office.is_stored(attachment_id, data)


def test_tus_js_client_ends_what_it_began(office: Office, tmp_path: Path) -> None:
    data = data_of("tus-js ended")
    attachment_id = office.attach(data)
    office.tus_js(tmp_path, attachment_id, data, chunkSize=CHUNK_BYTES, end_after=1)
    assert not list((office.station.settings.data_dir / "uploads" / TENANT).glob(attachment_id))
    office.tus_js(tmp_path, attachment_id, data)
    assert office.is_stored(attachment_id, data)


def test_tus_js_client_with_bytes_that_are_known(office: Office, tmp_path: Path) -> None:
    data = data_of("tus-js known")
    for _ in range(2):
        attachment_id = office.attach(data)
        office.tus_js(tmp_path, attachment_id, data)
        assert office.is_stored(attachment_id, data)
