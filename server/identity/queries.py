"""Reads of identity that several domains share."""

from sqlalchemy import column, select, table

from server.gateway.tx import Tx
from server.identity.schema import Grant, Role, User
from server.identity.tables import GRANTS, USERS

# Named, not imported: territories are to the right of identity, yet grants point at them.
_TERRITORY = table("territory", column("tenant_id"), column("id"))


def user_by_login(tx: Tx, login: str) -> User | None:
    """By the login as it is stored, see `rules.login_of`."""
    found = tx.rows(User, USERS.c.login == login)
    return found[0] if found else None


def grants_of(tx: Tx, user_id: str) -> list[Grant]:
    """The user's grants that hold, by id."""
    return tx.rows(Grant, GRANTS.c.user_id == user_id, GRANTS.c.is_active.is_(True))


def has_grant(tx: Tx, user_id: str, role: Role) -> bool:
    return any(grant.role is role for grant in grants_of(tx, user_id))


def administrators(tx: Tx) -> set[str]:
    """Active users who can administer the firm now."""
    query = (
        select(GRANTS.c.user_id)
        .join(USERS, (USERS.c.tenant_id == GRANTS.c.tenant_id) & (USERS.c.id == GRANTS.c.user_id))
        .where(GRANTS.c.tenant_id == tx.tenant_id, GRANTS.c.role == Role.ADMINISTRATOR.value)
        .where(GRANTS.c.is_active.is_(True), USERS.c.is_active.is_(True))
    )
    return set(tx.connection.execute(query).scalars())


def firm_wide_users(tx: Tx) -> set[str]:
    """Users whose sight covers every territory, also one that is being added."""
    c = GRANTS.c
    whole = tx.rows(Grant, c.is_active.is_(True), c.territory_id.is_(None))
    return {grant.user_id for grant in whole if grant.role is not Role.TECHNICIAN}


def territory_ids(tx: Tx) -> set[str]:
    c = _TERRITORY.c
    query = select(c.id).where(c.tenant_id == tx.tenant_id)
    return set(tx.connection.execute(query).scalars())


def territory_exists(tx: Tx, territory_id: str | None) -> bool:
    """True also for None: the whole firm."""
    return territory_id is None or territory_id in territory_ids(tx)
