"""All planted bugs, by area, and the least of each."""

from tests.simulation.planted import engine, phone_stores, server_side, shared
from tests.simulation.planted.bug import Bug

# Area: the folders its bugs lie in, how many there must be, and the bugs.
AREAS: dict[str, tuple[tuple[str, ...], int, tuple[Bug, ...]]] = {
    "engine": (("pwa/src/sync/",), 12, engine.BUGS),
    "stores": (("pwa/src/store/",), 8, phone_stores.BUGS),
    "shared": (("sync/",), 8, shared.BUGS),
    "server": (("server/gateway/", "server/db/"), 12, server_side.BUGS),
}
BUGS: tuple[Bug, ...] = tuple(bug for _, _, bugs in AREAS.values() for bug in bugs)
BUGS_MIN = 40
REAL_MIN = 15  # so many repeat a failure that others had in the field
