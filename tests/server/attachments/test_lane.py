"""Receiving and finishing: cuts, damage, crashes between the steps."""

from collections.abc import AsyncIterator

import pytest
from litestar.exceptions import InternalServerException

from server.attachments.lane import BUFFER_BYTES
from server.attachments.schema import Attachment
from server.problems import ProblemError
from tests.server.attachments.app import Desk
from tests.server.harness_people import TENANT_ID

DATA = bytes(range(256)) * (BUFFER_BYTES // 100)


async def parts(data: bytes, cut_at: int | None = None) -> AsyncIterator[bytes]:
    """The body as a server hands it on; `cut_at`: the phone vanishes after that many bytes."""
    for at in range(0, len(data), 65_536):
        if cut_at is not None and at + 65_536 > cut_at:
            yield data[at:cut_at]
            raise InternalServerException("client disconnected prematurely")
        yield data[at : at + 65_536]


def row_of(desk: Desk, data: bytes) -> Attachment:
    return desk.firm.row("attachment", desk.attach(data))


async def test_what_arrived_before_a_cut_is_kept(desk: Desk) -> None:
    row, cut_at = row_of(desk, DATA), BUFFER_BYTES + 12_345
    assert await desk.lane.receive(TENANT_ID, row, 0, parts(DATA, cut_at)) == cut_at
    assert await desk.lane.offset_bytes(TENANT_ID, row) == cut_at
    rest = parts(DATA[cut_at:])
    assert await desk.lane.receive(TENANT_ID, row, cut_at, rest) == len(DATA)
    await desk.lane.finish(TENANT_ID, row)
    assert desk.state(row.id) == "stored"
    assert desk.lane.blobs.read(TENANT_ID, row.sha256) == DATA
    assert await desk.lane.offset_bytes(TENANT_ID, row) == 0
    assert desk.gateway.keys == [f"blob:{row.id}:{row.sha256}"]


async def test_a_returning_phone_takes_over_from_its_dead_connection(desk: Desk) -> None:
    row = row_of(desk, DATA)
    taken_over = False

    async def hanging() -> AsyncIterator[bytes]:
        nonlocal taken_over
        yield DATA[:BUFFER_BYTES]
        rest = parts(DATA[BUFFER_BYTES:])
        taken_over = await desk.lane.receive(TENANT_ID, row, BUFFER_BYTES, rest) == len(DATA)
        yield DATA[BUFFER_BYTES : BUFFER_BYTES + 10]

    with pytest.raises(ProblemError) as problem:
        await desk.lane.receive(TENANT_ID, row, 0, hanging())
    assert taken_over
    assert (problem.value.code, problem.value.detail) == ("offset_mismatch", {"offset": len(DATA)})
    await desk.lane.finish(TENANT_ID, row)
    assert desk.state(row.id) == "stored"


async def test_damage_starts_again_from_zero(desk: Desk) -> None:
    row = row_of(desk, DATA)
    await desk.lane.receive(TENANT_ID, row, 0, parts(b"x" + DATA[1:]))
    with pytest.raises(ProblemError) as problem:
        await desk.lane.finish(TENANT_ID, row)
    assert problem.value.code == "checksum_mismatch"
    assert desk.state(row.id) == "waiting"
    assert await desk.lane.offset_bytes(TENANT_ID, row) == 0
    assert desk.lane.blobs.size_bytes(TENANT_ID, row.sha256) is None


async def test_without_a_receipt_the_bytes_stay(desk: Desk) -> None:
    row = row_of(desk, DATA)
    await desk.lane.receive(TENANT_ID, row, 0, parts(DATA))
    desk.gateway.is_down = True
    with pytest.raises(ProblemError):
        await desk.lane.finish(TENANT_ID, row)
    assert desk.state(row.id) == "waiting"
    assert await desk.lane.offset_bytes(TENANT_ID, row) == len(DATA)
    desk.gateway.is_down = False
    await desk.lane.finish(TENANT_ID, row)
    assert desk.state(row.id) == "stored"
    await desk.lane.finish(TENANT_ID, row)  # nothing is staged any more, nothing happens


async def test_a_body_longer_than_announced_is_not_kept(desk: Desk) -> None:
    row = row_of(desk, b"short")
    with pytest.raises(ProblemError) as problem:
        await desk.lane.receive(TENANT_ID, row, 0, parts(b"longer than that"))
    assert problem.value.code == "too_large"
    assert await desk.lane.offset_bytes(TENANT_ID, row) == 0


async def test_a_full_disk(desk: Desk) -> None:
    row = row_of(desk, DATA)
    desk.free_bytes = 0
    with pytest.raises(ProblemError) as problem:
        await desk.lane.receive(TENANT_ID, row, 0, parts(DATA))
    assert problem.value.code == "disk_full"
