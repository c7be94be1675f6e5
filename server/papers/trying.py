"""Templates on trial: each new one prints the samples before anything is printed with it.

    publish ─▶ waiting ─▶ (samples printed, after COMMIT, in a thread) ─▶ judge ─▶ good | refused

A process that stops in between tries again at its next start; the verdict's key is the template's,
so that two processes which have both tried it give one verdict.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, select

from server.attachments.pictures import BrokenPicture
from server.gateway.tables import TENANT
from server.gateway.tx import Tx
from server.gateway.unit import Unit
from server.papers import printing
from server.papers.fonts import NoFont
from server.papers.looks import look_of
from server.papers.printing import CannotPrint
from server.papers.queries import waiting_templates
from server.papers.samples import samples
from server.papers.schema import JudgeTemplate, PaperTemplate, PublishTemplate
from server.papers.words import LANGUAGES
from sync.protocol import Result

log = logging.getLogger("fieldward.papers")
T = TypeVar("T")
PROBLEM_CHARS_MAX = 300
ORIGIN = "https://example.org"  # of a sample's code, which nobody scans


class Gateway(Protocol):
    """What trials need of `server.gateway.gateway.Gateway`."""

    listeners: list[Callable[[Unit], None]]

    async def read(self, run: Callable[[Connection], T]) -> T: ...

    async def submit_system(
        self, tenant_id: str, name: str, args: dict[str, Any], key: str
    ) -> Result: ...


class Trials:
    """Composed once in `server/app.py`."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._wake = asyncio.Event()

    @asynccontextmanager
    async def running(self, _: object = None) -> AsyncGenerator[None, None]:
        """Try what waits, now and after each publication; the gateway must have started."""
        loop = asyncio.get_running_loop()

        def after_commit(unit: Unit) -> None:  # in whatever thread writes
            if any(call.name == PublishTemplate.mutation for call in unit.accepted):
                loop.call_soon_threadsafe(self._wake.set)

        self._gateway.listeners.append(after_commit)
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._gateway.listeners.remove(after_commit)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.try_waiting()
            except Exception:  # whatever it was, the next publication tries again
                log.exception("the trial of a template failed")
            await self._wake.wait()
            self._wake.clear()

    async def try_waiting(self) -> int:
        """Judge every template that waits; returns how many."""
        waiting = await self._gateway.read(_waiting)
        for tenant_id, template in waiting:
            problem = await asyncio.to_thread(problem_of, template)
            args = {"template_id": template.id, "problem": problem}
            key = f"template:{template.id}"
            await self._gateway.submit_system(tenant_id, JudgeTemplate.mutation, args, key)
        return len(waiting)


def problem_of(template: PaperTemplate) -> str:
    """Why the template cannot be used, "" when it prints every sample. Blocks. Raises NoFont:
    that is the server's fault, not the template's."""
    try:
        look = look_of(template)
        for document in samples():
            for language in LANGUAGES:
                printing.pdf(document, look, language, _no_picture, ORIGIN)
    except NoFont:
        raise
    except CannotPrint as error:
        return str(error)[:PROBLEM_CHARS_MAX]
    except Exception as error:  # a template that breaks what judges it is a broken template
        log.exception("a template broke its trial")
        return f"{type(error).__name__}: {error}"[:PROBLEM_CHARS_MAX]
    return ""


def _no_picture(sha256: str) -> bytes:
    raise BrokenPicture(sha256)


def _waiting(connection: Connection) -> list[tuple[str, PaperTemplate]]:
    tenants = connection.execute(select(TENANT.c.tenant_id)).scalars().all()
    return [
        (tenant_id, template)
        for tenant_id in tenants
        for template in waiting_templates(Tx(connection, tenant_id))
    ]
