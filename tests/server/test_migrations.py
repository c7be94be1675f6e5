"""The numbered steps make exactly the declared tables, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from server.app import catalogue
from server.db.migrate import upgrade, with_connection
from server.db.types import METADATA
from server.settings import Settings


def test_upgrade_of_an_empty_database(empty_settings: Settings) -> None:
    assert catalogue().kinds  # all tables are declared

    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    assert with_connection(empty_settings.url, difference)
    upgrade(empty_settings.url)
    assert with_connection(empty_settings.url, difference) == []
    upgrade(empty_settings.url)
    assert with_connection(empty_settings.url, difference) == []
