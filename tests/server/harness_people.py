"""A firm in memory behind the real unit of work: authorisation, followers, scopes and all.

Where `harness.py` gives a case what its author holds, here it follows from grants, as in life.
"""

from typing import Any

from sqlalchemy import Connection, create_engine, event, insert, select
from sqlalchemy.pool import StaticPool

from server.app import catalogue
from server.db.types import KIND_OF, METADATA
from server.gateway.call import Actor, GrantOf
from server.gateway.tables import MEMBER, SCOPE, TENANT, USER_SCOPE
from server.gateway.tx import Tx
from server.gateway.unit import Ask, Unit
from server.identity.queries import grants_of
from server.identity.schema import User
from server.technicians.queries import technician_of_user
from sync.ids import born_id
from sync.protocol import Result

TENANT_ID = "00000000-0000-4000-8000-00000000000f"
REPLICA = "00000000-0000-4000-8000-0000000000aa"
UNKNOWN = "00000000-0000-4000-8000-0000000000ff"
NOW_MS = 1_772_326_800_000
SYSTEM = Actor(TENANT_ID, "", "", is_system=True)
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"


class Firm:
    """One tenant with one administrator, `self.admin`."""

    def __init__(self) -> None:
        # A test client answers in a thread of its own, one request at a time.
        arguments = {"check_same_thread": False}
        self.engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=arguments)
        event.listen(self.engine, "connect", _own_transactions)
        event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        METADATA.create_all(self.engine)
        self.connection: Connection = self.engine.connect()
        values = {"name": "Firm", "epoch": "e", "seq": 0, "chain": "0" * 64, "created_ms": NOW_MS}
        self.connection.execute(insert(TENANT).values(tenant_id=TENANT_ID, **values))
        self.unit = Unit(self.connection, catalogue(), TENANT_ID, NOW_MS, lambda: "00")
        self.key = 0
        self.admin = self.person("boss", roles=["administrator"])

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()

    def run(self, name: str, author: str | Actor, /, **args: Any) -> Result:
        """One mutation by a user id or an actor."""
        return self.run_at(name, author, args, NOW_MS, NOW_MS)

    def run_at(
        self, name: str, author: str | Actor, args: dict[str, Any], device_ms: int, at_ms: int
    ) -> Result:
        self.key += 1
        actor = author if isinstance(author, Actor) else self.actor(author)
        result = self.unit.run(
            Ask(
                actor=actor,
                name=name,
                writer=REPLICA,
                key=str(self.key),
                hash="",
                args=args,
                device_ms=device_ms,
                at_ms=at_ms,
                zone="Asia/Shanghai",
                base_seq=0,
                meta={},
            )
        )
        self.unit.memory.write(self.connection)  # a unit of work ends with it; this one never ends
        return result

    def done(self, name: str, author: str | Actor, /, **args: Any) -> str:
        """An accepted mutation; returns the id of the first row born in it."""
        result = self.run(name, author, **args)
        assert result.outcome == "accepted", result
        return self.born(0)

    def refused(self, name: str, author: str | Actor, /, **args: Any) -> str:
        """A rejected mutation; returns the reason."""
        result = self.run(name, author, **args)
        assert result.outcome == "rejected", result
        return result.reason

    def born(self, ordinal: int) -> str:
        """Id of a row born in the last mutation."""
        return born_id(REPLICA, str(self.key), ordinal)

    def person(self, login: str, roles: list[str], territory_id: str | None = None) -> str:
        names = {"login": login, "name": login.title(), "password_hash": HASH}
        return self.done("user.add", SYSTEM, **names, roles=roles, territory_id=territory_id)

    def actor(self, user_id: str) -> Actor:
        tx = self.tx()
        user = tx.get(User, user_id)
        assert user is not None
        technician = technician_of_user(tx, user_id)
        grants = tuple(GrantOf(g.role, g.territory_id) for g in grants_of(tx, user_id))
        technician_id = technician.id if technician else None
        return Actor(TENANT_ID, user_id, user.name, "", technician_id, grants)

    def tx(self) -> Tx:
        return Tx(self.connection, TENANT_ID)

    def rows(self, kind: str) -> list[Any]:
        types = {each.name: row_type for row_type, each in KIND_OF.items()}
        return list(self.tx().rows(types[kind]))

    def row(self, kind: str, row_id: str) -> Any:
        return next(row for row in self.rows(kind) if row.id == row_id)

    def scope_keys(self, user_id: str) -> set[str]:
        """What the gateway recorded for the user."""
        query = (
            select(SCOPE.c.scope_key)
            .join(USER_SCOPE, USER_SCOPE.c.scope == SCOPE.c.scope)
            .where(USER_SCOPE.c.user_id == user_id, USER_SCOPE.c.leave_seq.is_(None))
        )
        return set(self.connection.execute(query).scalars())

    def places_of(self, row_id: str) -> set[str]:
        """Keys of the scopes that the row is in now."""
        query = (
            select(SCOPE.c.scope_key)
            .join(MEMBER, MEMBER.c.scope == SCOPE.c.scope)
            .where(MEMBER.c.row_id == row_id, MEMBER.c.leave_seq.is_(None))
        )
        return set(self.connection.execute(query).scalars())

    def sees(self, user_id: str, row_id: str) -> bool:
        return bool(self.scope_keys(user_id) & self.places_of(row_id))


def _own_transactions(connection: Any, _record: object) -> None:
    connection.isolation_level = None
