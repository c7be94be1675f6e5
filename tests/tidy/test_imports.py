"""Who may import whom, executed on both sides."""

import ast

import pytest

from tests.tidy import python_rules, typescript, typescript_rules
from tests.tidy.repo import ROOT, module_of, text, under

# Debts, each with its reason; an entry that is no longer needed fails the test below.
TOLERATED: dict[str, str] = {}

PYTHON = under("server", "sync", "geo", suffixes=(".py",))
PURE_ENDINGS = tuple(f"/{name}.py" for name in python_rules.PURE_FILES)
APP = under("pwa/src", suffixes=(".ts", ".svelte"))


def test_python_imports_keep_their_direction() -> None:
    found = [sin for name in PYTHON for sin in python_rules.sins(module_of(name), text(name))]
    assert [sin for sin in found if sin.split(": ")[0] not in TOLERATED] == []


def test_what_rules_lean_on_is_pure_too() -> None:
    found: list[str] = []
    open_modules = [module_of(name) for name in PYTHON if name.endswith(PURE_ENDINGS)]
    seen = set(open_modules)
    for module in open_modules:
        source = text(module.replace(".", "/") + ".py")
        found += python_rules.sins(module, source, pure=True)
        fresh = python_rules.leaned_on(module, source) - seen
        seen |= fresh
        open_modules += sorted(fresh)
    assert found == []


def test_app_imports_keep_their_direction() -> None:
    found = [sin for name in APP for sin in typescript_rules.sins(name, text(name))]
    assert [sin for sin in found if sin.split(": ")[0] not in TOLERATED] == []


def test_no_debt_is_listed_that_was_paid() -> None:
    found = [sin for name in PYTHON for sin in python_rules.sins(module_of(name), text(name))]
    found += [sin for name in APP for sin in typescript_rules.sins(name, text(name))]
    owed = {sin.split(": ")[0] for sin in found}
    assert set(TOLERATED) - owed == set()


def test_every_folder_of_the_server_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in (ROOT / "server").glob("*/__init__.py")}
    placed = {*python_rules.DOMAINS, *python_rules.FOUNDATIONS, *python_rules.TOOLS}
    assert folders - placed == set(), "put it into the order in tests/tidy/python_rules.py"


def test_only_settings_reads_the_environment() -> None:
    readers = {
        name
        for name in PYTHON
        for node in ast.walk(ast.parse(text(name)))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers == {"server/settings.py"}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sync.ledger", "import sqlalchemy"),
        ("sync.ledger", "import time"),
        ("sync.ledger", "async def f(): ..."),
        ("sync.ledger", "from server.db import engine"),
        ("geo.rank", "from sync.protocol import Cursor"),
        ("server.db.engine", "from server.gateway import push"),
        ("server.gateway.push", "from server.identity.tables import user"),
        ("server.gateway.push", "import server.app"),
        ("server.customers.mutations", "from server.work_orders.tables import work_order"),
        ("server.work_orders.mutations", "from server.customers.routes import router"),
        ("server.work_orders.rules", "from sqlalchemy import select"),
        ("server.work_orders.rules", "from server.work_orders.tables import work_order"),
        ("server.work_orders.lifecycle", "import litestar"),
        ("server.work_orders.queries", "from geo.rank import rank"),
        ("server.work_orders.queries", "from . import schema"),
        ("server.work_orders.queries", "from tests.server import harness"),
    ],
)
def test_a_bad_python_import_is_seen(module: str, source: str) -> None:
    assert python_rules.sins(module, source) != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sync.ledger", "import msgspec\nfrom hashlib import blake2s\nfrom sync import limits"),
        ("server.work_orders.rules", "from server.work_orders.schema import Grade"),
        ("server.work_orders.mutations", "from server.customers.queries import customer"),
        ("server.dispatch.routes", "from geo.rank import rank"),
        ("server.places.schema", "from geo.latlon import LonLat"),
    ],
)
def test_a_good_python_import_passes(module: str, source: str) -> None:
    assert python_rules.sins(module, source) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pwa/src/sync/push.ts", "import Dexie from 'dexie'"),
        ("pwa/src/sync/push.ts", "import { db } from '../store/db'"),
        ("pwa/src/sync/push.ts", "import { mount } from 'svelte'"),
        ("pwa/src/sync/push.ts", "await fetch('/sync')"),
        ("pwa/src/sync/push.ts", "const t = Date.now()"),
        ("pwa/src/store/db.ts", "import { queue } from '../domain/outbox/queries'"),
        ("pwa/src/domain/orders/queries.ts", "indexedDB.open('x')"),
        ("pwa/src/domain/orders/queries.ts", "navigator.storage.getDirectory()"),
        ("pwa/src/domain/orders/queries.ts", "import('../../tech/jobs/list')"),
        ("pwa/src/tech/jobs/list.svelte", "import Map from '../../board/map/Map.svelte'"),
        ("pwa/src/tech/jobs/list.svelte", "import 'maplibre-gl'"),
        ("pwa/src/ui/Slab.svelte", "import { View, type Row } from '../sync/api'"),
        ("pwa/src/device/photo.ts", "import Slab from '../ui/Slab.svelte'"),
        ("pwa/src/device/photo.ts", "export { keep } from '../store/blobs'"),
        ("pwa/src/contract/kinds.ts", "import { x } from '../sync/api'"),
    ],
)
def test_a_bad_app_import_is_seen(name: str, source: str) -> None:
    assert typescript_rules.sins(name, source) != []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pwa/src/sync/transport.ts", "await fetch('/sync')"),
        ("pwa/src/sync/push.ts", "// never fetch() here, nor touch indexedDB"),
        ("pwa/src/store/db.ts", "import Dexie from 'dexie'\nimport { x } from '../sync/api'"),
        ("pwa/src/tech/jobs/list.svelte", "import Slab from '../../ui/Slab.svelte'"),
        ("pwa/src/ui/Slab.svelte", "import type { View } from '../sync/api'"),
        ("pwa/src/device/watermark.ts", "import { day } from '../ui/i18n/dates'"),
        ("pwa/src/ui/Pad.svelte", "import { strokes } from '../device/signature'"),
        ("pwa/src/board/map/Map.svelte", "const gl = await import('maplibre-gl')"),
    ],
)
def test_a_good_app_import_passes(name: str, source: str) -> None:
    assert typescript_rules.sins(name, source) == []


def test_a_helper_of_rules_is_judged_as_they_are() -> None:
    helper = "from server.places.tables import location"
    assert python_rules.sins("server.places.shapes", helper) == []
    assert python_rules.sins("server.places.shapes", helper, pure=True) != []
    lean = "from server.places.shapes import inside"
    assert python_rules.leaned_on("server.places.rules", lean) == {"server.places.shapes"}


def test_every_way_to_import_is_understood() -> None:
    source = """
      import a from './a'
      import { b, type C } from "./b"
      import {
        d,
      } from './d'
      import './e.css'
      export * from './f'
      const g = await import('./g')
      new Worker(new URL('./h.ts', import.meta.url))
      // import z from './z'
    """
    assert typescript.imported(source) == [
        "./a", "./b", "./d", "./e.css", "./f", "./g", "./h.ts",
    ]  # fmt: skip
