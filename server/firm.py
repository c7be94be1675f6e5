"""A firm comes into being: its tenant row, before any mutation can run."""

from sqlalchemy import Connection, exists, insert, select

from server.gateway.tables import TENANT
from server.identity.tables import USERS
from sync.chain import GENESIS


def create_firm(connection: Connection, tenant_id: str, name: str, epoch: str, now_ms: int) -> None:
    """`epoch` is 8 random letters: a cursor of another epoch is worth nothing here."""
    connection.execute(
        insert(TENANT).values(
            tenant_id=tenant_id,
            name=name,
            epoch=epoch,
            seq=0,
            chain=GENESIS,
            created_ms=now_ms,
        )
    )


def firms_without_users(connection: Connection) -> list[str]:
    """Firms whose founding stopped before their administrator was there."""
    query = select(TENANT.c.tenant_id).where(
        ~exists().where(USERS.c.tenant_id == TENANT.c.tenant_id)
    )
    return list(connection.execute(query).scalars())


def firms(connection: Connection) -> list[tuple[str, str]]:
    """(tenant, name) of every firm here, the oldest first."""
    query = select(TENANT.c.tenant_id, TENANT.c.name).order_by(TENANT.c.created_ms)
    return [(line.tenant_id, line.name) for line in connection.execute(query)]
