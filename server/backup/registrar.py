"""Keeps the log of registrations: writes it after each COMMIT, and runs it after a restore."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from server.backup.registrations import AskLine, Line, Log, SessionLine
from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.recovery import ended_epochs, replay
from server.gateway.tables import EVENT, LEDGER, TENANT
from server.gateway.unit import Ask, Unit
from server.identity.schema import (
    AddGrant,
    AddUser,
    EndGrant,
    EnrolDevice,
    RevokeDevice,
    SetPassword,
    SetUserActive,
)
from server.identity.tables import DEVICES, SESSION
from sync.outcomes import Outcome

REGISTRATIONS = frozenset(
    args.mutation
    for args in (
        AddUser,
        SetUserActive,
        SetPassword,
        AddGrant,
        EndGrant,
        EnrolDevice,
        RevokeDevice,
    )
)
# A process that was killed between COMMIT and its line wrote at most one group too little.
LOOKED_BACK = 1_000


class Replayed(msgspec.Struct):
    """What the log brought back."""

    mutations: int = 0
    sessions: int = 0
    refused: list[str] = []


class Registrar:
    """Composed once in `server/app.py`, and by `fieldward restore`."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def after_commit(self, unit: Unit) -> None:
        """A listener of the gateway."""
        lines: list[Line] = [
            _line(unit.tenant_id, ask, unit.epoch, call.seq, unit.now_ms)
            for call, ask in zip(unit.accepted, unit.asked, strict=True)
            if call.name in REGISTRATIONS
        ]
        if lines:
            self.log.append(lines)

    def session_changed(self, values: dict[str, Any]) -> None:
        """A listener of the sessions: opened, or ended by its owner."""
        self.log.append([msgspec.convert(values, SessionLine, strict=False)])

    async def catch_up(self, gateway: Gateway) -> Replayed:
        """Log and database say the same after this, whichever of them went back."""
        lines = self.log.lines()
        missing = await gateway.read(lambda c: _unwritten(c, lines))
        if missing:
            self.log.append(missing)
        return await replay_all(gateway, [*lines, *missing])


def _line(tenant_id: str, ask: Ask, epoch: str, seq: int, at_ms: int) -> AskLine:
    return AskLine(
        tenant_id=tenant_id,
        user_id=ask.actor.user_id,
        device_id=ask.actor.device_id,
        writer=ask.writer,
        key=ask.key,
        hash=ask.hash,
        name=ask.name,
        args=ask.args,
        at_ms=at_ms,
        epoch=epoch,
        seq=seq,
    )


def _unwritten(connection: Connection, lines: list[Line]) -> list[Line]:
    """Registrations among the newest events that the log does not have."""
    have = {(line.tenant_id, line.writer, line.key) for line in lines if isinstance(line, AskLine)}
    found: list[Line] = []
    e, t = EVENT.c, TENANT.c
    for tenant in list(connection.execute(select(t.tenant_id, t.epoch, t.seq))):
        query = (
            select(e.seq, e.writer, e.key, e.payload, LEDGER.c.hash)
            .join(
                LEDGER,
                (LEDGER.c.tenant_id == e.tenant_id)
                & (LEDGER.c.writer == e.writer)
                & (LEDGER.c.key == e.key),
            )
            .where(
                e.tenant_id == tenant.tenant_id, e.seq > tenant.seq - LOOKED_BACK, e.payload != ""
            )
            .order_by(e.seq)
        )
        for line in connection.execute(query):
            payload = json.loads(line.payload)
            if payload["name"] not in REGISTRATIONS:
                continue
            if (tenant.tenant_id, line.writer, line.key) in have:
                continue
            found.append(
                AskLine(
                    tenant_id=tenant.tenant_id,
                    user_id=payload["user_id"],
                    device_id=payload["device_id"],
                    writer=line.writer,
                    key=line.key,
                    hash=line.hash,
                    name=payload["name"],
                    args=payload["args"],
                    at_ms=payload["recorded_ms"],
                    epoch=tenant.epoch,
                    seq=line.seq,
                )
            )
    return found


async def replay_all(gateway: Gateway, lines: list[Line]) -> Replayed:
    """Run what this database does not know of, in order. Harmless to repeat."""
    done = Replayed()
    known = await gateway.read(_known)
    tokens = await gateway.read(_tokens)
    for line in lines:
        head = known.get(line.tenant_id)
        if head is None:
            continue  # of a firm that is not in this database
        if isinstance(line, SessionLine):
            if tokens.get(line.token_sha256) in _settled(line):
                continue
            tokens[line.token_sha256] = line.ended_ms is not None
            done.sessions += await gateway.database.change(lambda c, line=line: _session(c, line))
        elif line.seq > head.get(line.epoch, 0):
            result = await gateway.database.write(line.tenant_id, _again(line))
            if result is None:
                continue
            done.mutations += 1
            if result.outcome != Outcome.ACCEPTED:
                done.refused.append(f"{line.name} {line.key}: {result.reason}")
    return done


def _known(connection: Connection) -> dict[str, dict[str, int]]:
    """For each firm up to which seq of which epoch this database has everything."""
    t = TENANT.c
    return {
        line.tenant_id: {**ended_epochs(connection, line.tenant_id), line.epoch: line.seq}
        for line in list(connection.execute(select(t.tenant_id, t.epoch, t.seq)))
    }


def _tokens(connection: Connection) -> dict[str, bool]:
    """Every token that was ever given out, and whether it has ended."""
    s = SESSION.c
    query = select(s.token_sha256, s.revoked_ms)
    return {line.token_sha256: line.revoked_ms is not None for line in connection.execute(query)}


def _settled(line: SessionLine) -> tuple[bool | None, ...]:
    """What a token may be already, so that this line has nothing to do."""
    return (True, False) if line.ended_ms is None else (True, None)


def _again(line: AskLine) -> Callable[[Unit], Any]:
    actor = Actor(line.tenant_id, line.user_id, "", line.device_id, is_system=True)
    ask = Ask(
        actor=actor,
        name=line.name,
        writer=line.writer,
        key=line.key,
        hash=line.hash,
        args=line.args,
        device_ms=line.at_ms,
        at_ms=line.at_ms,
        zone="",
        base_seq=0,
        meta={"key": line.key, "replayed_from": [line.epoch, line.seq]},
    )
    return lambda unit: replay(unit, ask)


def _session(connection: Connection, line: SessionLine) -> int:
    """Bring back a token, unless its device is revoked by now; or end it."""
    s, d = SESSION.c, DEVICES.c
    if line.ended_ms is not None:
        mine = update(SESSION).where(s.token_sha256 == line.token_sha256, s.revoked_ms.is_(None))
        return connection.execute(mine.values(revoked_ms=line.ended_ms)).rowcount
    known = select(s.token_sha256).where(s.token_sha256 == line.token_sha256)
    device = select(d.id).where(
        d.tenant_id == line.tenant_id, d.id == line.device_id, d.is_revoked.is_(False)
    )
    if connection.execute(known).first() or not connection.execute(device).first():
        return 0
    connection.execute(
        insert(SESSION).values(
            tenant_id=line.tenant_id,
            token_sha256=line.token_sha256,
            user_id=line.user_id,
            device_id=line.device_id,
            created_ms=line.at_ms,
            last_used_ms=line.at_ms,
            is_cookie=line.is_cookie,
        )
    )
    return 1
