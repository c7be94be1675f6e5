"""The main job: from a report by telephone to a signature without signal, to the board again."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser_kill import kill_browser
from tests.e2e.conftest import DESKTOP, PHONE, NewContext, NewProfile
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.proxy import LossyProxy
from tests.e2e.seed import CUSTOMER, SKILL
from tests.e2e.server import ServerProcess

TITLE = "主卧飘窗渗水"
SUMMARY = "窗框四周重新打胶，淋水试验不渗"
PAIR = "31.230500,121.473800"  # some ten metres from where the phone is
LIVE_MS = 10_000  # sooner than anything but the live stream would bring it
UPLOAD_S = 30
# As they are tapped, mended and typed; a gap is left to nobody, a failure stays to be seen.
ANSWERS = {"joints": "fail", "moisture": "14.5", "cause": "window", "else": "胶条老化"}
TAPS = len(ANSWERS) + 1
PHONE_FACTS = (
    "appointment.accept",
    "appointment.depart",
    "appointment.arrive",
    "appointment.start",
    "appointment.complete",
    "signature.sign",
)


def take_call(desk: Desk) -> None:
    """The dispatcher's half: report, and the nearest is assigned."""
    desk.sign_in("min")
    desk.report(TITLE, "花园路 8 号 3 号楼 1201", PAIR, SKILL)
    desk.assign_nearest("王师傅")
    expect(desk.page.get_by_test_id("order-title")).to_have_text(TITLE)
    expect(desk.page.get_by_test_id("visits")).to_contain_text("王师傅")


def fill_checklist(phone: Phone) -> None:
    """Every kind of answer, one of them by a second thought, one out of its range."""
    phone.check("joints", "pass")
    phone.check("joints", "fail")
    expect(phone.item("joints").get_by_test_id("fail-ask")).to_be_visible()
    phone.write_answer("moisture", "１４，5", ANSWERS["moisture"])
    expect(phone.item("moisture").get_by_test_id("out-of-range")).to_be_visible()
    phone.check("cause", ANSWERS["cause"])
    phone.write_answer("else", ANSWERS["else"], ANSWERS["else"])
    phone.leave_checklist()


def work_offline(phone: Phone) -> None:
    """The technician's half, from accepting to the signature."""
    phone.take_step("accept")
    phone.take_step("depart")
    phone.take_step("arrive")
    phone.arrive()
    phone.take_step("start")
    phone.take_step("checklist")
    fill_checklist(phone)
    phone.take_step("photo")
    phone.take_photos(2)
    phone.take_step("complete")
    phone.complete(SUMMARY)
    phone.take_step("sign")
    phone.sign(CUSTOMER)


def expect_work_there(phone: Phone, appointment_id: str) -> None:
    """Everything that was done is still on the phone, and waits."""
    base = phone.page.url.split("#")[0]
    phone.page.goto(f"{base}#/job/{appointment_id}")
    state = phone.page.get_by_test_id("visit-state")
    expect(state).to_have_attribute("data-state", "completed", timeout=15_000)
    more = phone.page.get_by_test_id("history").get_by_role("button").last
    more.click()
    card = phone.page.get_by_test_id("checklist-progress")
    expect(card).to_have_attribute("data-answered", str(len(ANSWERS)))
    expect(phone.page.get_by_test_id("fold")).to_have_attribute("data-items", str(len(ANSWERS)))
    for verb in PHONE_FACTS:
        expect(phone.page.locator(f'[data-testid="fact"][data-verb="{verb}"]')).to_have_count(1)
    photo = phone.page.locator('[data-testid="fact"][data-verb="attachment.attach"]')
    expect(photo).to_have_count(3)
    assert phone.unsettled() >= len(PHONE_FACTS) + TAPS + 3


def expect_on_board(desk: Desk) -> None:
    """Without a hand at the board: done, two photos and a signature."""
    inspector = desk.inspector
    expect(inspector.get_by_text("客户已确认").first).to_be_visible(timeout=LIVE_MS)
    expect(inspector.get_by_test_id("pictures").get_by_role("listitem")).to_have_count(
        3, timeout=LIVE_MS
    )
    expect(inspector.get_by_test_id("pictures")).to_contain_text("签字", timeout=LIVE_MS)
    signature = inspector.get_by_test_id("signature")
    expect(signature).to_contain_text(CUSTOMER, timeout=LIVE_MS)
    expect(signature.get_by_role("img")).to_be_visible()
    expect(inspector.get_by_test_id("signature-changed")).to_have_count(0)
    expect(inspector.get_by_test_id("visits")).to_contain_text(SUMMARY, timeout=LIVE_MS)
    answers = inspector.get_by_test_id("answer")
    expect(answers).to_have_count(5, timeout=LIVE_MS)
    expect(answers.first).to_contain_text("接缝不渗水", timeout=LIVE_MS)
    expect(answers.first).to_contain_text("不合格")
    expect(inspector.get_by_test_id("checklist")).to_contain_text("14.5 %")


def wait_until_stored(server: ServerProcess) -> list[dict[str, object]]:
    """The attachments, once the server has all their bytes."""
    until = time.monotonic() + UPLOAD_S
    while True:
        found = server.rows("SELECT * FROM attachment")
        if len(found) == 3 and all(each["state"] == "stored" for each in found):
            return found
        assert time.monotonic() < until, [(each["slot"], each["state"]) for each in found]
        time.sleep(0.1)


def assert_exactly_once(server: ServerProcess) -> None:
    """One of each in the database, hashes equal to those of the stored files."""
    attachments = wait_until_stored(server)
    assert Counter(each["slot"] for each in attachments) == {"after": 2, "signature": 1}
    files = server.stored_sha256()
    assert {name: name for name in files} == files
    assert {each["sha256"] for each in attachments} == set(files)

    orders = server.rows("SELECT * FROM work_order WHERE title = ?", TITLE)
    assert [(each["state"], each["signing"]) for each in orders] == [("confirmed", "signed")]
    order_id = orders[0]["id"]
    visits = server.rows("SELECT * FROM appointment WHERE work_order_id = ?", order_id)
    assert [(each["state"], each["summary"]) for each in visits] == [("completed", SUMMARY)]

    facts = server.rows("SELECT verb FROM fact WHERE work_order_id = ?", order_id)
    verbs = Counter(each["verb"] for each in facts)
    assert {verb: verbs[verb] for verb in PHONE_FACTS} == dict.fromkeys(PHONE_FACTS, 1)
    assert verbs["attachment.attach"] == 3
    assert verbs["checklist.answer"] == TAPS
    given = server.rows("SELECT item, value FROM checklist_answer")
    assert {each["item"]: each["value"] for each in given} == ANSWERS
    assert len(given) == len(ANSWERS)
    assert verbs["work_order.report"] == verbs["appointment.assign"] == 1

    ledger = server.rows(
        "SELECT * FROM ledger WHERE name LIKE 'appointment.%' OR name LIKE 'signature.%'"
    )
    names = Counter(each["name"] for each in ledger)
    assert names == Counter([*PHONE_FACTS, "appointment.assign"])
    assert {each["outcome"] for each in ledger} == {"accepted"}
    everything = server.rows("SELECT writer, key, seq, hash FROM ledger")
    assert len({(each["writer"], each["key"]) for each in everything}) == len(everything)
    assert len({each["seq"] for each in everything}) == len(everything)
    (signed,) = server.rows("SELECT * FROM signature")
    assert (signed["signer_name"], signed["role"]) == (CUSTOMER, "customer")
    shown = str(signed["shown"])
    assert hashlib.sha256(shown.encode()).hexdigest() == signed["shown_sha256"]
    assert json.loads(shown)["summary"] == SUMMARY
    assert json.loads(str(signed["strokes"]))["strokes"]


@pytest.fixture
def line(server: ServerProcess) -> Iterator[LossyProxy]:
    proxy = LossyProxy(server.origin)
    yield proxy
    proxy.stop()


@pytest.mark.parametrize("answer", ["arrives", "is_lost"])
def test_story(
    answer: str,
    server: ServerProcess,
    line: LossyProxy,
    new_context: NewContext,
    new_profile: NewProfile,
    tmp_path: Path,
) -> None:
    origin = line.origin if answer == "is_lost" else server.origin
    desk = Desk(new_context(DESKTOP), server.origin)
    take_call(desk)
    phone = Phone(new_profile("wang", PHONE))
    phone.open(origin)
    phone.sign_in("wang")
    appointment_id = phone.open_job(TITLE)

    phone.context.set_offline(True)
    desk.context.set_offline(True)
    server.kill()
    phone.page.reload()
    expect(phone.page.get_by_test_id("visit-state")).to_be_visible(timeout=15_000)
    work_offline(phone)

    assert kill_browser(tmp_path / "profiles" / "wang") > 1
    phone = Phone(new_profile("wang", PHONE, offline=True))
    phone.open(origin)
    expect_work_there(phone, appointment_id)

    line.is_armed = answer == "is_lost"
    server.start()
    desk.context.set_offline(False)
    phone.context.set_offline(False)
    expect_on_board(desk)
    assert line.lost == (answer == "is_lost")
    assert_exactly_once(server)
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
