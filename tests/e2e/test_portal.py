"""A captive portal between phone and server: nothing is lost, nothing of it is taken for ours."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewContext, wait_for_service_worker
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.portal import WORDS, PortalLine
from tests.e2e.seed import PASSWORD
from tests.e2e.server import ROOT, ServerProcess
from tests.e2e.test_conflict import clean
from tests.e2e.test_update import LOOK, release, version
from tests.nursery.nursery import Nursery

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note'"
SENT = "SELECT name FROM ledger WHERE name LIKE 'appointment.%' OR name LIKE '%.note'"
SIGN_IN_FIRST = "先登录这个网络"
ASKED_S = 10
REGISTERED = "navigator.serviceWorker.getRegistration().then((found) => found !== undefined)"
# What the worker keeps, read as it would be shown.
CACHED = """async (words) => {
  const found = [];
  let count = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = await (await cache.match(request)).text();
      count += 1;
      if (text.includes(words)) found.push(request.url);
    }
  }
  return { found, count };
}"""
UPDATE = f"{LOOK}.then(() => 'taken', (error) => error.name)"
# An installation of a worker, from its file to its end.
INSTALL = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  if (worker === null) return 'none';
  if (worker.state !== 'installing') return worker.state;
  return new Promise((done) => {
    worker.onstatechange = () => done(worker.state);
    setTimeout(() => done('stuck'), 15_000);
  });
}"""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A copy of the built app that the test may change."""
    return Path(shutil.copytree(ROOT / "pwa" / "dist", tmp_path / "build"))


@pytest.fixture
def server(nursery: Nursery, seeded: Path, tmp_path: Path, build: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(nursery, Path(shutil.copytree(seeded, tmp_path / "data")), build)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def line(server: ServerProcess) -> Iterator[PortalLine]:
    made = PortalLine(server.origin)
    yield made
    made.stop()


def first_files() -> list[str]:
    """What the first page is made of, the service worker's file left out."""
    return [f"/assets/{path.name}" for path in (ROOT / "pwa" / "dist" / "assets").iterdir()]


def until_asked(line: PortalLine, path: str) -> None:
    until = time.monotonic() + ASKED_S
    while path not in line.turned_away:
        assert time.monotonic() < until, line.turned_away
        time.sleep(0.05)  # the line is a thread of this process, it calls nobody back


def expect_captive(phone: Phone, saved: int) -> None:
    """The bar says it in plain words, and how much is saved on the phone."""
    expect(phone.strip).to_have_attribute("data-phase", "captive", timeout=15_000)
    expect(phone.strip).to_contain_text(SIGN_IN_FIRST)
    expect(phone.strip).to_contain_text(f"{saved} 项已存本机")


def expect_nothing_kept(page: Page) -> None:
    kept = page.evaluate(CACHED, WORDS)
    assert kept["found"] == []
    assert kept["count"] > 20, "the worker keeps no app"


def expect_waiting(phone: Phone, count: int) -> None:
    """All of it waits, none of it is called stored."""
    page = phone.page
    page.goto(f"{page.url.split('#')[0]}#/outbox")
    expect(page.get_by_test_id("captive")).to_contain_text("这个网络要你先登录")
    waiting = page.get_by_test_id("outbox-waiting").get_by_test_id("outbox-item")
    expect(waiting).to_have_count(count)
    expect(page.get_by_test_id("outbox-stored")).to_have_count(0)


def test_work_behind_a_portal(
    server: ServerProcess, line: PortalLine, new_context: NewContext
) -> None:
    phone = Phone(new_context(PHONE))
    page = phone.page
    assign(page, server)
    phone.open(line.origin)
    wait_for_service_worker(page)
    line.way = "page"
    page.locator("#login").fill("wang")
    page.locator("#password").fill(PASSWORD)
    page.get_by_test_id("sign-in-submit").get_by_role("button").click()
    expect(page.get_by_test_id("sign-in")).to_contain_text("这个网络要先登录它自己的网页")
    line.way = "through"
    phone.sign_in("wang")
    visit_id = phone.open_job(TITLE)

    line.way = "page"
    phone.take_step("accept")
    phone.take_step("depart")
    phone.note("门户后面写的")
    expect_captive(phone, 3)
    assert page.evaluate(UPDATE) != "taken", "the portal's page was taken for the worker"
    page.reload()  # every file of the app is asked of the portal, were it not on the phone
    phone.expect_step("arrive")
    expect_captive(phone, 3)
    expect(page.get_by_text(WORDS)).to_have_count(0)

    line.way = "redirect"
    page.get_by_test_id("job-photo").get_by_role("link").click()
    page.get_by_test_id("shutter").get_by_role("button").click()
    expect(page.get_by_test_id("saved-count")).to_have_attribute("data-n", "1", timeout=15_000)
    page.goto(f"{line.origin}/#/job/{visit_id}")
    phone.note("转来转去的时候写的")
    page.reload()
    expect_captive(phone, 6)  # the picture, and the entry that it belongs to
    expect_waiting(phone, 5)
    clean("phone", page, "outbox captive")
    expect_nothing_kept(page)
    assert {"/sync", "/sw.js", "/live"} <= set(line.turned_away)
    assert server.rows(SENT) == [{"name": "appointment.assign"}]

    line.way = "through"
    page.get_by_test_id("retry").get_by_role("button").click()
    expect(phone.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    expect(page.get_by_test_id("captive")).to_have_count(0)
    texts = [row["text"] for row in server.wait_for_rows(2, NOTES)]
    assert sorted(texts) == ["转来转去的时候写的", "门户后面写的"]
    names = sorted(row["name"] for row in server.rows(SENT))
    assert names == sorted(
        ["appointment.assign", "appointment.accept", "appointment.depart"] + ["work_order.note"] * 2
    )
    (photo,) = server.wait_for_rows(1, "SELECT sha256 FROM attachment WHERE state = 'stored'")
    assert photo["sha256"] in server.stored_sha256().values()


def test_an_update_that_a_portal_breaks_off_is_not_taken(
    server: ServerProcess, line: PortalLine, build: Path, new_context: NewContext
) -> None:
    """The new worker's file came; then the portal answered for the files that it lists."""
    phone = Phone(new_context(PHONE))
    page = phone.page
    phone.open(line.origin)
    phone.sign_in("wang")
    line.way, line.spared = "page", frozenset({"/sw.js"})
    release(build, server)
    assert page.evaluate(INSTALL) == "redundant"
    assert "/index.html" in line.turned_away
    expect_nothing_kept(page)
    page.reload()
    expect(page.get_by_role("heading", name="今天")).to_be_visible(timeout=15_000)
    assert version(page) == "first"

    line.way = "through"
    assert page.evaluate(INSTALL) == "installed"
    page.goto(f"{line.origin}/#/me")
    page.get_by_test_id("update").get_by_role("button").click()
    expect(page.locator('meta[name="fieldward-test"]')).to_have_count(1, timeout=15_000)
    wait_for_service_worker(page)
    expect_nothing_kept(page)


def test_a_first_installation_that_a_portal_breaks_off_is_made_again(
    server: ServerProcess, line: PortalLine, new_context: NewContext
) -> None:
    """Without a reload, as soon as the phone has a network again."""
    phone = Phone(new_context(PHONE))
    page = phone.page
    line.way, line.spared = "page", frozenset({"/", *first_files()})
    phone.open(line.origin)
    expect(page.locator("#login")).to_be_visible()
    until_asked(line, "/sw.js")
    assert page.evaluate(REGISTERED) is False

    phone.context.set_offline(True)
    line.way = "through"
    phone.context.set_offline(False)
    wait_for_service_worker(page)
    line.way = "page"
    page.reload()
    expect(page.locator("#login")).to_be_visible()
    expect_nothing_kept(page)
