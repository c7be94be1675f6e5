"""The firm and the databases of the server's tests."""

from tests.server.conftest import (
    empty_settings,
    engine,
    founded_database,
    founded_file,
    new_settings,
    postgresql,
    settings,
)

__all__ = [
    "empty_settings",
    "engine",
    "founded_database",
    "founded_file",
    "new_settings",
    "postgresql",
    "settings",
]
