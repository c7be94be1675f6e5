"""What may happen to the server in the middle of its work, at a point that the story names."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from server.gateway.call import Call
from server.gateway.catalogue import Catalogue
from server.gateway.tx import Tx
from server.gateway.unit import Unit


class Killed(Exception):
    """The process is gone before its COMMIT: nothing of this transaction was written."""


class Broken(Exception):
    """A handler with a bug."""


class Accidents:
    """The accidents of one world, set by commands and met inside the server."""

    def __init__(self) -> None:
        self.group_max = 64
        self.crash = ""  # "before", "in" or "after" the COMMIT of the next unit of work
        self.is_killed = False
        self.is_disk_full = False
        self.failing: frozenset[str] = frozenset()  # mutations whose handler raises
        self.at_commit: Callable[[], None] = lambda: None  # told before each COMMIT
        self.ran: Callable[[Tx, Call], None] = lambda tx, call: None  # told after each handler

    def watch(self, unit: Unit) -> Unit:
        """The unit of work with its accident built in."""
        close = unit.close

        def close_or_not() -> None:
            close()
            if self.is_disk_full:
                raise OperationalError("COMMIT", {}, OSError("database or disk is full"))
            if self.crash == "before":
                self._kill_at_commit(unit.connection)
            elif self.crash:
                self.is_killed = True
                self.at_commit()

        unit.close = close_or_not
        return unit

    def _kill_at_commit(self, connection: Connection) -> None:
        """At the very COMMIT: whoever has an answer by then was answered too soon."""

        def kill(_: Connection) -> None:
            event.remove(connection, "commit", kill)
            connection.exec_driver_sql("ROLLBACK")  # as the database does when nobody is there
            self.is_killed = True
            raise Killed

        event.listen(connection, "commit", kill)

    def guarded(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with handlers that raise while the story says so."""

        def guard(name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
            def run(tx: Tx, args: Any, call: Call) -> Any:
                verdict = handler(tx, args, call)
                self.ran(tx, call)
                if name in self.failing:
                    raise Broken(name)
                return verdict

            return run

        catalogue.mutations = MappingProxyType(
            {
                name: msgspec.structs.replace(line, handler=guard(name, line.handler))
                for name, line in catalogue.mutations.items()
            }
        )
        return catalogue
