"""Who may import whom in the app, and who may touch the network, the store and the clock."""

import posixpath
import re
from collections.abc import Iterator

from tests.tidy.typescript import imported, imported_at_run_time, resolve, without_comments

# Each layer may use those before it. Faces do not know each other. Leaves stand alone: they know
# the contract and the words, and the rest by type only; a component may show what a device gives.
LAYERS = ("contract", "sync", "store", "domain")
FACES = ("tech", "board", "portal", "verify")
LEAVES = ("ui", "device", "i18n")
BESIDE_LEAVES = {("ui", "device"), ("ui", "i18n"), ("i18n", "ui"), ("device", "i18n")}
# Packages by the folder that may use them; a package not named here is free above the engine.
ONLY_IN = {
    "dexie": ("store",),
    "maplibre-gl": ("board",),
    "pmtiles": ("board",),
}
ENGINE_PACKAGES = ("@noble/hashes",)
STORAGE = re.compile(r"\bindexedDB\b|\bIDBKeyRange\b|\bgetDirectory\(|\bcreateSyncAccessHandle\b")
NETWORK = re.compile(
    r"(?<![\w.])fetch\(|\bglobalThis\.fetch\(|\bwindow\.fetch\(|\bnew XMLHttpRequest\b"
    r"|\bnew EventSource\b|\bnew WebSocket\b|\bsendBeacon\("
)
CLOCK = re.compile(
    r"\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.(?:getRandom|randomUUID)"
)


def folder(name: str) -> str:
    """The first folder below `pwa/src`, or "" for a file in it; the words are a folder apart."""
    parts = name.removeprefix("pwa/src/").split("/")
    if name.startswith("pwa/src/ui/i18n/"):
        return "i18n"
    return parts[0] if len(parts) > 1 else ""


def is_test(name: str) -> bool:
    """Tests may import what they like, but what they test may not."""
    return ".test." in posixpath.basename(name)


def sins(name: str, source: str) -> list[str]:
    """What the file may not do but does, one sentence each; empty when all is well."""
    if is_test(name):
        return []
    leaf = folder(name) in LEAVES
    found = [
        f"{name} imports {target}: {why}"
        for target in (imported_at_run_time(source) if leaf else imported(source))
        for why in objections(name, target)
    ]
    code = without_comments(source)
    if STORAGE.search(code) and folder(name) != "store":
        found.append(f"{name} touches storage: only store/ does")
    if NETWORK.search(code) and posixpath.basename(name) != "transport.ts":
        found.append(f"{name} talks to the network: only files named transport.ts do")
    if CLOCK.search(code) and folder(name) in {"contract", "sync"}:
        found.append(f"{name} asks clock or chance: the engine takes them as ports")
    return found


def objections(name: str, target: str) -> Iterator[str]:
    """Why the file may not import the target."""
    here = folder(name)
    file = resolve(name, target)
    if file is None:
        yield from package(here, target)
        return
    there = folder(file)
    if not file.startswith("pwa/src/") or here == there:
        return
    if here in FACES and there in FACES:
        yield "a face knows no other face"
    if here in LEAVES and there != "contract" and (here, there) not in BESIDE_LEAVES:
        yield f"{here} is a leaf"
    if here in LAYERS and there not in LAYERS[: LAYERS.index(here)]:
        yield f"{here} may use only {', '.join(LAYERS[: LAYERS.index(here)]) or 'itself'}"


def package(here: str, target: str) -> Iterator[str]:
    """Packages from the registry: the engine has next to none, some belong to one folder."""
    if here in {"contract", "sync"} and not target.startswith((*ENGINE_PACKAGES, "node:")):
        yield "the engine is framework-free"
    for name, allowed in ONLY_IN.items():
        if (target == name or target.startswith(f"{name}/")) and here not in allowed:
            yield f"only {', '.join(allowed)} may use it"
