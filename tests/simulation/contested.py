"""Fields that people may change at once: every value they ever had, and the cards on them."""

import json
from typing import Any

from sqlalchemy import Connection, select

from server.gateway.tables import FIELD_PAST, ROW_VERSION
from server.gateway.versions import read
from tests.server.gateway.founding import TENANT
from tests.server.gateway.model import Plain

WATCHED = {"contact": ("name", "phone"), "customer": ("name",), "work_order": ("title",)}


def contested(connection: Connection, rows: Plain) -> dict[str, Any]:
    """Values as [seq, writer, value] in order, and both sides of all cards."""
    past: dict[tuple[str, str, str], list[list[Any]]] = {}
    query = select(FIELD_PAST).where(FIELD_PAST.c.tenant_id == TENANT)
    for line in connection.execute(query.order_by(FIELD_PAST.c.until_seq)):
        if line.field in WATCHED.get(line.kind, ()):
            values = past.setdefault((line.kind, line.row_id, line.field), [])
            values.append([line.from_seq, line.writer, json.loads(line.value)])
    v = ROW_VERSION.c
    versions = select(v.kind, v.row_id, v.versions).where(
        v.tenant_id == TENANT, v.kind.in_(WATCHED)
    )
    for kind, row_id, text in connection.execute(versions):
        known = read(text)
        for field in WATCHED[kind]:
            last = [known.seq_of(field), known.writer_of(field), rows[kind][row_id][field]]
            past.setdefault((kind, row_id, field), []).append(last)
    return {
        "fields": [
            {"kind": kind, "id": row_id, "field": field, "values": values}
            for (kind, row_id, field), values in sorted(past.items())
        ],
        "cards": list(rows["conflict"].values()),
        "stored": list(rows["conflict_stored"].values()),
    }
