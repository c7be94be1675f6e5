"""A pull of a hundred rows from a store of ten thousand rows, and from one of many more."""

import sqlite3
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.kit import errand
from benchmarks.kit.errand import BOARD, Firm
from benchmarks.kit.lines import Line
from benchmarks.kit.station import Cost, Station
from server.app import create_app, open_gateway
from server.serving import settle_heap
from server.settings import Settings

SHALLOW, DEEP, DEEPEST = 10**4, 10**6, 10**7
RATIO_MAX, BYTES_A_ROW_MAX = 1.5, 150
ROUNDS, EACH = 10, 8
BOARD_NO = 2
ROWS = errand.CUSTOMERS + errand.NOTES
# Lines of history as those that are there, in the office's scope, spread over the whole log.
FILLING = (
    "CREATE TEMP TABLE filler AS WITH RECURSIVE n(n) AS "
    "(SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :rows) "
    "SELECT n, lower(hex(randomblob(4)) || '-0000-4000-8000-' || hex(randomblob(6))) AS id FROM n",
    "CREATE TEMP TABLE model AS SELECT f.*, m.scope, s.next_handle FROM fact f "
    "JOIN member m ON m.tenant_id = f.tenant_id AND m.row_id = f.id "
    "JOIN scope s ON s.tenant_id = m.tenant_id AND s.scope = m.scope "
    "WHERE s.scope_key LIKE 'territory:%' LIMIT 1",
    "INSERT INTO fact ({columns}, id) SELECT {columns_of_model}, filler.id FROM model, filler "
    "ORDER BY filler.id",
    "INSERT INTO row_version (tenant_id, kind, row_id, versions) "
    "SELECT model.tenant_id, 'fact', filler.id, v.versions FROM model, filler "
    "JOIN row_version v ON v.kind = 'fact' AND v.row_id = model.id ORDER BY filler.id",
    "INSERT INTO member (tenant_id, scope, handle, kind, row_id, enter_seq, last_seq, digest) "
    "SELECT tenant_id, scope, next_handle + n, 'fact', filler.id, "
    "1 + n % :before, 1 + n % :before, n FROM model, filler ORDER BY n",
    "INSERT INTO scope_reason (tenant_id, scope, row_id, reason_id, kind) "
    "SELECT tenant_id, scope, filler.id, work_order_id, 'fact' FROM model, filler "
    "ORDER BY filler.id",
    "UPDATE scope SET members = members + :rows, next_handle = next_handle + :rows + 1 "
    "WHERE scope = (SELECT scope FROM model)",
)


class Store(msgspec.Struct, frozen=True):
    """A firm of the benchmark in a file, with many rows beside its own."""

    settings: Settings
    firm: Firm


async def stored(folder: Path, rows: int) -> Store:
    settings = Settings(data_dir=folder)
    firm = await errand.found(settings, visits=8)
    connection = sqlite3.connect(settings.url.removeprefix("sqlite:///"))
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    found = connection.execute("SELECT name FROM pragma_table_info('fact') WHERE name <> 'id'")
    names = [name for (name,) in found]
    columns = {
        "columns": ", ".join(names),
        "columns_of_model": ", ".join(f"model.{name}" for name in names),
    }
    for sql in FILLING:
        # In the newest hundred rows there are none of these: all are older.
        connection.execute(sql.format(**columns), {"rows": rows, "before": firm.before})
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Store(settings, firm)


async def depth_lines(folder: Path, deep: int = DEEP) -> list[Line]:
    """Both stores are asked in turn, so that they share the machine's moods."""
    stores = [await stored(folder / str(rows), rows) for rows in (SHALLOW, deep)]
    apps = [
        create_app(store.settings, open_gateway(store.settings, lambda: errand.NOW_MS))
        for store in stores
    ]
    costs: list[list[Cost]] = [[], []]
    length = 0
    async with Station(apps[0], counts=False) as one, Station(apps[1], counts=False) as other:
        settle_heap()
        for number in range(1 + ROUNDS):
            for at, (station, store) in enumerate(zip((one, other), stores, strict=True)):
                body = errand.asking(store.firm, BOARD_NO, store.firm.before)
                told = await station.send(BOARD, [("POST", "/sync", body)] * EACH)
                length = told.bytes
                costs[at] += told.each if number else []  # the first open connections and warm up
    shallow_ms, deep_ms = (median(cost.cpu_ms for cost in each) for each in costs)
    what = f"POST /sync, pull of {ROWS} rows, {deep:,} rows in the store"
    peers = {"ms": round(deep_ms, 3), f"{SHALLOW:,} rows, ms": round(shallow_ms, 3)}
    over = round(deep_ms / shallow_ms, 2)
    return [
        Line(f"{what}: CPU over {SHALLOW:,}", over, RATIO_MAX, "times", "ratio", peers),
        Line(f"{what}: length", length / ROWS, BYTES_A_ROW_MAX, "bytes a row", "count", {}),
    ]
