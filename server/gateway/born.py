"""Which rows a keyed mutation gave birth to: read back, so that a repeat answers the same."""

import msgspec
from sqlalchemy import Connection, select

from server.gateway.catalogue import Catalogue
from server.gateway.tables import ROW_VERSION
from sync.ids import born_id

# Ordinals may have holes (a contact that was not given), but none so wide.
BLOCK = 64


class Born(msgspec.Struct, frozen=True):
    """A row born in a mutation. `ordinal` is the one that the doc of the arguments names."""

    ordinal: int
    kind: str
    id: str


def rows_born(
    connection: Connection, catalogue: Catalogue, tenant_id: str, writer: str, key: str
) -> list[Born]:
    """The rows born under (writer, key), by ordinal. Rows are never deleted, nor do ids change,
    so this is the same at any later time."""
    v = ROW_VERSION.c
    found: list[Born] = []
    for first in range(0, 2**31, BLOCK):
        ordinals = {born_id(writer, key, n): n for n in range(first, first + BLOCK)}
        query = select(v.kind, v.row_id).where(
            v.tenant_id == tenant_id, v.kind.in_(catalogue.kind_index), v.row_id.in_(ordinals)
        )
        lines = list(connection.execute(query))
        if not lines:
            break
        found += [Born(ordinals[line.row_id], line.kind, line.row_id) for line in lines]
    return sorted(found, key=lambda born: born.ordinal)
