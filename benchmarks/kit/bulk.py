"""Many rows at once, for databases that mutations would take minutes to fill."""

import random
from collections import defaultdict
from enum import Enum
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from server.db.types import KIND_OF, TABLES
from server.gateway.tables import MEMBER, REASON, ROW_VERSION, SCOPE
from sync.fields import Field, Row


class Bulk:
    """Lines of rows of one tenant, with what a mutation leaves beside them: versions, members of
    one scope and the reasons. Only digests and events are missing; dispatch reads neither."""

    def __init__(self, rng: random.Random, tenant_id: str) -> None:
        self._rng = rng
        self._tenant_id = tenant_id
        self._rows: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
        self._members: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, row_type: type[Row], scope_key: str, **fields: Any) -> str:
        """A row with these fields, empty in all others, seen by one office. Returns its id."""
        row_id = f"{self._rng.getrandbits(32):08x}-0000-4000-8000-{self._rng.getrandbits(48):012x}"
        kind = KIND_OF[row_type]
        values = {field.name: _empty(field.type, field.nullable) for field in _fields(row_type)}
        row = msgspec.convert(values | fields | {"id": row_id}, row_type)
        self._rows[row_type].append(msgspec.to_builtins(row) | {"tenant_id": self._tenant_id})
        self._members[scope_key].append((kind.name, row_id))
        return row_id

    def store(self, connection: Connection, seq: int) -> None:
        """Everything as if it had been born in the mutation `seq`."""
        for row_type, lines in self._rows.items():
            connection.execute(insert(TABLES[row_type]), lines)
            names = [field.name for field in _fields(row_type)]
            versions = msgspec.json.encode(dict.fromkeys(names, seq)).decode()
            kind = KIND_OF[row_type].name
            keys = [
                {"tenant_id": self._tenant_id, "kind": kind, "row_id": line["id"]} for line in lines
            ]
            connection.execute(insert(ROW_VERSION).values(versions=versions), keys)
        for scope_key, members in self._members.items():
            self._store_scope(connection, scope_key, members, seq)

    def _store_scope(
        self, connection: Connection, scope_key: str, members: list[tuple[str, str]], seq: int
    ) -> None:
        s = SCOPE.c
        mine = (s.tenant_id == self._tenant_id, s.scope_key == scope_key)
        scope = connection.execute(select(s.scope, s.next_handle).where(*mine)).one()
        rows = [
            {"tenant_id": self._tenant_id, "scope": scope.scope, "kind": kind, "row_id": row_id}
            for kind, row_id in members
        ]
        handled = [row | {"handle": scope.next_handle + n} for n, row in enumerate(rows)]
        line = insert(MEMBER).values(enter_seq=seq, leave_seq=None, last_seq=seq, digest=0)
        connection.execute(line, handled)
        connection.execute(insert(REASON), [row | {"reason_id": row["row_id"]} for row in rows])
        moved = {"next_handle": scope.next_handle + len(rows), "members": s.members + len(rows)}
        connection.execute(update(SCOPE).where(*mine).values(moved))


def _fields(row_type: type[Row]) -> list[Field]:
    return [field for field in KIND_OF[row_type].fields if field.name != "id"]


def _empty(annotation: Any, is_nullable: bool) -> Any:
    if is_nullable:
        return None
    if annotation is bool:
        return True
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    return 0 if issubclass(annotation, int) else ""
