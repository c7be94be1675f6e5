"""`fieldward import service-requests`: the files around a run, and what the terminal is told."""

import argparse
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from server.gateway.call import Actor
from server.gateway.gateway import Gateway
from server.gateway.tx import Tx
from server.identity.queries import user_by_login
from server.identity.rules import OFFICE, login_of
from server.identity.sessions import actor_of_user
from server.imports import report
from server.imports.mapping import BadMap, Mapping, find_map, read_map
from server.imports.parties import ImportRefused
from server.imports.reading import Table, UnreadableTable, read_table
from server.imports.service_requests import Import


class CannotImport(Exception):
    """Said to the person at the terminal as it is."""


class Wanted(msgspec.Struct, frozen=True):
    """What was asked for, with both files read."""

    table: Table
    mapping: Mapping
    report: Path
    login: str
    keep_status: bool
    is_dry: bool


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The words after `fieldward import`."""
    what = command.add_subparsers(required=True, metavar="WHAT", dest="what")
    requests = what.add_parser("service-requests", help="a register of requests, CSV or XLSX")
    requests.add_argument("file", type=Path, metavar="FILE")
    requests.add_argument("--map", required=True, help="a map file, or the name of a shipped one")
    requests.add_argument("--dry-run", action="store_true", help="say what would happen")
    requests.add_argument("--keep-status", action="store_true", help="closed ones come in closed")
    requests.add_argument("--as", dest="login", default="", help="login of an office user")
    requests.add_argument("--report", type=Path, help="where the report of all rows goes")


def read(chosen: argparse.Namespace) -> Wanted:
    """Both files. Raises CannotImport."""
    file: Path = chosen.file
    try:
        path = find_map(chosen.map)
        mapping = read_map(path.name, path.read_text(encoding="utf-8"))
        table = read_table(file.name, file.read_bytes())
    except (BadMap, UnreadableTable) as error:
        raise CannotImport(str(error)) from error
    except OSError as error:
        raise CannotImport(f"{error.filename} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CannotImport(f"The map {chosen.map} is not UTF-8 text: save it so.") from error
    target: Path = chosen.report or report.beside(file)
    if not target.parent.is_dir():
        raise CannotImport(f"There is no folder {target.parent} for the report.")
    return Wanted(table, mapping, target, chosen.login, chosen.keep_status, chosen.dry_run)


async def run(
    gateway: Gateway, tenant_id: str, wanted: Wanted, progress: Callable[[int, int], None]
) -> str:
    """Carry it out and write the report. Returns the figures. Raises CannotImport."""
    actor = await gateway.read(lambda c: _actor(c, tenant_id, wanted.login))
    bringing = Import(
        gateway=gateway,
        actor=actor,
        mapping=wanted.mapping,
        keep_status=wanted.keep_status,
        is_dry=wanted.is_dry,
    )
    try:
        reports = await bringing.run(wanted.table, progress)
        report.write(wanted.report, reports)
    except (BadMap, ImportRefused) as error:
        raise CannotImport(str(error)) from error
    except OSError as error:
        raise CannotImport(
            f"The report {wanted.report} cannot be written ({error.strerror}); choose another "
            "place with --report and run it again: what came in stays and is not doubled."
        ) from error
    begin = "Dry run, nothing was changed. " if wanted.is_dry else ""
    return f"{begin}{report.summary(reports)}\nEach row with its reason: {wanted.report}"


def _actor(connection: Connection, tenant_id: str, login: str) -> Actor:
    """The import itself, or an active user of the office. Raises CannotImport."""
    if not login:
        return Actor(tenant_id, user_id="", name="import", is_system=True)
    user = user_by_login(Tx(connection, tenant_id), login_of(login))
    actor = actor_of_user(connection, tenant_id, user.id, "") if user else None
    if actor is None:
        raise CannotImport(f"There is no active user {login}.")
    if not actor.has_role(*OFFICE):
        raise CannotImport(f"{login} is neither dispatcher, manager nor administrator.")
    return actor
