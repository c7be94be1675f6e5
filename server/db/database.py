"""What the rest of the server asks of a database, whichever it is."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection

T = TypeVar("T")


class UnitOfWork(Protocol):
    """What runs between BEGIN and COMMIT: goes back to a mark, writes itself at the end."""

    def mark(self) -> object: ...

    def reset(self, mark: Any) -> None: ...

    def close(self) -> None: ...


OpenUnit = Callable[[Connection, str], Any]  # (connection, tenant_id) -> the unit of work


class Job(msgspec.Struct):
    """One push waiting for its group: what to run, and where its result goes."""

    tenant_id: str
    run: Callable[[Any], object]
    resolve: Callable[[object], None]
    reject: Callable[[BaseException], None]


class Database(Protocol):
    """One writer a tenant, many readers."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def write(self, tenant_id: str, run: Callable[[Any], T]) -> T:
        """Run inside a unit of work, together with whoever else waits; returns after COMMIT."""
        ...

    async def snapshot(self, run: Callable[[Connection], T]) -> T:
        """Read in one consistent snapshot: the hot path."""
        ...

    async def glance(self, run: Callable[[Connection], T]) -> T:
        """Read with a `Statement` or two, each a snapshot of its own: a few lines found by their
        keys, so little that an embedded database answers without leaving the event loop."""
        ...

    async def brief(self, run: Callable[[Connection], T]) -> T:
        """As `snapshot`, for what takes a millisecond or two: an embedded database answers
        without leaving the event loop, as another thread would want the same interpreter lock,
        and costs half as much again in changing over."""
        ...

    async def read(self, run: Callable[[Connection], T]) -> T:
        """Read for pages and reports."""
        ...

    async def change(self, run: Callable[[Connection], T]) -> T:
        """Write what is not versioned: sessions, contacts. Returns after COMMIT."""
        ...
