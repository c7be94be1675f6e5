"""A founded database with empty lists, and what is planted in it."""

import asyncio
from pathlib import Path

import asyncpg

from server.db.postgresql import PostgresDatabase
from server.gateway.gateway import Gateway
from server.settings import Settings
from tests.append import bare
from tests.append.accidents import plain
from tests.append.workload import SERIALIZATION_FAILURE, catalogue, row_id
from tests.campaign.postgresql import PostgresServer
from tests.server.gateway.founding import TENANT, found

LISTS_AT_ONCE = 200
FAILS_AT_COMMIT = 0.03
# At COMMIT, where PostgreSQL itself reports them: the whole group has to run again. Each group
# moves the counter once.
AT_COMMIT = f"""
CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF random() < {FAILS_AT_COMMIT} THEN
    RAISE EXCEPTION 'planted' USING ERRCODE = '{SERIALIZATION_FAILURE}';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER planted AFTER UPDATE ON tenant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION planted();
CREATE TABLE elsewhere (at_ms bigint);
"""


def set_up(server: PostgresServer, folder: Path, rows: int, *, planted: bool) -> str:
    """A new database with so many lists; the URL that the workers use."""
    settings = Settings(data_dir=folder, database_url=server.new_database())
    found(settings)
    asyncio.run(_lists(settings, [row_id(number) for number in range(rows)]))
    statements = [*bare.SETUP, *([AT_COMMIT] if planted else [])]

    async def run() -> None:
        connection = await asyncpg.connect(plain(settings.url))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())
    return settings.url


async def _lists(settings: Settings, rows: list[str]) -> None:
    gateway = Gateway(catalogue(), lambda unit, after: PostgresDatabase(settings.url, unit, after))
    await gateway.start()
    for at in range(0, len(rows), LISTS_AT_ONCE):
        args = {"rows": rows[at : at + LISTS_AT_ONCE], "others": [], "value": ""}
        result = await gateway.submit_system(TENANT, "list.append", args, f"lists:{at}")
        assert result.outcome == "accepted", result
    await gateway.stop()
