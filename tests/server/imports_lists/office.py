"""The application behind HTTP on a real database, and lists sent to it as an importer does."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any, TypeVar

from litestar.testing import AsyncTestClient
from openpyxl import Workbook
from sqlalchemy import Connection, select

from server.app import create_app, open_gateway
from server.db.migrate import with_connection
from server.db.types import KIND_OF, TABLES
from server.gateway.tables import TENANT
from server.gateway.tx import read_row
from server.settings import Settings
from tests.server.gateway import founding

T = TypeVar("T")
SITE = "https://testserver.local"
TYPES: Any = {kind.name: row_type for row_type, kind in KIND_OF.items()}


class Office:
    """People are named by login and sign in when they are first heard of."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.url
        gateway = open_gateway(settings, lambda: founding.NOW_MS + 60_000)
        app = create_app(settings, gateway)
        self.client: AsyncTestClient[Any] = AsyncTestClient(app, base_url=SITE)
        self._tokens: dict[str, str] = {}

    async def head(self, who: str) -> dict[str, str]:
        if who not in self._tokens:
            self._tokens[who] = await self.sign_in(who, founding.PASSWORD)
        return {"authorization": f"Bearer {self._tokens[who]}"}

    async def sign_in(self, login: str, password: str) -> str:
        """The token, or "" when the server says no."""
        said = {"login": login, "password": password}
        answer = await self.client.post("/api/v1/session", json=said)
        return answer.json().get("token", "")

    async def send(
        self,
        noun: str,
        content: bytes | str,
        *,
        who: str = "boss",
        dry: bool = False,
        key: str = "",
    ) -> Any:
        """The raw answer."""
        body = content.encode() if isinstance(content, str) else content
        head = await self.head(who) | ({"idempotency-key": key} if key else {})
        path = f"/api/v1/imports/{noun}?name=list{'&dry_run=1' if dry else ''}"
        return await self.client.post(path, content=body, headers=head)

    async def take(self, noun: str, content: bytes | str, **how: Any) -> list[dict[str, Any]]:
        """Results of the rows; the dry run before it must have said the same."""
        key = how.pop("key", "")
        await self.head(how.get("who", "boss"))
        before = await self.seq()
        dry = await self._rows(noun, content, dry=True, key=key, **how)
        assert await self.seq() == before, "a dry run wrote something"
        real = await self._rows(noun, content, key=key, **how)
        assert dry == real
        return real

    async def _rows(self, noun: str, content: bytes | str, **how: Any) -> list[dict[str, Any]]:
        answer = await self.send(noun, content, **how)
        assert answer.status_code == 200, answer.text
        first, *lines = [json.loads(line) for line in answer.text.splitlines()]
        assert first == {"rows": len(lines)}
        return lines

    async def seq(self) -> int:
        query = select(TENANT.c.seq).where(TENANT.c.tenant_id == founding.TENANT)
        return await self.read(lambda c: int(c.execute(query).scalar_one()))

    async def read(self, run: Callable[[Connection], T]) -> T:
        """Beside the application, whose loop is another than the test's."""
        return await asyncio.to_thread(with_connection, self.url, run)

    async def done(self, who: str, name: str, /, **args: Any) -> None:
        """A mutation by name, accepted."""
        head = await self.head(who) | {"idempotency-key": f"{name}:{args}"[:100]}
        answer = await self.client.post(f"/api/v1/mutations/{name}", json=args, headers=head)
        assert answer.status_code == 200, answer.text

    async def rows(self, kind: str) -> list[Any]:
        table = TABLES[TYPES[kind]]
        query = select(*(c for c in table.c if c.name != "tenant_id")).order_by(table.c.id)
        found = await self.read(lambda c: c.execute(query).mappings().all())
        return [read_row(TYPES[kind], line) for line in found]

    async def row(self, kind: str, **known: Any) -> Any:
        """The one row with these values."""
        rows = await self.rows(kind)
        (found,) = [r for r in rows if all(getattr(r, k) == v for k, v in known.items())]
        return found


def said(results: list[dict[str, Any]]) -> list[str]:
    """Outcomes, with the reason where there is one."""
    return [":".join(filter(None, (each["outcome"], each["reason"]))) for each in results]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
