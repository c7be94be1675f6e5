"""Reads of held entries, and of what they are about."""

import re
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from server.appointments.schema import Appointment
from server.attachments.schema import Attachment
from server.entries.schema import HeldEntry, HeldReason, HeldState
from server.entries.tables import HELD_ENTRIES
from server.gateway.authorise import held_ever
from server.gateway.call import Actor, Call
from server.gateway.tables import LEDGER, REPLICA
from server.gateway.tx import Tx, read_row
from server.technicians.queries import technician_of_user
from server.work_orders.schema import Fact, WorkOrder

C = HELD_ENTRIES.c
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NAMES_READ_MAX = 8


def find(tx: Tx, replica: str, n: int) -> HeldEntry | None:
    found = tx.rows(HeldEntry, C.replica == replica, C.n == n)
    return found[0] if found else None


def read(connection: Connection, tenant_id: str, replica: str, n: int) -> HeldEntry:
    """As `find`, outside a handler; the entry must be there."""
    (found,) = _read(connection, tenant_id, C.replica == replica, C.n == n)
    return found


def needing(connection: Connection, tenant_id: str, replica: str) -> list[HeldEntry]:
    """What waits for rows of other set-aside entries of this replica, oldest first."""
    found = _read(
        connection,
        tenant_id,
        C.replica == replica,
        C.reason == HeldReason.NEEDS_SET_ASIDE.value,
        C.state == HeldState.WAITING.value,
    )
    return sorted(found, key=lambda entry: entry.n)


def refused(tx: Tx, user_id: str, replica: str, n: int) -> Any:
    """The ledger's line of this user's entry, or None when it is not his or not known."""
    c, r = LEDGER.c, REPLICA.c
    query = (
        select(c.name, c.outcome, c.reason, c.body, c.hash)
        .join(REPLICA, (r.tenant_id == c.tenant_id) & (r.replica_id == c.writer))
        .where(c.tenant_id == tx.tenant_id, c.writer == replica, c.key == str(n))
        .where(r.user_id == user_id)
    )
    return tx.connection.execute(query).first()


def territory_of(tx: Tx, user_id: str) -> str | None:
    """The office that dispatches this person; None: the whole office."""
    technician = technician_of_user(tx, user_id)
    return technician.territory_id if technician else None


def order_named(tx: Tx, call: Call, author_id: str, args: str) -> str | None:
    """The work order that arguments are about. Only what their author has held is looked for."""
    author = Actor(tx.tenant_id, user_id=author_id, name="")
    his = msgspec.structs.replace(call, actor=author)
    for row_id in list(dict.fromkeys(UUID.findall(args)))[:NAMES_READ_MAX]:
        if not held_ever(tx, his, row_id):
            continue
        if tx.get(WorkOrder, row_id) is not None:
            return row_id
        for row_type in (Appointment, Fact, Attachment):
            row = tx.get(row_type, row_id)
            if row is not None:
                return row.work_order_id
    return None


def _read(connection: Connection, tenant_id: str, *where: Any) -> list[HeldEntry]:
    columns = [column for column in C if column.name != "tenant_id"]
    query = select(*columns).where(C.tenant_id == tenant_id, *where)
    return [read_row(HeldEntry, line) for line in connection.execute(query).mappings()]
