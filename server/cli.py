"""The `fieldward` command: one small function a word."""

import argparse
import asyncio
import secrets
import shutil
import sys
from collections.abc import Callable, Sequence
from getpass import getpass
from pathlib import Path
from typing import Protocol

from server.app import create_app, open_gateway
from server.attachments.bucket import open_blobs
from server.backup import command as backing_up
from server.backup.layout import CannotBackUp, CannotRestore
from server.backup.lock import InUse, holding
from server.conformance import command as conforming
from server.conformance.command import CannotCheck
from server.db.migrate import upgrade, with_connection
from server.demo import city as demo_city
from server.demo import logins
from server.demo.city import DemoRefused
from server.drill import command as drilling
from server.drill.command import CannotDrill
from server.evidence import command as evidence
from server.evidence.notary import Notary
from server.evidence.page import write_page
from server.firm import create_firm, firms, firms_without_users
from server.gateway.gateway import Gateway, now_ms
from server.identity.credentials import PASSWORD_LENGTH_MIN, hash_password
from server.identity.schema import AddUser, Role
from server.imports import command as importing
from server.imports.command import CannotImport
from server.papers import command as exporting
from server.papers.command import CannotExport
from server.rescue import command as rescuing
from server.rescue.sealing import CannotRescue
from server.serving import serve as serve_app
from server.settings import MEANING, SECRETS, BadSetting, Settings, load
from server.terminal import show_progress
from sync.ids import uuid7
from sync.outcomes import Outcome

# Written after the last step: a load that was killed goes on at the next start.
DEMO_LOADED = "demo-loaded"
CITIES = ("shanghai", "new-york")


class Words(Protocol):
    """What argparse gives for a choice of words."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...


class CannotGoOn(Exception):
    """Said to the person at the terminal as it is."""


REFUSALS = (
    BadSetting,
    CannotBackUp,
    CannotCheck,
    CannotDrill,
    CannotExport,
    CannotGoOn,
    CannotImport,
    CannotRescue,
    CannotRestore,
    DemoRefused,
    InUse,
    *evidence.REFUSALS,
)


def migrate(settings: Settings, _: argparse.Namespace) -> None:
    """Bring the database to the newest tables."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.url)
    print("Database is up to date.")


def serve(settings: Settings, _: argparse.Namespace) -> None:
    """Serve the app, the API and the files."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.url)
    names = [name for _, name in with_connection(settings.url, firms)]
    if not names:
        raise CannotGoOn("There is no firm yet: `fieldward init`, or `fieldward demo`.")
    cities = demo_cities(settings)
    app = create_app(settings, demo_hint=logins.meta_element(cities) if cities else "")
    with holding(settings.data_dir, alone=False):
        serve_app(app, settings, demo_cities=cities)


def demo_cities(settings: Settings) -> tuple[str, ...]:
    """Which cities' people may sign in here, none where there is no demo."""
    here = with_connection(settings.url, firms)
    tenant_id = next((each for each, name in here if name == logins.FIRM), None)
    if tenant_id is None:
        return ()
    return tuple(with_connection(settings.url, lambda c: demo_city.cities_begun(c, tenant_id)))


def demo(settings: Settings, chosen: argparse.Namespace) -> None:
    """Load the demo firm; a second time does nothing."""
    if chosen.remove:
        remove_demo(settings, is_sure=chosen.yes)
        return
    migrate(settings, chosen)
    here = with_connection(settings.url, firms)
    loaded = settings.data_dir / DEMO_LOADED
    is_half = any(name == logins.FIRM for _, name in here) and not loaded.exists()
    if chosen.if_empty and here and not is_half:
        print(f"The data folder holds “{here[0][1]}” already; nothing was loaded.")
        return
    tenant_id = next((each for each, name in here if name == logins.FIRM), None)
    if here and tenant_id is None:
        raise CannotGoOn(
            "This database holds a firm of its own. Choose another FIELDWARD_DATA_DIR."
        )
    if tenant_id is None:
        tenant_id = _new_firm(settings, logins.FIRM)

    async def load_city(gateway: Gateway) -> None:
        summary = await demo_city.load(
            gateway,
            tenant_id,
            chosen.city,
            now_ms(),
            show_progress,
            data_dir=settings.data_dir,
            blobs=None if chosen.people_only else open_blobs(settings),
            scale=0 if chosen.people_only else 1,
        )
        print(f"Demo loaded: {summary}\nSign in as {logins.in_words([chosen.city])}")

    asyncio.run(_with_gateway(settings, load_city))
    loaded.touch()


REMOVE_QUESTION = "Stop the server first. Remove the demo in {folder}? [y/N] "


def remove_demo(settings: Settings, *, is_sure: bool) -> None:
    """Delete the demo's database and files: only ever those of the demo firm."""
    if not settings.url.startswith("sqlite"):
        raise CannotGoOn("Drop the demo's PostgreSQL database with your own tools.")
    names = [name for _, name in with_connection(settings.url, firms)]
    if names != [logins.FIRM]:
        raise CannotGoOn(f"This database is not only the demo: it holds {names}. Nothing removed.")
    if not is_sure and input(REMOVE_QUESTION.format(folder=settings.data_dir)).lower() != "y":
        return
    (settings.data_dir / DEMO_LOADED).unlink(missing_ok=True)
    database = Path(settings.url.removeprefix("sqlite:///"))
    for path in (database, *(Path(f"{database}{tail}") for tail in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
    for folder in ("blobs", "uploads", "derived", "map"):
        shutil.rmtree(settings.data_dir / folder, ignore_errors=True)
    print("The demo is gone.")
    if settings.s3_bucket:
        print(f"Its pictures are still in {open_blobs(settings).where}.")


def init(settings: Settings, chosen: argparse.Namespace) -> None:
    """An empty firm with an administrator, and the five steps that follow."""
    migrate(settings, chosen)
    here = with_connection(settings.url, firms)
    unfinished = with_connection(settings.url, firms_without_users)
    if here and not unfinished:
        raise CannotGoOn("There is a firm in this database already.")
    name = chosen.name or input("Name of the firm: ").strip()
    login = chosen.login or input("Login of the administrator: ").strip()
    password = chosen.password or getpass("Password (8 letters or more): ")
    if not name or not login or len(password) < PASSWORD_LENGTH_MIN:
        raise CannotGoOn("A firm needs a name, a login and a password of 8 letters or more.")
    tenant_id = unfinished[0] if unfinished else _new_firm(settings, name)
    key = f"init:{secrets.token_hex(8)}"
    args = {
        "login": login,
        "name": login,
        "roles": [Role.ADMINISTRATOR.value, Role.DISPATCHER.value],
        "password_hash": hash_password(password),
    }

    async def add_administrator(gateway: Gateway) -> None:
        result = await gateway.submit_system(tenant_id, AddUser.mutation, args, key)
        if result.outcome != Outcome.ACCEPTED:
            raise CannotGoOn(f"The administrator was refused: {result.reason} {result.detail}")

    asyncio.run(_with_gateway(settings, add_administrator))
    print(FIVE_STEPS.format(name=name, origin=settings.origin))


FIVE_STEPS = """
“{name}” is ready. Five steps from here, each on {origin}/board:
  1. Firm     sign in with the login you just gave
  2. People   Administration → People: dispatchers, technicians, their skills and shifts
  3. Places   Administration: territories and projects with their location trees
  4. Phones   Administration → People → Join by QR: scan it with each phone
  5. Order    Board → New call: take the first report and assign it
Start the server with: fieldward serve
"""


def import_(settings: Settings, chosen: argparse.Namespace) -> None:
    """Bring in a register; a second time only what is new or different."""
    wanted = importing.read(chosen)
    migrate(settings, chosen)
    here = with_connection(settings.url, firms)
    if len(here) != 1:
        raise CannotGoOn("An import needs the one firm it is for: `fieldward init` founds it.")

    async def bring_in(gateway: Gateway) -> None:
        said = await importing.run(gateway, here[0][0], wanted, show_progress)
        print(said)

    asyncio.run(_with_gateway(settings, bring_in))


def backup(settings: Settings, chosen: argparse.Namespace) -> None:
    """Write a backup into a new folder, while the server goes on."""
    for line in backing_up.backup(settings, Path(chosen.folder), now_ms(), show_progress):
        print(line)


def restore(settings: Settings, chosen: argparse.Namespace) -> None:
    """Put a backup in place of the database; phones send again what came after it."""
    for line in backing_up.restore(settings, chosen, open_gateway, now_ms(), show_progress):
        print(line)


def doctor(settings: Settings, chosen: argparse.Namespace) -> int:
    """Look at everything that could be wrong here, and say what to do."""
    found = backing_up.doctor(settings, open_gateway, now_ms(), is_deep=chosen.deep)
    print("\n".join(backing_up.in_lines(found, as_json=chosen.json)))
    return int(any(each.state == "error" for each in found))


def export_order(settings: Settings, chosen: argparse.Namespace) -> None:
    """Write the evidence package of one order as a ZIP."""
    notary = Notary(settings, open_gateway)
    for line in exporting.export(settings, chosen, notary, show_progress):
        print(line)


def rescue(settings: Settings, chosen: argparse.Namespace) -> int:
    """Deliver unsent work that a phone exported; a second time does nothing."""
    return rescuing.rescue(settings, chosen, open_gateway)


def heads(settings: Settings, chosen: argparse.Namespace) -> None:
    """Print the signed heads of the firm's history, for whoever should be its witness."""
    print("\n".join(evidence.heads(settings, chosen, open_gateway)))


def export_chain(settings: Settings, chosen: argparse.Namespace) -> None:
    """Write the firm's history as a file that a stranger can check."""
    for line in evidence.export(settings, chosen, now_ms(), show_progress):
        print(line)


def export_verifier(settings: Settings, chosen: argparse.Namespace) -> None:
    """Write the page that checks a history, without network."""
    print(f"Written: {write_page(settings, chosen.file)}")


def verify(_: Settings, chosen: argparse.Namespace) -> int:
    """Check an export: 0 when it is whole, 1 when not. Needs neither server nor database."""
    said, is_whole = evidence.verify(chosen, show_progress)
    print("\n".join(said))
    return 0 if is_whole else 1


def list_settings(settings: Settings, _: argparse.Namespace) -> None:
    """Every FIELDWARD_* variable with its value and meaning; of secrets only that they are set."""
    for field, meaning in MEANING.items():
        value = str(getattr(settings, field))
        shown = "(set)" if field in SECRETS and value else value
        print(f"FIELDWARD_{field.upper():<17} {shown:<28} {meaning}")


def _new_firm(settings: Settings, name: str) -> str:
    moment = now_ms()
    tenant_id = uuid7(moment, secrets.token_bytes(10))
    epoch = secrets.token_urlsafe(6)
    with_connection(settings.url, lambda c: create_firm(c, tenant_id, name, epoch, moment))
    return tenant_id


async def _with_gateway(settings: Settings, work: Callable[[Gateway], object]) -> None:
    gateway = open_gateway(settings)
    await gateway.start()
    try:
        await work(gateway)  # pyright: ignore[reportGeneralTypeIssues]
    finally:
        await gateway.stop()


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="fieldward", description="Offline-first field service.")
    words = root.add_subparsers(required=True, metavar="WORD")

    def word(
        name: str, run: Callable[..., int | None], among: Words = words
    ) -> argparse.ArgumentParser:
        added = among.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        added.set_defaults(run=run)
        return added

    word("serve", serve)
    word("migrate", migrate)
    word("settings", list_settings)
    loading = word("demo", demo)
    loading.add_argument("--city", choices=CITIES, default=CITIES[0])
    loading.add_argument("--people-only", action="store_true", help="no orders: to import some")
    loading.add_argument("--if-empty", action="store_true", help="only into an empty database")
    loading.add_argument("--remove", action="store_true", help="delete the demo, in one step")
    loading.add_argument("--yes", action="store_true", help="do not ask before removing")
    importing.add_arguments(word("import", import_))
    drilling.add_arguments(word("drill", drilling.run))
    conforming.add_arguments(word("conformance", conforming.run))
    backing_up.add_backup_arguments(word("backup", backup))
    backing_up.add_restore_arguments(word("restore", restore))
    backing_up.add_doctor_arguments(word("doctor", doctor))
    rescuing.add_arguments(word("rescue", rescue))
    evidence.add_heads_arguments(word("heads", heads))
    evidence.add_verify_arguments(word("verify", verify))
    taking_out = words.add_parser("export", help="Take something out, as a file.")
    things = taking_out.add_subparsers(required=True, metavar="WHAT")
    exporting.add_arguments(word("order", export_order, things))
    evidence.add_chain_arguments(word("chain", export_chain, things))
    evidence.add_verifier_arguments(word("verifier", export_verifier, things))
    founding = word("init", init)
    for option in ("--name", "--login", "--password"):
        founding.add_argument(option)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Console script. Exit 0, or 2 with one sentence that says what to do."""
    chosen = parser().parse_args(arguments)
    try:
        return chosen.run(load(), chosen) or 0
    except REFUSALS as error:
        print(f"fieldward: {error}", file=sys.stderr)
        return 2
