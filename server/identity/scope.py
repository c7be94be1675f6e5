"""Which scopes a user has, and where users, grants and devices are seen."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity import queries
from server.identity.schema import DEVICE, GRANT, USER, Grant, Role, User

CATALOG = "catalog"
OFFICE = "office"


def user_scope(user_id: str) -> str:
    return f"user:{user_id}"


def territory_scope(territory_id: str | None) -> str:
    """Rows without a territory are the whole office's."""
    return f"territory:{territory_id}" if territory_id is not None else OFFICE


def scope_keys_of(tx: Tx, user_id: str) -> set[str]:
    """Every active user: the catalogue and his own scope. Office people: their territories and
    what has none. Administrators, and office people of the whole firm: every territory."""
    user = tx.get(User, user_id)
    if user is None or not user.is_active:
        return set()
    keys = {CATALOG, user_scope(user_id)}
    for grant in queries.grants_of(tx, user_id):
        if grant.role is Role.TECHNICIAN:
            continue
        keys.add(OFFICE)
        if grant.role is Role.ADMINISTRATOR or grant.territory_id is None:
            keys |= {territory_scope(each) for each in queries.territory_ids(tx)}
        else:
            keys.add(territory_scope(grant.territory_id))
    return keys


def _user_roots(tx: Tx, user: User) -> set[str]:
    return {CATALOG, OFFICE}  # the office sees the login too


def _user_users(tx: Tx, user: User) -> set[str]:
    return {user.id}


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


def _grant_users(tx: Tx, grant: Grant) -> set[str]:
    return {grant.user_id}


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(USER, roots=_user_roots, users=_user_users),
    ScopeRule(GRANT, roots=_office, users=_grant_users),
    ScopeRule(DEVICE, roots=_office),
)
