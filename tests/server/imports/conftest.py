"""Firms on disk: New York before the import and after it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from server.db.migrate import upgrade, with_connection
from server.demo.city import load
from server.firm import create_firm
from server.settings import Settings
from tests.server.imports.town import NOW_MS, TENANT_ID, Register, Town, copy_of

OpenTown = Callable[[Path], Awaitable[Town]]
Imported = Callable[[Register], Awaitable[Path]]


@pytest.fixture(scope="session")
def new_york(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a firm with New York's people and territories."""
    folder = tmp_path_factory.mktemp("new_york")
    settings = Settings(data_dir=folder)
    upgrade(settings.url)
    with_connection(settings.url, lambda c: create_firm(c, TENANT_ID, "NY", "e" * 8, NOW_MS))

    async def found() -> None:
        town = Town(folder)
        await town.gateway.start()
        quietly = partial(load, town.gateway, TENANT_ID, "new-york", NOW_MS, lambda *_: None)
        await quietly(data_dir=folder, scale=0.0)  # the people only
        await town.gateway.stop()

    asyncio.run(found())
    return folder


@pytest.fixture(scope="session")
def imported(new_york: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Gives the folder of the firm into which a register was brought once."""
    folders: dict[str, Path] = {}

    async def give(register: Register) -> Path:
        name = register.file.stem
        if name not in folders:
            folder = copy_of(new_york, tmp_path_factory.mktemp(name))
            town = Town(folder)
            await town.gateway.start()
            await town.bring_in(register.table())
            await town.gateway.stop()
            folders[name] = folder
        return folders[name]

    return give


@pytest.fixture
async def open_town(tmp_path: Path) -> AsyncIterator[OpenTown]:
    """Opens a copy of a founded firm."""
    opened: list[Town] = []

    async def open_one(founded: Path) -> Town:
        town = Town(copy_of(founded, tmp_path / str(len(opened))))
        await town.gateway.start()
        opened.append(town)
        return town

    yield open_one
    for town in opened:
        await town.gateway.stop()
