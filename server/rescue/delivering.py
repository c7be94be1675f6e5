"""Delivers what a sealed file holds: entries under their replica and number, as their author.

Whatever was delivered before has its result already, so a second time does nothing.
"""

import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import groupby

import msgspec

from server.attachments.lane import Lane
from server.attachments.queries import upload_of
from server.attachments.schema import BlobState
from server.gateway import ledger
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.identity.sessions import actor_of_user
from server.problems import ProblemError
from server.rescue.sealing import CannotRescue, Contents, SealedEntry
from sync.limits import ENTRIES_PER_REQUEST_MAX
from sync.outcomes import Outcome
from sync.protocol import PROTOCOL_VERSION, Cursor, Entries, Result, SyncRequest, SyncResponse


class Delivered(msgspec.Struct, frozen=True):
    """What became of one item: an outcome or, where nothing was recorded, why."""

    what: str  # name of the mutation, or "file"
    item: str  # replica and number, or the attachment's id
    became: str
    reason: str = ""


async def deliver(
    gateway: Gateway, lane: Lane, contents: Contents, files: list[bytes]
) -> list[Delivered]:
    """Entries first: the accepted row is the grant for its bytes. Raises CannotRescue."""
    actor = await gateway.read(
        lambda c: actor_of_user(c, contents.tenant_id, contents.user_id, contents.device_id)
    )
    if actor is None:
        raise CannotRescue(
            "Its author is unknown here or was deactivated. Let the account in again first."
        )
    said: list[Delivered] = []
    for batch in _batches(contents.entries):
        said += await _push(gateway, actor, batch)
    for file, data in zip(contents.files, files, strict=True):
        became, reason = await _store(gateway, lane, actor, file.attachment_id, data)
        said.append(Delivered("file", file.attachment_id, became, reason))
    return said


def _batches(entries: Iterable[SealedEntry]) -> Iterator[list[SealedEntry]]:
    """Entries of one replica with numbers that follow each other, few enough for one request.
    Where it wrote under several, the order in the file is the order of writing."""

    def run_of(pair: tuple[int, SealedEntry]) -> tuple[str, int]:
        return pair[1].replica, pair[1].n - pair[0]

    for _, run in groupby(enumerate(entries), run_of):
        batch = [entry for _, entry in run]
        for at in range(0, len(batch), ENTRIES_PER_REQUEST_MAX):
            yield batch[at : at + ENTRIES_PER_REQUEST_MAX]


async def _push(gateway: Gateway, actor: Actor, batch: list[SealedEntry]) -> list[Delivered]:
    request = _request(gateway, batch)
    try:
        body, _ = await gateway.sync(actor, request, "")
    except ProblemError as error:
        return [_told(entry, "not_recorded", error.code) for entry in batch]
    answer = msgspec.json.decode(body, type=SyncResponse)
    told = {result.n: result for result in answer.results}
    said: list[Delivered] = []
    for entry in batch:
        # The answer leaves out what it can say shorter; the ledger says all of it.
        result = told.get(entry.n) or await _recorded(gateway, actor, entry)
        if result is not None:
            said.append(_told(entry, result.outcome, result.reason))
        elif answer.failed is not None:
            said.append(_told(entry, "not_recorded", answer.failed[1]))
        else:
            said.append(_told(entry, "not_recorded", f"{answer.last + 1} is wanted first"))
    return said


async def _recorded(gateway: Gateway, actor: Actor, entry: SealedEntry) -> Result | None:
    find, key = ledger.find, str(entry.n)
    known = await gateway.read(lambda c: find(c, actor.tenant_id, entry.replica, key))
    return None if known is None else known.result


def _told(entry: SealedEntry, became: str, reason: str) -> Delivered:
    return Delivered(entry.name, f"{entry.replica}:{entry.n}", became, reason)


def _request(gateway: Gateway, batch: list[SealedEntry]) -> SyncRequest:
    """As the phone would have asked, with the skew of its clock as it was measured then."""

    def steps(values: list[int]) -> list[int]:
        return [value - before for value, before in zip(values, [0, *values[:-1]], strict=True)]

    entries = Entries(
        first=batch[0].n,
        names=[entry.name for entry in batch],
        bases=[entry.base for entry in batch],
        device_ms=steps([entry.device_ms for entry in batch]),
        mono_ms=steps([entry.mono_ms for entry in batch]),
        zones=[entry.zone for entry in batch],
        apps=[entry.app for entry in batch],
        schemas=[entry.schema for entry in batch],
        args=[msgspec.Raw(msgspec.json.encode(entry.args)) for entry in batch],
    )
    return SyncRequest(
        protocol=PROTOCOL_VERSION,
        schema=gateway.catalogue.schema_hash,
        replica=batch[0].replica,
        nonce=secrets.token_urlsafe(6),
        cursor=Cursor(),
        settled=0,
        waiting=0,
        device_ms=max(0, gateway.clock() - batch[-1].skew_ms),
        entries=entries,
    )


async def _store(
    gateway: Gateway, lane: Lane, actor: Actor, attachment_id: str, data: bytes
) -> tuple[str, str]:
    row = await gateway.read(lambda c: upload_of(c, actor.tenant_id, actor.user_id, attachment_id))
    if row is None:
        return "not_recorded", "its entry was not accepted"
    if row.state == BlobState.STORED:
        return "stored", ""

    try:
        at = await lane.offset_bytes(actor.tenant_id, row)
        await lane.receive(actor.tenant_id, row, at, _rest(data, at))
        await lane.finish(actor.tenant_id, row)
    except ProblemError as error:
        return "not_recorded", error.code
    return "stored", ""


async def _rest(data: bytes, offset_bytes: int) -> AsyncIterator[bytes]:
    yield data[offset_bytes:]


def is_whole(said: Iterable[Delivered]) -> bool:
    """Everything has an outcome: nothing is left for another try."""
    ends = {Outcome.ACCEPTED, Outcome.REJECTED, Outcome.SET_ASIDE, "stored"}
    return all(each.became in ends for each in said)
