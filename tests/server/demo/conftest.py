"""Firms on disk behind the real gateway: empty ones, and one that holds a small Shanghai."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import create_engine, insert, select

import server.customers.tables  # noqa: F401  (declares tables that no handler names)
from server.app import open_gateway
from server.db.types import METADATA, TABLES
from server.demo import logins
from server.demo.city import Summary, load
from server.gateway.gateway import Gateway
from server.gateway.tables import TENANT
from server.settings import Settings

TENANT_ID = "00000000-0000-4000-8000-00000000000f"
NOW_MS = 1_772_330_400_000  # 2026-03-01 10:00 in Shanghai
SCALE = 0.08
OpenFirm = Callable[[str], Awaitable[tuple[Gateway, Path]]]
CopyOf = Callable[[Path], Path]


class Loaded(msgspec.Struct, frozen=True):
    """A firm on disk that nobody writes to any more."""

    folder: Path
    summary: Summary

    def rows(self, row_type: type[Any]) -> list[Any]:
        """All rows of a kind, each with its columns as attributes."""
        return rows_in(self.folder, TABLES[row_type])


def rows_in(folder: Path, table: Any) -> list[Any]:
    engine = create_engine(Settings(data_dir=folder).url)
    with engine.connect() as connection:
        found = list(connection.execute(select(table)).all())
    engine.dispose()
    return found


def found_firm(folder: Path) -> Settings:
    """A firm without any row."""
    settings = Settings(data_dir=folder)
    folder.mkdir(exist_ok=True)
    engine = create_engine(settings.url)
    METADATA.create_all(engine)
    values = {"name": logins.FIRM, "epoch": "e", "seq": 0, "chain": "0" * 64, "created_ms": 0}
    with engine.begin() as connection:
        connection.execute(insert(TENANT).values(tenant_id=TENANT_ID, **values))
    engine.dispose()
    return settings


async def told(
    gateway: Gateway,
    folder: Path,
    now_ms: int = NOW_MS,
    city: str = "shanghai",
    scale: float = SCALE,
) -> Summary:
    return await load(
        gateway, TENANT_ID, city, now_ms, lambda *_: None, data_dir=folder, scale=scale
    )


def _load_once(folder: Path, city: str) -> Loaded:
    async def work() -> Summary:
        gateway = open_gateway(found_firm(folder))
        await gateway.start()
        try:
            return await told(gateway, folder, city=city)
        finally:
            await gateway.stop()

    return Loaded(folder, asyncio.run(work()))


@pytest.fixture(scope="session")
def shanghai(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return _load_once(tmp_path_factory.mktemp("shanghai"), "shanghai")


@pytest.fixture(scope="session")
def new_york(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return _load_once(tmp_path_factory.mktemp("new_york"), "new-york")


@pytest.fixture
def copy_of(tmp_path: Path) -> CopyOf:
    """Copies a firm's folder, for a test that changes it."""

    def copy(folder: Path) -> Path:
        return shutil.copytree(folder, tmp_path / f"copy-of-{folder.name}")

    return copy


@pytest.fixture
async def open_firm(tmp_path: Path) -> AsyncIterator[OpenFirm]:
    """Opens a firm of this name, or what is there: its gateway and its data folder."""
    opened: list[Gateway] = []

    async def open_one(name: str) -> tuple[Gateway, Path]:
        folder = tmp_path / name
        settings = Settings(data_dir=folder) if folder.exists() else found_firm(folder)
        gateway = open_gateway(settings)
        await gateway.start()
        opened.append(gateway)
        return gateway, folder

    yield open_one
    for gateway in opened:
        await gateway.stop()
