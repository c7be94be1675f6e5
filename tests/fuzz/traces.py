"""What a request left behind: everything that may only change when a request was accepted."""

from tests.e2e.server import ServerProcess

# Sessions end and are used, and refused entries stand in the ledger as evidence: these may move.
LEFT_OUT = {"ledger", "session", "counter", "replica_contact", "sign_in_attempt", "tenant"}


class Traces:
    """A summary of the database that is cheap to take after each request."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        tables = [
            row["name"]
            for row in server.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        counted = sorted(name for name in tables if name not in LEFT_OUT)
        counts = ", ".join(f'(SELECT count(*) FROM "{name}") AS "{name}"' for name in counted)
        self._query = f"SELECT {counts}, (SELECT chain FROM tenant) AS chain"

    def now(self) -> dict[str, object]:
        """Rows of each table, and the head of the chain: each accepted mutation moves it."""
        (line,) = self._server.rows(self._query)
        return line
