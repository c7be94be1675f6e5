"""Whatever the order of parts, cuts, repeats, damage and restarts: the stored file is the original,
and its receipt is given once."""

from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha1

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.exceptions import InternalServerException

from server.attachments import lane as lane_module
from server.attachments import tus
from server.attachments.schema import Attachment
from server.attachments.sweeping import sweep
from server.problems import ProblemError
from tests.server.attachments.app import Desk
from tests.server.harness_people import REPLICA, TENANT_ID

SIZE = 60


class Part(msgspec.Struct, frozen=True):
    """A request: from where (None: where the server says), how much, and what befalls it."""

    at: int | None
    length: int
    cut_at: int | None
    is_damaged: bool
    has_checksum: bool


class Other(msgspec.Struct, frozen=True):
    """Something that is no part."""

    what: str


maybe = st.none() | st.integers(0, SIZE)
flag = st.booleans()
parts = st.builds(Part, st.none() | maybe, st.integers(0, SIZE), maybe, flag, flag)
others = st.builds(
    Other, st.sampled_from(["restart", "create", "terminate", "sweep", "look", "receipt fails"])
)


class Story:
    """One upload, and beside it what its staged file must hold by now."""

    def __init__(self, desk: Desk, data: bytes) -> None:
        self.desk, self.data, self.here = desk, data, b""
        desk.lane, desk.gateway.is_down = desk.new_lane(), False
        desk.gateway.keys.clear()
        self.row: Attachment = desk.firm.row("attachment", desk.attach(data))

    @property
    def is_stored(self) -> bool:
        return self.desk.state(self.row.id) == "stored"

    async def create(self) -> None:
        offset_bytes = await self.desk.lane.create(TENANT_ID, self.row, REPLICA, "")
        assert offset_bytes == len(self.here)

    async def part(self, part: Part) -> None:
        at = len(self.here) if part.at is None else part.at
        body = self.data[at : at + part.length]
        sent = bytes(255 - each for each in body) if part.is_damaged else body
        said = f"sha1 {b64encode(sha1(body).digest()).decode()}"
        checksum = tus.checksum({"Upload-Checksum": said}) if part.has_checksum else None
        cut_at = None if part.cut_at is None or part.cut_at >= len(sent) else part.cut_at
        stream = in_pieces(sent, cut_at)
        try:
            reached = await self.desk.lane.receive(TENANT_ID, self.row, at, stream, checksum)
        except ProblemError as problem:
            return self.refused(problem, part, at, cut_at)
        assert at == len(self.here)
        assert not (sent != body and part.has_checksum and cut_at is None)
        self.here += sent if cut_at is None else sent[:cut_at]
        assert reached == len(self.here)
        return await self.settle()

    def refused(self, problem: ProblemError, part: Part, at: int, cut_at: int | None) -> None:
        """Only for a wrong place, or for damage in a part that came to its end."""
        if at != len(self.here):
            assert (problem.code, problem.detail) == ("offset_mismatch", {"offset": len(self.here)})
        else:
            assert (problem.code, problem.detail) == ("checksum_mismatch", {"offset": at})
            assert (part.is_damaged, part.has_checksum, cut_at) == (True, True, None)

    async def settle(self) -> None:
        """As a route does when every byte is here."""
        if len(self.here) < len(self.data) or self.is_stored:
            return
        try:
            await self.desk.lane.finish(TENANT_ID, self.row)
        except ProblemError as error:
            if error.code == "checksum_mismatch":
                assert self.here != self.data
                self.here = b""
            else:
                assert self.desk.gateway.is_down
                self.desk.gateway.is_down = False
            return
        assert self.here == self.data
        assert self.is_stored

    async def other(self, other: Other) -> None:
        if other.what == "restart":
            self.desk.lane = self.desk.new_lane()
        elif other.what == "create":
            await self.create()
        elif other.what == "terminate":
            await self.desk.lane.terminate(TENANT_ID, self.row)
            self.here = b""
        elif other.what == "sweep":
            await sweep(self.desk.lane)
        elif other.what == "receipt fails":
            self.desk.gateway.is_down = True
        await self.settle()

    def check(self) -> None:
        path = self.desk.lane.staging.path(TENANT_ID, self.row.id)
        if not self.is_stored:
            assert (path.read_bytes() if path.exists() else b"") == self.here


async def in_pieces(sent: bytes, cut_at: int | None) -> AsyncIterator[bytes]:
    for at in range(0, len(sent), 5):
        if cut_at is not None and at + 5 > cut_at:
            yield sent[at:cut_at]
            raise InternalServerException("client disconnected prematurely")
        yield sent[at : at + 5]


@pytest.fixture
def small_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body of a few bytes is written in several steps, too."""
    monkeypatch.setattr(lane_module, "BUFFER_BYTES", 7)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.binary(min_size=1, max_size=SIZE), st.lists(parts | others, max_size=12))
async def test_the_stored_file_is_the_original(
    desk: Desk, small_buffers: None, data: bytes, steps: list[Part | Other]
) -> None:
    story = Story(desk, data)
    await story.create()
    for step in steps:
        if story.is_stored:
            break
        await (story.part(step) if isinstance(step, Part) else story.other(step))
        story.check()
    desk.gateway.is_down = False
    await story.settle()
    for _ in range(2):  # damage that only the whole file's hash sees costs one more time
        if not story.is_stored:
            await story.part(Part(None, SIZE, None, is_damaged=False, has_checksum=True))
    assert story.is_stored
    assert desk.lane.blobs.read(TENANT_ID, story.row.sha256) == data
    assert desk.gateway.keys == [f"blob:{story.row.id}:{story.row.sha256}"]
    await sweep(desk.lane)
    assert desk.lane.staging.path(TENANT_ID, story.row.id) not in desk.lane.staging.uploads()
