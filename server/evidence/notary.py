"""Papers in the firm's signed history: each fingerprint is an event, and a head covers it.

issue ─▶ event `paper.issued` ─▶ signed head ─▶ proof: document, event, links, head
"""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from server.evidence.exporting import CannotExport
from server.evidence.heads import ChainChanged, sign_head
from server.evidence.keys import known_keys
from server.evidence.queries import heads_of, point_at, steps_between
from server.gateway import ledger
from server.gateway.gateway import Gateway
from server.gateway.tables import EVENT
from server.gateway.unit import SYSTEM, Unit
from server.papers.documents import Document, fingerprint
from server.settings import Settings
from sync.evidence import Event
from sync.proof import FORMAT, ISSUED, VERSION, Link, Proof, write_proof

OpenGateway = Callable[[Settings], Gateway]


class Notary:
    """Has papers witnessed by the firm's history, and gives the proof of each. Blocks."""

    def __init__(self, settings: Settings, open_gateway: OpenGateway) -> None:
        self._settings = settings
        self._open_gateway = open_gateway

    def witness(self, tenant_id: str, documents: list[Document]) -> None:
        """Each fingerprint becomes an event, once for ever, and is signed. Raises CannotExport."""
        try:
            asyncio.run(self._witness(tenant_id, documents))
        except ChainChanged as error:
            raise CannotExport(str(error)) from error

    def proof(self, connection: Connection, tenant_id: str, document: Document) -> bytes | None:
        """By the first head that covers it; None where the history does not know this document."""
        known = ledger.find(connection, tenant_id, SYSTEM, key_of(document))
        seq = known.result.seq if known else 0
        heads = [head for head in heads_of(connection, tenant_id) if head.seq >= seq]
        event = _event(connection, tenant_id, seq)
        if event is None or not heads:
            return None
        after = steps_between(connection, tenant_id, seq, heads[0].seq)
        proof = Proof(
            format=FORMAT,
            version=VERSION,
            document=msgspec.to_builtins(document),
            before=point_at(connection, tenant_id, seq - 1).chain,
            event=event,
            links=[Link(step.seq, step.payload_hash) for step in after],
            head=heads[0],
            keys=[
                key for key in known_keys(self._settings.data_dir) if key.key_id == heads[0].key_id
            ],
        )
        return write_proof(proof)

    async def _witness(self, tenant_id: str, documents: list[Document]) -> None:
        gateway = self._open_gateway(self._settings)
        await gateway.start()
        try:
            await gateway.database.write(tenant_id, lambda unit: record(unit, documents))
            data_dir = self._settings.data_dir
            await sign_head(gateway.database, data_dir, tenant_id, gateway.clock())
        finally:
            await gateway.stop()


def key_of(document: Document) -> str:
    """The same document is issued once, whoever asks how often."""
    return f"paper:{document.head.work_order_id}:{fingerprint(document)}"


def record(unit: Unit, documents: list[Document]) -> None:
    """One event for each fingerprint that the history does not hold yet."""
    for document in documents:
        key, head = key_of(document), document.head
        if unit.known(SYSTEM, key) is not None:
            continue
        args: dict[str, Any] = {
            "work_order_id": head.work_order_id,
            "form": head.form.value,
            "sha256": fingerprint(document),
        }
        unit.note(ISSUED, key, args)


def _event(connection: Connection, tenant_id: str, seq: int) -> Event | None:
    """The event of this seq, unless it was erased."""
    e = EVENT.c
    query = select(e.salt, e.payload, e.payload_hash, e.chain)
    line = connection.execute(query.where(e.tenant_id == tenant_id, e.seq == seq)).first()
    if line is None or not line.payload:
        return None
    return Event(seq, line.salt, msgspec.json.decode(line.payload), line.payload_hash, line.chain)
