"""The table of contents: which domains there are, and how one process is put together."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import msgspec
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware
from sqlalchemy import Connection

from server import contract, openapi
from server.appointments import followers as appointments_followers
from server.appointments import mutations as appointments_mutations
from server.appointments import scope as appointments_scope
from server.appointments.queries import soonest_ids
from server.assets import mutations as assets_mutations
from server.assets import scope as assets_scope
from server.attachments import mutations as attachments_mutations
from server.attachments import routes as attachments_routes
from server.attachments import scope as attachments_scope
from server.attachments.lane import open_lane
from server.attachments.sweeping import sweeping
from server.backup import routes as backup_routes
from server.backup.offered import Durable
from server.backup.registrar import Registrar
from server.backup.registrations import RegistrationLog
from server.check_ins import followers as check_ins_followers
from server.check_ins import mutations as check_ins_mutations
from server.check_ins import scope as check_ins_scope
from server.checklists import mutations as checklists_mutations
from server.checklists import scope as checklists_scope
from server.conflicts import mutations as conflicts_mutations
from server.conflicts import scope as conflicts_scope
from server.conflicts.cards import ConflictCards
from server.customers import mutations as customers_mutations
from server.customers import scope as customers_scope
from server.customers import tables as customers_tables
from server.db.database import Database
from server.db.postgresql import PostgresDatabase
from server.db.sqlite import SqliteDatabase
from server.demo import routes as map_routes
from server.dispatch import routes as dispatch_routes
from server.dispatch.rosters import Rosters
from server.entries import mutations as entries_mutations
from server.entries import running as entries_running
from server.entries import scope as entries_scope
from server.entries import tables as entries_tables
from server.entries.schema import HoldEntry, RerunEntry
from server.evidence import routes as evidence_routes
from server.evidence.signing import Signing
from server.gateway import routes as gateway_routes
from server.gateway.call import Handler
from server.gateway.catalogue import Catalogue
from server.gateway.gateway import Gateway, now_ms
from server.gateway.tx import Tx
from server.gateway.unit import Unit
from server.headers import SecurityHeaders
from server.identity import mutations as identity_mutations
from server.identity import password_routes
from server.identity import routes as identity_routes
from server.identity import scope as identity_scope
from server.identity.guard import OPEN, Guard
from server.identity.schema import AddGrant, EndGrant, RevokeDevice, SetPassword, SetUserActive
from server.identity.sessions import Sessions
from server.imports import routes as imports_routes
from server.papers import mutations as papers_mutations
from server.papers import routes as papers_routes
from server.papers import scope as papers_scope
from server.papers.press import Press
from server.papers.trying import Trials
from server.places import mutations as places_mutations
from server.places import scope as places_scope
from server.problems import problem_handler
from server.rescue import routes as rescue_routes
from server.settings import Settings
from server.signatures import mutations as signatures_mutations
from server.signatures import scope as signatures_scope
from server.static import Static, static_routes
from server.technicians import followers as technicians_followers
from server.technicians import mutations as technicians_mutations
from server.technicians import scope as technicians_scope
from server.territories import mutations as territories_mutations
from server.territories import scope as territories_scope
from server.work_orders import followers as work_orders_followers
from server.work_orders import mutations as work_orders_mutations
from server.work_orders import scope as work_orders_scope
from sync.fields import Row

# Left to right: a domain may use those before it.
DOMAINS = (
    (identity_mutations, identity_scope),
    (customers_mutations, customers_scope),
    (territories_mutations, territories_scope),
    (places_mutations, places_scope),
    (technicians_mutations, technicians_scope),
    (assets_mutations, assets_scope),
    (checklists_mutations, checklists_scope),
    (attachments_mutations, attachments_scope),
    (work_orders_mutations, work_orders_scope),
    (appointments_mutations, appointments_scope),
    (signatures_mutations, signatures_scope),
    (conflicts_mutations, conflicts_scope),
    (entries_mutations, entries_scope),
    (check_ins_mutations, check_ins_scope),
    (papers_mutations, papers_scope),
)
# Tables that no handler names are declared by importing their module.
DECLARED_ONLY = (customers_tables, entries_tables)
# What a right-hand domain does in the savepoint of a mutation to its left.
FOLLOWING = (
    technicians_followers,
    work_orders_followers,
    appointments_followers,
    check_ins_followers,
)
# After these somebody's rights are other than a remembered session thinks.
CHANGES_RIGHTS = frozenset(
    args.mutation for args in (AddGrant, EndGrant, RevokeDevice, SetPassword, SetUserActive)
)


def companions(tx: Tx, row: Row) -> list[tuple[str, str]]:
    """What goes along with rows to the left of their own domain."""
    return [*signatures_scope.companions(tx, row), *conflicts_scope.companions(tx, row)]


def catalogue() -> Catalogue:
    """Everything the gateway must know of the domains. Raises IncompleteCatalogue."""
    followers: dict[str, tuple[Handler, ...]] = {}
    for module in FOLLOWING:
        for name, functions in module.FOLLOWERS.items():
            followers[name] = (*followers.get(name, ()), *functions)
    return Catalogue(
        kinds=contract.KINDS,
        declared=tuple(args.mutation for args in contract.ARGS),
        mutations=tuple(line for mutations, _ in DOMAINS for line in mutations.MUTATIONS),
        scopes=tuple(rule for _, scope in DOMAINS for rule in scope.SCOPES),
        followers=followers,
        scope_keys_of=identity_scope.scope_keys_of,
        schema_hash=contract.schema_hash(),
        soonest=soonest_ids,
        cards=ConflictCards(),
        companions=companions,
        afterwards=entries_running.AFTERWARDS,
        hold=HoldEntry.mutation,
        rerun=RerunEntry.mutation,
    )


def open_gateway(settings: Settings, clock: Callable[[], int] = now_ms) -> Gateway:
    """The gateway over the database of the settings."""

    def open_database(
        open_unit: Callable[[Connection, str], Unit], after_commit: Callable[[Unit], None]
    ) -> Database:
        if settings.url.startswith("postgresql"):
            return PostgresDatabase(settings.url, open_unit, after_commit)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return SqliteDatabase(settings.url, open_unit, after_commit)

    return Gateway(catalogue(), open_database, clock)


@get("/healthz", opt={OPEN: True}, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """Somebody is here."""
    return {"status": "ok"}


ROUTES = (
    healthz,
    *gateway_routes.ROUTES,
    *identity_routes.ROUTES,
    *password_routes.ROUTES,
    *backup_routes.ROUTES,
    *imports_routes.ROUTES,
    *dispatch_routes.ROUTES,
    attachments_routes.ROUTES,
    *papers_routes.ROUTES,
    *map_routes.ROUTES,
    *rescue_routes.ROUTES,
    *evidence_routes.ROUTES,
)


def create_app(settings: Settings, gateway: Gateway | None = None, demo_hint: str = "") -> Litestar:
    """One process of the server. `demo_hint`: a meta element for the technician's page."""
    door = gateway or open_gateway(settings)
    sessions = Sessions(door)

    def after_commit(unit: Unit) -> None:
        if any(call.name in CHANGES_RIGHTS for call in unit.accepted):
            sessions.forget()
            door.end_streams(unit)

    door.listeners.append(after_commit)
    registrar = Registrar(RegistrationLog(settings.data_dir))
    door.listeners.append(registrar.after_commit)
    sessions.listeners.append(registrar.session_changed)
    signing = Signing(door, settings.data_dir)
    lane = open_lane(settings, door)
    door.durable = Durable(settings.data_dir).through

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncGenerator[None, None]:
        await door.start()
        try:
            await registrar.catch_up(door)
            signing.start()
            yield
        finally:
            await signing.stop()
            await asyncio.to_thread(lane.decoder.close)
            await door.stop()

    static = Static.of(settings, demo_hint)
    return Litestar(
        route_handlers=[*ROUTES, *static_routes(static)],
        state=State(
            {
                "gateway": door,
                "sessions": sessions,
                "settings": settings,
                "lane": lane,
                "press": Press(door, lane, settings.origin),
                "rosters": Rosters(),
            }
        ),
        lifespan=[lifespan, sweeping, Trials(door).running],
        middleware=[
            DefineMiddleware(SecurityHeaders, settings=settings, script_hashes=static.hashes),
            DefineMiddleware(Guard, exclude=["^/schema"], exclude_http_methods=[]),
        ],
        exception_handlers={Exception: problem_handler},
        openapi_config=openapi.Config(door.catalogue),
        type_encoders={msgspec.Raw: bytes},
        pdb_on_exception=False,
        debug=False,
    )
