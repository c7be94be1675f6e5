"""Unsent work lies in two places of the phone: a dropped database loses nothing, nor do kills."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser_kill import kill_browser
from tests.e2e.conftest import PHONE, NewProfile
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.server import ROOT, ServerProcess

NOTES = "SELECT text FROM fact WHERE verb = 'work_order.note'"
KILLS = 3
DROP = """async () => {
  const names = (await indexedDB.databases()).map((each) => each.name);
  const [name] = names.filter((each) => /^fieldward-[0-9a-f]{8}-/.test(each));
  await new Promise((done, fail) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = done;
    asked.onerror = asked.onblocked = fail;
  });
}"""


def begin(phone: Phone, server: ServerProcess) -> str:
    """Signed in, with a job opened; its address."""
    assign(phone.page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    return f"{server.origin}/#/job/{phone.open_job(TITLE)}"


def show(phone: Phone, address: str) -> Page:
    page = phone.page
    page.goto(address)
    expect(page.get_by_test_id("job-note")).to_be_visible(timeout=15_000)
    return page


def expect_each_once(server: ServerProcess, texts: list[str]) -> None:
    rows = server.wait_for_rows(len(texts), NOTES)
    assert sorted(row["text"] for row in rows) == sorted(texts)


def rescue(server: ServerProcess, file: Path) -> str:
    """The command, beside the server that goes on."""
    command = "import sys; from server.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "FIELDWARD_DATA_DIR": str(server.data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", command, "rescue", str(file)],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_a_dropped_database_loses_nothing_unsent(
    server: ServerProcess, new_profile: NewProfile
) -> None:
    phone = Phone(new_profile("wang", PHONE))
    begin(phone, server)
    phone.context.set_offline(True)
    for text in ("第一条没发的", "第二条没发的"):
        phone.note(text)
    phone.page.goto(f"{server.origin}/#/me")
    expect(phone.page.get_by_role("main")).to_contain_text("两份")
    phone.page.evaluate(DROP)
    phone.context.close()

    phone = Phone(new_profile("wang", PHONE, offline=True))
    phone.open(server.origin)
    expect(phone.page.get_by_text("2 项没发的已找回")).to_be_visible(timeout=15_000)
    phone.page.goto(f"{server.origin}/#/outbox")
    expect(phone.page.get_by_test_id("outbox-waiting")).to_contain_text("2")
    phone.context.set_offline(False)
    expect_each_once(server, ["第一条没发的", "第二条没发的"])
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    phone.context.close()

    phone = Phone(new_profile("wang", PHONE))
    phone.open(server.origin)
    expect(phone.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
    expect_each_once(server, ["第一条没发的", "第二条没发的"])


def test_what_is_shown_as_saved_survives_kills(
    server: ServerProcess, new_profile: NewProfile, tmp_path: Path
) -> None:
    phone = Phone(new_profile("wang", PHONE))
    address = begin(phone, server)
    phone.context.set_offline(True)
    texts: list[str] = []
    for number in range(KILLS):
        texts.append(f"第 {number} 次")
        phone.note(texts[-1])
        assert kill_browser(tmp_path / "profiles" / "wang") > 1
        phone = Phone(new_profile("wang", PHONE, offline=True))
        show(phone, address)
    phone.context.set_offline(False)
    expect_each_once(server, texts)


def test_a_sealed_file_is_all_that_others_get(
    server: ServerProcess, new_profile: NewProfile, tmp_path: Path
) -> None:
    phone = Phone(new_profile("wang", PHONE))
    begin(phone, server)
    page = phone.page
    phone.context.set_offline(True)
    phone.note("别人看不到这一句")
    page.goto(f"{server.origin}/#/me")
    page.get_by_test_id("sign-out").get_by_role("button").click()
    page.get_by_role("button", name="留着没发的，退出").click()
    work = page.get_by_test_id("sealed-work")
    expect(work).to_contain_text("1 项", timeout=15_000)
    with page.expect_download() as saved:
        work.get_by_role("button").click()
    file = tmp_path / "wang.sealed"
    saved.value.save_as(file)
    assert "别人看不到这一句" not in page.content()
    assert "别人看不到这一句".encode() not in file.read_bytes()
    assert "已收下 accepted work_order.note" in rescue(server, file)
    expect_each_once(server, ["别人看不到这一句"])
