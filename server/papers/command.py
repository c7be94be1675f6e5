"""`fieldward export order`: the evidence package of an order, as a person at a terminal gets it."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from server.attachments.bucket import open_blobs
from server.backup.writing import in_snapshot
from server.firm import firms
from server.gateway.tx import Tx
from server.papers import packing
from server.papers.documents import Document
from server.papers.drafting import OrderFile
from server.papers.events import events_of
from server.papers.fonts import NoFont
from server.papers.looks import look_of
from server.papers.printing import CannotPrint
from server.papers.queries import order_by_number, order_file, template_in_use
from server.settings import Settings

Progress = Callable[[int, int], None]


class CannotExport(Exception):
    """Said to the person at the terminal as it is."""


class Notary(Protocol):
    """What an export needs of `server.evidence.notary.Notary`."""

    def witness(self, tenant_id: str, documents: list[Document]) -> None: ...

    def proof(self, connection: Connection, tenant_id: str, document: Document) -> bytes | None: ...


def add_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("number", metavar="NUMBER", help="as on the board, BX-2026-000123")
    word.add_argument("--out", metavar="FILE", help="where to; default: NUMBER.zip")


def export(
    settings: Settings, chosen: argparse.Namespace, notary: Notary, progress: Progress
) -> list[str]:
    """What was done, as lines to print. Raises CannotExport.

    The papers are issued first: what was packed can then be proved with what is in the package.
    """
    out = Path(chosen.out or f"{Path(chosen.number).name}.zip")
    if out.exists():
        raise CannotExport(f"{out} is there already: move it, or name another file with --out.")
    part = out.with_name(f"{out.name}.part")
    try:
        tenant_id, ready = in_snapshot(settings.url, lambda c: _ready(c, chosen.number))
        notary.witness(tenant_id, ready)
        made = in_snapshot(
            settings.url, lambda c: _pack(c, settings, chosen.number, notary, part, progress)
        )
        os.replace(part, out)
    except DBAPIError as error:
        raise CannotExport(
            "The database is not there, or has the tables of another version: check the settings"
            f" and run `fieldward migrate`. It said: {str(error.orig)[:200]}"
        ) from error
    except (NoFont, CannotPrint, OSError) as error:
        raise CannotExport(str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return _told(out, made)


def _opened(connection: Connection, number: str) -> tuple[Tx, OrderFile]:
    here = firms(connection)
    if len(here) != 1:
        raise CannotExport("An export needs the one firm it is of: `fieldward init` founds it.")
    tx = Tx(connection, here[0][0])
    order = order_by_number(tx, number)
    if order is None:
        raise CannotExport(f"There is no order {number}.")
    return tx, order_file(tx, order)


def _ready(connection: Connection, number: str) -> tuple[str, list[Document]]:
    """The firm, and the papers that the order is ready for."""
    tx, file = _opened(connection, number)
    return tx.tenant_id, packing.drafts_of(file)[0]


def _pack(
    connection: Connection,
    settings: Settings,
    number: str,
    notary: Notary,
    part: Path,
    progress: Progress,
) -> packing.Package:
    tx, file = _opened(connection, number)
    tenant_id, blobs = tx.tenant_id, open_blobs(settings)
    with part.open("wb") as target:
        return packing.pack(
            target,
            file,
            events_of(tx, file),
            look_of(template_in_use(tx)),
            settings.origin,
            lambda sha256: blobs.read(tenant_id, sha256),
            lambda document: notary.proof(connection, tenant_id, document),
            progress,
        )


def _told(out: Path, made: packing.Package) -> list[str]:
    lines = [f"Wrote {out}: {made.files} files, papers: {', '.join(made.papers) or 'none'}."]
    lines += [f"  no {form}: the order lacks {what}" for form, what in made.refused.items()]
    lines += [
        f"  no proof of {form}: the order has changed meanwhile. Export it again."
        for form in made.unproven
    ]
    if made.missing:
        lines.append(
            f"  {len(made.missing)} files are not on the server, first: {made.missing[0]}. "
            "The manifest does not name them."
        )
    return lines
