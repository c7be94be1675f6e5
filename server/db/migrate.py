"""Bring a database to the newest tables: numbered steps, never back."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from server.db.sqlite import writer_engine

T = TypeVar("T")
FOLDER = Path(__file__).resolve().parent / "migrations"


def with_connection(url: str, run: Callable[[Connection], T]) -> T:
    """Run in one transaction on the database of this URL, outside a server."""
    if url.startswith("sqlite"):
        engine = writer_engine(url)
        try:
            with engine.begin() as connection:
                return run(connection)
        finally:
            engine.dispose()

    async def on_postgresql() -> T:
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(run)
        finally:
            await engine.dispose()

    return asyncio.run(on_postgresql())


def configured(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str) -> None:
    """All missing steps in one transaction."""
    with_connection(url, lambda connection: command.upgrade(configured(connection), "head"))
