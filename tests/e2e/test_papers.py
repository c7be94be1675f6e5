"""The office and its papers: an order's forms as PDF, and the template that they are made with."""

import base64
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.axe import Judge
from tests.e2e.conftest import DESKTOP, PHONE, NewContext
from tests.e2e.desk import Desk
from tests.e2e.office import TITLE, assign
from tests.e2e.pages import Pages
from tests.e2e.phone import Phone
from tests.e2e.server import ServerProcess

STATES = "SELECT number, state FROM paper_template ORDER BY number"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (120, 40), (11, 85, 99)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def boss(server: ServerProcess, new_context: NewContext) -> Desk:
    desk = Desk(new_context(DESKTOP, bypass_csp=True), server.origin)
    desk.sign_in("admin")
    return desk


def drawn(page: Page) -> None:
    """Until the sample is of the values that stand in the form."""
    page.wait_for_timeout(700)
    expect(page.get_by_test_id("preview")).to_have_attribute("data-drawing", "false")


def sample(page: Page) -> str:
    return str(page.get_by_test_id("preview").get_by_role("img").first.get_attribute("src"))


def test_an_order_gives_its_papers(server: ServerProcess, boss: Desk) -> None:
    page, judge = boss.page, Judge("board")
    (order,) = server.rows("SELECT number FROM work_order WHERE title = ?", TITLE)
    page.evaluate("(number) => { location.hash = `/orders/${number}`; }", order["number"])
    page.get_by_test_id("papers").locator("summary").click()
    expect(page.get_by_test_id("paper")).to_have_count(5)
    lacking = page.get_by_test_id("paper").evaluate_all(
        "(rows) => rows.map((row) => [row.dataset.form, row.dataset.lacks])"
    )
    assert dict(lacking) == {
        "intake": "",
        "dispatch": "visit",
        "survey": "arrival",
        "plan": "plan",
        "certificate": "work",
    }
    judge.look(page, "order papers", "[data-testid=papers]")
    assert judge.found == []
    for language in ("中文", "English"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=f"下载报修登记单，{language}").click()
        assert coming.value.path().read_bytes().startswith(b"%PDF-")
        assert order["number"] in coming.value.suggested_filename
    boss.context.set_offline(True)
    page.get_by_role("button", name="下载报修登记单，中文").click()
    expect(page.get_by_test_id("papers").get_by_role("alert")).to_contain_text("没取到单据")
    judge.look(page, "order papers offline", "[data-testid=papers]")
    assert judge.found == []


def test_a_template_is_changed_seen_and_published(server: ServerProcess, boss: Desk) -> None:
    page, judge = boss.page, Judge("board")
    Pages(page).open("papers")
    drawn(page)
    before = sample(page)
    assert base64.b64decode(before.split(",")[1]).startswith(b"\x89PNG")
    judge.look(page, "papers")
    page.get_by_test_id("logo").locator("input").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_label("页脚的话（中文）").fill("监督电话 12345")
    items = page.get_by_test_id("section").filter(has_text="材料")
    items.get_by_role("checkbox").uncheck()
    grip = page.locator("[data-path=parties] [data-grip]").first
    grip.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-path=parties] [data-grip]").first).to_be_focused()
    codes = "(rows) => rows.map((row) => row.dataset.path)"
    shown = page.get_by_test_id("section").evaluate_all(codes)
    assert shown[:2] == ["parties", "place"]
    drawn(page)
    assert sample(page) != before
    page.locator("[data-path=work] button.more").click()
    for column in page.locator("[data-path=work]").get_by_test_id("column").all():
        column.get_by_role("checkbox").uncheck()
    expect(page.get_by_test_id("preview-fault")).to_contain_text("维修内容")
    expect(page.locator("[data-path=work]").get_by_role("alert")).to_contain_text("至少要留一列")
    expect(page.get_by_test_id("publish").get_by_role("button").first).to_be_disabled()
    judge.look(page, "papers faulty")
    summary = page.locator("[data-path='work.summary']").get_by_role("checkbox")
    summary.check()
    drawn(page)
    page.get_by_test_id("publish").get_by_role("button").first.click()
    expect(page.get_by_test_id("template-in-use")).to_contain_text("第 1 版", timeout=60_000)
    assert server.rows(STATES) == [{"number": 1, "state": "good"}]
    page.reload()
    expect(page.get_by_label("页脚的话（中文）")).to_have_value("监督电话 12345")
    assert page.get_by_test_id("section").evaluate_all(codes)[:2] == ["parties", "place"]
    assert judge.found == []


def test_a_broken_logo_is_said_at_its_field(server: ServerProcess, boss: Desk) -> None:
    page = boss.page
    Pages(page).open("papers")
    drawn(page)
    before = sample(page)
    for data, words in ((png()[:60], "标志图片坏了"), (b"<svg/>", "PNG 或 JPEG")):
        page.get_by_test_id("logo").locator("input").set_input_files(
            {"name": "logo.png", "mimeType": "image/png", "buffer": data}
        )
        expect(page.get_by_test_id("logo").get_by_role("alert")).to_contain_text(words)
        assert sample(page) == before
    assert server.rows(STATES) == []


def test_who_may_not_publish_sees_no_templates(
    server: ServerProcess, new_context: NewContext
) -> None:
    desk = Desk(new_context(DESKTOP), server.origin)
    desk.sign_in("lin")
    desk.page.evaluate("() => { location.hash = '/administration/customers'; }")
    expect(desk.page.get_by_test_id("administration")).to_be_visible()
    expect(desk.page.locator("a[href='#/administration/papers']")).to_have_count(0)
    desk.page.evaluate("() => { location.hash = '/administration/papers'; }")
    expect(desk.page.get_by_test_id("administration").get_by_role("img")).to_have_count(0)
    expect(desk.page.get_by_test_id("papers-page")).to_have_count(0)


def test_the_certificate_is_on_the_phone_without_signal(
    server: ServerProcess, new_context: NewContext
) -> None:
    phone, judge = Phone(new_context(PHONE, bypass_csp=True)), Judge("phone")
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    phone.open_job(TITLE)
    for step in ("accept", "depart", "arrive"):
        phone.take_step(step)
    phone.arrive()
    phone.take_step("start")
    expect(page.get_by_test_id("job-certificate")).to_have_count(0)
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    phone.context.set_offline(True)
    page.evaluate("() => { location.hash = `${location.hash}/complete`; }")
    page.locator("#summary").fill("换了阀芯，试水半小时不漏")
    page.get_by_test_id("complete-slab").get_by_role("button").click()
    page.get_by_test_id("gaps-reason").get_by_role("textbox").fill("没带湿度计")
    page.get_by_test_id("gaps-send").get_by_role("button").click()
    page.get_by_test_id("job-certificate").get_by_role("link").click()
    sheet = page.get_by_test_id("certificate")
    (order,) = server.rows("SELECT number FROM work_order WHERE title = ?", TITLE)
    expect(sheet).to_have_attribute("data-number", order["number"])
    for section, words in {
        "place": "锦绣花园",
        "report": TITLE,
        "coverage": "待定",
        "work": "换了阀芯，试水半小时不漏",
        "checks": "接缝不渗水",
        "signatures": "尚未签字",
    }.items():
        expect(sheet.locator(f"[data-section={section}]")).to_contain_text(words)
    judge.look(page, "certificate")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert judge.found == []
    page.go_back()
    phone.take_step("sign")
    page.get_by_test_id("whole").locator("summary").click()
    expect(page.get_by_test_id("whole").get_by_test_id("certificate")).to_be_visible()
    judge.look(page, "sign whole")
    assert judge.found == []
