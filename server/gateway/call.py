"""Who asks for a mutation, and what the handler may know of the moment."""

from collections.abc import Callable

import msgspec

from server.shapes import Args
from sync.fields import Sees
from sync.ids import born_id
from sync.kinds import Kind
from sync.outcomes import Rejected, Verdict


class GrantOf(msgspec.Struct, frozen=True):
    """A role, for one territory or (None) for the whole firm."""

    role: str
    territory_id: str | None


class Actor(msgspec.Struct, frozen=True):
    """The author of a mutation. `is_system` stands for timers, imports and the upload lane."""

    tenant_id: str
    user_id: str
    name: str
    device_id: str = ""
    technician_id: str | None = None
    grants: tuple[GrantOf, ...] = ()
    is_system: bool = False
    is_revoked: bool = False  # shut out: may push into the quarantine, and nothing else

    def has_role(self, *roles: str) -> bool:
        return self.is_system or any(grant.role in roles for grant in self.grants)


class Call(msgspec.Struct, frozen=True):
    """One mutation as it runs: everything that is not in its arguments.

    `device_ms` is the author's clock, `at_ms` the same corrected by the measured skew, `now_ms`
    the server's clock, `seq` the version that all writes of this mutation carry.
    """

    actor: Actor
    name: str
    writer: str
    key: str
    seq: int
    now_ms: int
    device_ms: int
    at_ms: int
    zone: str
    base_seq: int

    @property
    def moment_ms(self) -> int:
        """When it happened, as far as we believe: the corrected device time, never after now."""
        return min(max(self.at_ms, 0), self.now_ms)

    @property
    def author_id(self) -> str | None:
        """The user behind it; timers, imports and the portal have none."""
        return None if self.actor.is_system else self.actor.user_id

    def born(self, ordinal: int) -> str:
        """Id of the ordinal-th row born here."""
        return born_id(self.writer, self.key, ordinal)


Handler = Callable[..., Verdict]  # (tx: Tx, args: the mutation's Args, call: Call) -> Verdict
Authorise = Callable[..., Rejected | None]  # the same arguments; None lets the handler run


class Mutation(msgspec.Struct, frozen=True):
    """A line of `server/app.py`'s table: what the arguments are, who may, what happens."""

    args: type[Args]
    authorise: Authorise
    handler: Handler

    @property
    def name(self) -> str:
        return self.args.mutation


def no_keys(*_: object) -> set[str]:
    """For a kind that stands in no scope by itself, or concerns nobody's scopes."""
    return set()


def no_rows(*_: object) -> list[tuple[str, str]]:
    """For a kind that brings nothing along and is nobody's child."""
    return []


def everyone(_: object) -> Sees:
    """For a kind that may come along into any scope."""
    return Sees.EVERYONE


class ScopeRule(msgspec.Struct, frozen=True):
    """How rows of a kind come into scopes.

    `roots(tx, row)`: keys of scopes where the row stands by itself.
    `refs(row)`: (kind, id) of rows that come along wherever it is, read from its own fields.
    `children(tx, row)`: (kind, id) of rows that point at it and come along, asked when it enters.
    `parents(row)`: (kind, id) of the rows whose child it is, asked when it is born.
    `users(tx, row)`: users whose set of scopes may have changed with it.
    `level(row)`: it comes along only into scopes that show at least this.
    `inputs`: all fields of the row that roots and refs read; None: any may be one.
    """

    kind: Kind
    roots: Callable[..., set[str]] = no_keys
    refs: Callable[..., list[tuple[str, str]]] = no_rows
    children: Callable[..., list[tuple[str, str]]] = no_rows
    parents: Callable[..., list[tuple[str, str]]] = no_rows
    users: Callable[..., set[str]] = no_keys
    level: Callable[..., Sees] = everyone
    inputs: frozenset[str] | None = None
