"""The events of one order, found in the firm's chain."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from server.gateway.tables import EVENT
from server.gateway.tx import Tx
from server.papers.file import OrderFile
from sync.ids import born_id

CHUNK_ROWS = 500
BORN_MAX = 5  # an order's rows are among the first that a mutation bears


def events_of(tx: Tx, file: OrderFile) -> Iterator[dict[str, Any]]:
    """Every event that names one of the order's rows or in which one was born, by seq.

    One walk along all of the firm's events: their payloads are text that no index knows.
    """
    ids = {file.order.id}
    ids |= {each.id for each in (*file.visits, *file.facts, *file.attachments, *file.answers)}
    ids |= {each.id for each in file.check_ins}  # the office's word on them names nothing else
    named = re.compile("|".join(sorted(ids)))
    verbs = {fact.verb for fact in file.facts}
    e = EVENT.c
    query = select(EVENT).where(e.tenant_id == tx.tenant_id).order_by(e.seq)
    lines = tx.connection.execute(query.execution_options(yield_per=CHUNK_ROWS))
    for line in lines:
        # A row that was born here is named by nobody yet; its fact carries the event's name.
        if not named.search(line.payload):
            name = json.loads(line.payload).get("name") if line.payload else None
            if name not in verbs or not _bears(line.writer, line.key, ids):
                continue
        yield {
            "seq": line.seq,
            "writer": line.writer,
            "key": line.key,
            "salt": line.salt,
            "payload": line.payload,
            "payload_hash": line.payload_hash,
            "chain": line.chain,
        }


def _bears(writer: str, key: str, ids: set[str]) -> bool:
    return any(born_id(writer, key, ordinal) in ids for ordinal in range(BORN_MAX))
