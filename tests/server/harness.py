"""A firm in memory: its rows are given, one mutation runs on them as the gateway would run it.

No scopes are computed here: what the author holds is given too, so a case says in one place
everything that its outcome depends on.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, create_engine, event, insert
from sqlalchemy.pool import StaticPool

import server.appointments.tables
import server.assets.tables
import server.attachments.tables
import server.check_ins.tables
import server.checklists.tables
import server.conflicts.tables
import server.customers.tables
import server.identity.tables
import server.places.tables
import server.signatures.tables
import server.technicians.tables
import server.territories.tables
import server.work_orders.tables  # noqa: F401  (each import declares its tables)
from server.appointments import followers as appointment_followers
from server.appointments.mutations import MUTATIONS as ON_APPOINTMENTS
from server.assets.mutations import MUTATIONS as ON_ASSETS
from server.check_ins import followers as check_in_followers
from server.check_ins.mutations import MUTATIONS as ON_CHECK_INS
from server.checklists.mutations import MUTATIONS as ON_CHECKLISTS
from server.conflicts.mutations import MUTATIONS as ON_CONFLICTS
from server.db.types import KIND_OF, METADATA
from server.gateway.call import Actor, Call, GrantOf, Mutation
from server.gateway.tables import MEMBER, SCOPE, USER_SCOPE
from server.gateway.tx import Tx
from server.signatures.mutations import MUTATIONS as ON_SIGNATURES
from server.work_orders import followers as work_order_followers
from server.work_orders.mutations import MUTATIONS as ON_WORK_ORDERS
from sync.fields import Row
from sync.ids import born_id
from sync.outcomes import Accepted, Rejected, Verdict

TENANT = "00000000-0000-4000-8000-00000000000f"
REPLICA = "00000000-0000-4000-8000-0000000000aa"
NOW_MS = 1_772_326_800_000  # Sunday 2026-03-01 09:00 in Shanghai
DEFAULTS_FILE = Path(__file__).parent.parent / "contract" / "cases" / "defaults.json"
DEFAULTS: dict[str, dict[str, Any]] = json.loads(DEFAULTS_FILE.read_text(encoding="utf-8"))
MUTATIONS: dict[str, Mutation] = {
    m.name: m
    for m in (
        *(*ON_ASSETS, *ON_CHECKLISTS, *ON_WORK_ORDERS),
        *(*ON_APPOINTMENTS, *ON_SIGNATURES, *ON_CONFLICTS, *ON_CHECK_INS),
    )
}
ROW_TYPES: dict[str, type[Row]] = {kind.name: row_type for row_type, kind in KIND_OF.items()}


class World:
    """One tenant on an in-memory database, with one scope that the author may be in."""

    def __init__(self) -> None:
        self.engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        METADATA.create_all(self.engine)
        self.connection = self.engine.connect()
        self.tx = Tx(self.connection, TENANT)
        self.key = 0
        self._handle = 0
        scope = {"scope": 1, "scope_key": "given", "level": "office", "next_handle": 1}
        self.connection.execute(
            insert(SCOPE).values(tenant_id=TENANT, **scope, digest=0, members=0)
        )

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()

    def add(self, kind: str, **fields: Any) -> Any:
        """Store a row; what is not given comes from `tests/contract/cases/defaults.json`."""
        values = DEFAULTS[kind] | fields
        return Tx(self.connection, TENANT).insert(msgspec.convert(values, ROW_TYPES[kind]))

    def row(self, kind: str, row_id: str) -> Any:
        return Tx(self.connection, TENANT).get(ROW_TYPES[kind], row_id)

    def rows(self, kind: str) -> list[Any]:
        return list(Tx(self.connection, TENANT).rows(ROW_TYPES[kind]))

    def statements(self) -> "Statements":
        """Counts what the database is asked, in a `with`."""
        return Statements(self.engine)

    def join(self, user_id: str) -> None:
        """The user is in the scope from the beginning."""
        line = {"user_id": user_id, "scope": 1, "enter_seq": 1, "leave_seq": None}
        self.connection.execute(insert(USER_SCOPE).values(tenant_id=TENANT, **line))

    def hold(self, row_ids: Iterable[str], *, left: bool = False) -> None:
        """The rows are in the scope now or, `left`, were in it once."""
        for row_id in row_ids:
            self._handle += 1
            self.connection.execute(
                insert(MEMBER).values(
                    tenant_id=TENANT,
                    scope=1,
                    handle=self._handle,
                    kind="",
                    row_id=row_id,
                    enter_seq=2,
                    leave_seq=5 if left else None,
                    last_seq=5 if left else 2,
                    digest=0,
                )
            )

    def born(self, ordinal: int) -> str:
        """Id of a row born in the last mutation."""
        return born_id(REPLICA, str(self.key), ordinal)

    def run(
        self, name: str, args: dict[str, Any], actor: Actor, *, now_ms: int = NOW_MS, **moment: int
    ) -> Verdict:
        """One mutation with its followers; a refusal leaves nothing behind."""
        self.key += 1
        mutation = MUTATIONS[name]
        call = Call(
            actor=actor,
            name=name,
            writer=REPLICA,
            key=str(self.key),
            seq=10 + self.key,
            now_ms=now_ms,
            device_ms=moment.get("device_ms", now_ms),
            at_ms=moment.get("at_ms", now_ms),
            zone="Asia/Shanghai",
            base_seq=9,
        )
        self.tx = Tx(self.connection, TENANT)
        savepoint = self.connection.begin_nested()
        verdict = self._run(mutation, msgspec.convert(args, mutation.args), call)
        if isinstance(verdict, Accepted):
            savepoint.commit()
        else:
            savepoint.rollback()
        return verdict

    def _run(self, mutation: Mutation, args: Any, call: Call) -> Verdict:
        refusal: Rejected | None = mutation.authorise(self.tx, args, call)
        if refusal is not None:
            return refusal
        verdict = mutation.handler(self.tx, args, call)
        if isinstance(verdict, Accepted):
            for domain in (work_order_followers, appointment_followers, check_in_followers):
                for follower in domain.FOLLOWERS.get(call.name, ()):
                    follower(self.tx, args, call)
        return verdict


class Statements:
    """How many statements ran inside the `with`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.count = 0

    def _note(self, *_: object) -> None:
        self.count += 1

    def __enter__(self) -> "Statements":
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)


def person(
    user_id: str, name: str = "", technician_id: str | None = None, roles: Iterable[str] = ()
) -> Actor:
    """An author with roles in the whole firm."""
    return Actor(
        tenant_id=TENANT,
        user_id=user_id,
        name=name,
        technician_id=technician_id,
        grants=tuple(GrantOf(role, None) for role in roles),
    )
