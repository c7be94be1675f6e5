"""Browser kills: a phone's app on which somebody writes, all its processes killed at any moment.

    python -m tests.campaign.browsers --kills 40 --seed 1

A note counts as shown as saved once its sheet has closed by itself; each life writes one at least
and is killed some moment after it. Browsers sometimes throw away a whole database after a kill;
that is planted here after some kills. The journal survives it: the notes are there again, and the
app says how many it has found.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PageError

from scripts.chromium import FLAGS, system_chromium
from sync.ids import born_id
from tests.e2e.browser_kill import kill_browser
from tests.e2e.conftest import PHONE
from tests.e2e.phone import Phone
from tests.e2e.seed import PASSWORD, seed_firm
from tests.e2e.server import ServerProcess
from tests.nursery.nursery import Nursery

TITLE = "厨房水管漏水"
ZONE = "Asia/Shanghai"
ALIVE_S = (0.0, 1.2)  # after the first note
WIPE_SHARE = 0.25
ONLINE_SHARE = 0.2
SENT_WITHIN_S = 60.0
SETTLED_MS = 20_000
READ_WITHIN_S = 10.0
# "… {n} 项没发的已找回 …" of `pwa/src/ui/i18n/tech-me.ts`, wherever and for how long it is shown.
FOUND = re.compile(r"(\d+) 项没发的已找回")
LISTEN = """new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const { textContent } of addedNodes)
      if (textContent?.includes('已找回')) window.tell(textContent);
}).observe(document, { childList: true, subtree: true });"""


@dataclass
class Outcome:
    """What so many kills did."""

    kills: int = 0
    wipes: int = 0
    owed: int = 0  # wipes that hit notes which nobody else had yet
    reported: int = 0  # of these, the app said so
    shown: int = 0
    missing: int = 0  # not on the phone right after it was opened again
    lost: int = 0
    doubled: int = 0
    took_s: float = 0.0

    @property
    def violations(self) -> int:
        return self.missing + self.lost + self.doubled + self.owed - self.reported


def assign(server: ServerProcess) -> None:
    """Wang has a visit today."""

    def post(path: str, body: dict[str, Any], **heads: str) -> dict[str, Any]:
        heads["content-type"] = "application/json"
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{server.origin}{path}", data, heads)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    token = post("/api/v1/session", {"login": "min", "password": PASSWORD})["token"]
    args = {
        "work_order_id": born_id("system:", "order:0", 0),
        "technician_id": born_id("system:", "technician:wang", 0),
        "start_local": datetime.now(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:00"),
        "zone": ZONE,
    }
    heads = {"authorization": f"Bearer {token}", "idempotency-key": "visit"}
    post("/api/v1/mutations/appointment.assign", args, **heads)


class Storm:
    """One phone's profile, opened, written on and killed again and again."""

    def __init__(
        self, playwright: Playwright, server: ServerProcess, profile: Path, seed: int
    ) -> None:
        self.outcome = Outcome()
        self._playwright = playwright
        self._server = server
        self._profile = profile
        self._dice = random.Random(seed)
        self._shown: list[str] = []
        self._count = 0
        self._job = ""
        self._unsent = 0  # how many notes the last wipe hit
        self._told: list[str] = []

    def run(self, kills: int) -> Outcome:
        began_s = time.monotonic()
        phone = self._open(offline=False)
        phone.open(self._server.origin)
        phone.sign_in("wang")
        self._job = phone.open_job(TITLE)
        phone.context.close()
        for _ in range(kills):
            self._live_and_die()
        self._end()
        self.outcome.took_s = time.monotonic() - began_s
        return self.outcome

    def _live_and_die(self) -> None:
        phone = self._open(offline=self._dice.random() >= ONLINE_SHARE)
        self._enter(phone)
        self._hear(phone)
        self.outcome.missing += self._missing(phone)
        self._write(phone)
        killer = threading.Timer(self._dice.uniform(*ALIVE_S), kill_browser, [self._profile])
        killer.start()
        try:
            while True:
                self._write(phone)
        except (PageError, AssertionError):
            killer.join()
        self._forget(phone.context)
        self.outcome.kills += 1
        self._maybe_wipe()

    def _enter(self, phone: Phone) -> None:
        """To the job; whoever finds his session gone signs in again."""
        phone.open(self._server.origin)
        state = phone.page.get_by_test_id("visit-state")
        login = phone.page.locator("#login")
        phone.page.goto(f"{self._server.origin}/#/job/{self._job}")
        expect(state.or_(login).first).to_be_visible(timeout=SETTLED_MS)
        if login.is_visible():
            phone.context.set_offline(False)
            phone.sign_in("wang")
            phone.open_job(TITLE)
        expect(state).to_be_visible(timeout=SETTLED_MS)

    def _write(self, phone: Phone) -> None:
        self._count += 1
        text = f"note {self._count:05}"
        phone.page.get_by_test_id("job-note").get_by_role("button").click()
        phone.page.get_by_test_id("note-text").get_by_role("textbox").fill(text)
        send = phone.page.get_by_test_id("note-send")
        send.get_by_role("button").click()
        expect(send).to_be_hidden()
        self._shown.append(text)
        self.outcome.shown += 1

    def _hear(self, phone: Phone) -> None:
        """What a wipe took is found again, and the app says how much."""
        until = time.monotonic() + READ_WITHIN_S
        while self._unsent and time.monotonic() < until:
            numbers = [int(each) for text in self._told for each in FOUND.findall(text)]
            if max(numbers, default=0) >= self._unsent:
                self.outcome.reported += 1
                break
            phone.page.wait_for_timeout(100)
        self._unsent = 0

    def _missing(self, phone: Phone) -> int:
        """How many shown notes are neither among the remarks on the phone nor at the server."""
        lines = phone.page.get_by_test_id("remarks").locator("li .text")
        until = time.monotonic() + READ_WITHIN_S
        while True:
            here, sent = Counter(lines.all_inner_texts()), self._sent()
            missing = sum(not here[each] and not sent[each] for each in self._shown)
            if not missing or time.monotonic() > until:
                return missing
            phone.page.wait_for_timeout(100)

    def _sent(self) -> Counter[str]:
        rows = self._server.rows("SELECT text FROM fact WHERE verb = 'work_order.note'")
        return Counter(str(row["text"]) for row in rows)

    def _maybe_wipe(self) -> None:
        """Does what browsers do to a database that looks broken to them."""
        if self._dice.random() < WIPE_SHARE:
            for folder in (self._profile / "Default" / "IndexedDB").glob("*"):
                shutil.rmtree(folder)
            sent = self._sent()
            self._unsent = sum(not sent[each] for each in self._shown)
            self._told.clear()
            self.outcome.wipes += 1
            self.outcome.owed += self._unsent > 0

    def _end(self) -> None:
        """Signal again: everything that was shown as saved arrives once."""
        phone = self._open(offline=False)
        self._enter(phone)
        until = time.monotonic() + SENT_WITHIN_S
        while time.monotonic() < until:
            sent = self._sent()
            if all(sent[each] for each in self._shown):
                break
            time.sleep(0.2)
        sent = self._sent()
        self.outcome.lost = sum(sent[each] == 0 for each in self._shown)
        self.outcome.doubled = sum(count > 1 for count in sent.values())
        phone.context.close()

    def _open(self, *, offline: bool) -> Phone:
        context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=system_chromium(),
            headless=True,
            args=[*FLAGS],
            **{**PHONE, "offline": offline},
        )
        context.expose_binding("tell", lambda _, text: self._told.append(text))
        context.add_init_script(LISTEN)
        return Phone(context)

    def _forget(self, context: BrowserContext) -> None:
        try:
            context.close()
        except PageError as error:  # a killed browser cannot be closed again
            if "closed" not in str(error):
                raise


def storm(kills: int, seed: int, folder: Path) -> Outcome:
    """So many kills of a phone's browser, on a server of its own."""
    with ExitStack() as stack:
        seed_firm(folder / "data")
        nursery = stack.enter_context(closing(Nursery()))
        server = ServerProcess(nursery, folder / "data")
        server.start()
        stack.callback(server.kill)
        assign(server)
        playwright = stack.enter_context(sync_playwright())
        return Storm(playwright, server, folder / "profile", seed).run(kills)


def line(outcome: Outcome) -> str:
    """One line for the campaign's report."""
    return (
        f"browser kills: {outcome.kills} kills, {outcome.wipes} wipes planted, {outcome.owed} of "
        f"them hit unsent notes, {outcome.reported} reported; {outcome.shown} shown as saved, "
        f"{outcome.missing} missing after a kill, {outcome.lost} lost, {outcome.doubled} doubled, "
        f"{outcome.took_s / max(1, outcome.kills):.1f} s a kill, {outcome.violations} violations"
    )


def main() -> int:
    """Ends with one line; 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.browsers", description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldward-browsers-") as folder:
        outcome = storm(given.kills, given.seed, Path(folder))
    print(line(outcome))
    return 1 if outcome.violations else 0


if __name__ == "__main__":
    sys.exit(main())
