"""Where the time of a push and of a pull goes, without HTTP: CPU of each part less what it calls.

The parts are functions of the server that are wrapped while this runs; the wrapping itself costs
some hundredths of a millisecond. Part and whole are means, so that they add up.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

from benchmarks.kit import errand
from benchmarks.kit.errand import BOARD, PHONE, Firm
from benchmarks.kit.lines import Line
from server.app import open_gateway
from server.db.statement import Savepoint, Statement
from server.gateway import gateway as door
from server.gateway import push
from server.gateway.gateway import Gateway
from server.gateway.routes import DECODER
from server.gateway.unit import Unit
from server.gateway.waiting import Writer
from server.identity.sessions import Sessions
from server.serving import settle_heap
from server.settings import Settings

PUSHES, PULLS, WARM_UP = 24, 48, 3
PHONE_NO, BOARD_NO = 1, 2
SESSION_DAYS = 90
PARTS: tuple[tuple[Any, str, str], ...] = (
    *((Statement, name, "SQLite: statements") for name in ("all", "first", "do", "many")),
    *((Savepoint, name, "SQLite: savepoints") for name in ("__init__", "keep", "undo")),
    (DefaultDialect, "do_commit", "SQLite: COMMIT with full fsync"),
    (push, "ask_of", "entries decoded and hashed"),
    (Unit, "_decode", "arguments checked"),
    (Unit, "run", "rules: rights, handlers, followers"),
    (Unit, "_settle", "scopes and field versions"),
    (Unit, "_record", "events, chain, ledger"),
    (Writer, "write", "digests, and lines that waited"),
    (door, "sight", "pull: pages"),
    (door, "run_pull", "pull: pages"),
    (door, "shorten", "answer: columns and ids"),
    (door, "encoded", "answer: JSON"),
    (door, "compress", "answer: compressed"),
)
REST = "envelope, event loop, threads"


class _Watch:
    """CPU seconds by part, each less the parts that ran inside it."""

    def __init__(self) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)
        self._mine = threading.local()

    def wrapped(self, run: Callable[..., Any], part: str) -> Callable[..., Any]:
        def watched(*args: Any, **named: Any) -> Any:
            outer_s: float = getattr(self._mine, "inner_s", 0.0)
            self._mine.inner_s = 0.0
            begun_s = time.thread_time()
            try:
                return run(*args, **named)
            finally:
                whole_s = time.thread_time() - begun_s
                self.spent_s[part] += whole_s - self._mine.inner_s
                self._mine.inner_s = outer_s + whole_s

        return watched


@contextmanager
def _watched() -> Iterator[_Watch]:
    watch = _Watch()
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in PARTS]
    for owner, name, part in PARTS:
        setattr(owner, name, watch.wrapped(getattr(owner, name), part))
    try:
        yield watch
    finally:
        for owner, name, run in before:
            setattr(owner, name, run)


async def share_lines(folder: Path) -> list[Line]:
    """One line for each part of either, the largest first, in milliseconds of one request."""
    settings = Settings(data_dir=folder)
    firm = await errand.found(settings, visits=2 * (WARM_UP + PUSHES))
    gateway = open_gateway(settings, lambda: errand.NOW_MS)
    await gateway.start()
    try:
        with _watched() as watch:
            settle_heap()
            pull = await _parts_ms(gateway, watch, BOARD, _pulls(firm))
            pushed = await _parts_ms(gateway, watch, PHONE, _pushes(firm))
    finally:
        await gateway.stop()
    return [
        Line(f"{what}: {part}", round(ms, 3), None, "ms", "ratio", {})
        for what, parts in (("pull of 100", pull), (f"push of {errand.ENTRIES}", pushed))
        for part, ms in sorted(parts.items(), key=lambda each: -each[1])
    ]


def _pulls(firm: Firm) -> list[bytes]:
    return [errand.asking(firm, BOARD_NO, firm.before)] * (WARM_UP + PULLS)


def _pushes(firm: Firm) -> list[bytes]:
    return [
        errand.pushing(firm, PHONE_NO, number, firm.head + number * errand.ENTRIES)
        for number in range(WARM_UP + PUSHES)
    ]


async def _parts_ms(
    gateway: Gateway, watch: _Watch, token: str, bodies: list[bytes]
) -> dict[str, float]:
    actor = await Sessions(gateway).actor_of(token, SESSION_DAYS)
    assert actor is not None
    for body in bodies[:WARM_UP]:
        await gateway.sync(actor, DECODER.decode(body), "br")
    watch.spent_s.clear()
    begun_s = time.process_time()
    for body in bodies[WARM_UP:]:
        await gateway.sync(actor, DECODER.decode(body), "br")
    whole_s, times = time.process_time() - begun_s, len(bodies) - WARM_UP
    parts_ms = {part: spent_s / times * 1e3 for part, spent_s in watch.spent_s.items()}
    return parts_ms | {REST: whole_s / times * 1e3 - sum(parts_ms.values())}
