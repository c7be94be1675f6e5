"""A firm on disk behind the real gateway, without any row yet."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

import server.customers.tables  # noqa: F401  (declares tables that no handler names)
from server.app import open_gateway
from server.db.types import METADATA
from server.gateway.gateway import Gateway
from server.gateway.tables import TENANT
from server.settings import Settings

TENANT_ID = "00000000-0000-4000-8000-00000000000f"
NOW_MS = 1_772_330_400_000  # 2026-03-01 10:00 in Shanghai
OpenFirm = Callable[[str], Awaitable[tuple[Gateway, Path]]]


@pytest.fixture
async def open_firm(tmp_path: Path) -> AsyncIterator[OpenFirm]:
    """Opens a new firm of this name: its gateway and its data folder."""
    opened: list[Gateway] = []

    async def open_one(name: str) -> tuple[Gateway, Path]:
        folder = tmp_path / name
        folder.mkdir()
        engine = create_engine(f"sqlite:///{folder / 'fieldward.sqlite3'}")
        METADATA.create_all(engine)
        values = {"name": name, "epoch": "e", "seq": 0, "chain": "0" * 64, "created_ms": 0}
        with engine.begin() as connection:
            connection.execute(insert(TENANT).values(tenant_id=TENANT_ID, **values))
        engine.dispose()
        gateway = open_gateway(Settings(data_dir=folder))
        await gateway.start()
        opened.append(gateway)
        return gateway, folder

    yield open_one
    for gateway in opened:
        await gateway.stop()
