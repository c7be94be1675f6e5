"""Papers for whoever asks over HTTP: read in one snapshot, pictures from the lane, drawn apart."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec
from sqlalchemy import Connection

from server.attachments.lane import Lane
from server.attachments.pictures import BrokenPicture, Size
from server.attachments.queries import holds
from server.gateway.call import Actor
from server.gateway.tx import Tx
from server.papers import printing
from server.papers.documents import Document
from server.papers.drafting import OrderFile, document
from server.papers.looks import Look, look_of
from server.papers.pictures import wanted
from server.papers.queries import order_file, template_in_use
from server.papers.rules import missing_of
from server.papers.schema import Form
from server.work_orders.schema import WorkOrder

T = TypeVar("T")
SCREEN_PPI = 96  # a page of A4 is 794 px wide
AT_ONCE = 2  # a paper holds its pictures in memory while it is drawn


class Gateway(Protocol):
    """What the press needs of `server.gateway.gateway.Gateway`."""

    async def read(self, run: Callable[[Connection], T]) -> T: ...


class Draft(msgspec.Struct, frozen=True):
    document: Document
    look: Look


class PaperState(msgspec.Struct, frozen=True):
    """`lacks`: a code of `rules.missing_of`, "" where the paper can be printed."""

    form: Form
    lacks: str


class Kept(dict[str, bytes]):
    """SHA-256 → JPEG; what is not in it cannot be shown."""

    def __missing__(self, sha256: str) -> bytes:
        raise BrokenPicture(sha256)


class Press:
    """Composed once in `server/app.py`. `origin`: the server's address, for the QR."""

    def __init__(self, gateway: Gateway, lane: Lane, origin: str) -> None:
        self._gateway = gateway
        self._lane = lane
        self._origin = origin
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def draft(self, actor: Actor, work_order_id: str, form: Form) -> Draft | None:
        """The document as the order stands now; None where the actor does not hold the order."""

        def read(connection: Connection) -> Draft | None:
            tx = Tx(connection, actor.tenant_id)
            file = _held(tx, actor, work_order_id)
            return file and Draft(document(form, file), look_of(template_in_use(tx)))

        return await self._gateway.read(read)

    async def states(self, actor: Actor, work_order_id: str) -> list[PaperState] | None:
        """Each form and what the order lacks for it; None where the actor does not hold it."""

        def read(connection: Connection) -> list[PaperState] | None:
            file = _held(Tx(connection, actor.tenant_id), actor, work_order_id)
            return file and [PaperState(form, missing_of(document(form, file))) for form in Form]

        return await self._gateway.read(read)

    async def pdf(self, tenant_id: str, draft: Draft, language: str) -> bytes:
        """Raises CannotPrint, NoFont."""
        async with self._turn:
            kept = await self._kept(tenant_id, draft.document)
            return await asyncio.to_thread(
                printing.pdf,
                draft.document,
                draft.look,
                language,
                kept.__getitem__,
                self._origin,
            )

    async def pages(self, tenant_id: str, draft: Draft, language: str) -> list[bytes]:
        """The same for a screen: a PNG for each page. Raises CannotPrint, NoFont."""
        async with self._turn:
            kept = await self._kept(tenant_id, draft.document)
            return await asyncio.to_thread(
                printing.pages, draft.document, draft.look, language, kept.__getitem__, SCREEN_PPI
            )

    async def _kept(self, tenant_id: str, document: Document) -> Kept:
        kept = Kept()
        for sha256 in wanted(document):
            try:
                kept[sha256] = await self._lane.picture(tenant_id, sha256, Size.LARGE)
            except (BrokenPicture, FileNotFoundError):
                continue
        return kept


def _held(tx: Tx, actor: Actor, work_order_id: str) -> OrderFile | None:
    order = tx.get(WorkOrder, work_order_id)
    if order is None or not holds(tx.connection, actor.tenant_id, actor.user_id, order.id):
        return None
    return order_file(tx, order)
