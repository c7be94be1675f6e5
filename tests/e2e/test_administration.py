"""An administrator builds the firm by hand: adds, edits, deactivates, imports, exports."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, NewContext
from tests.e2e.desk import Desk
from tests.e2e.pages import Pages
from tests.e2e.server import ServerProcess

SAFE_S = 10


def until(read: Callable[[], Any], wanted: Any) -> None:
    """What the server stored, in a moment."""
    end = time.monotonic() + SAFE_S
    while (found := read()) != wanted:
        assert time.monotonic() < end, found
        time.sleep(0.1)


@pytest.fixture
def pages(server: ServerProcess, new_context: NewContext) -> Pages:
    desk = Desk(new_context(DESKTOP, base_url=server.origin), server.origin)
    desk.sign_in("admin")
    return Pages(desk.page)


def is_active(server: ServerProcess, table: str, name: str) -> bool:
    (row,) = server.rows(f"SELECT is_active FROM {table} WHERE name = ?", name)
    return bool(row["is_active"])


def people(pages: Pages, server: ServerProcess) -> None:
    page = pages.page
    pages.open("people")
    pages.add(姓名="钱师傅", 登录名="wang")
    pages.save()
    expect(pages.pane.get_by_test_id("form-problem")).to_contain_text("登录名有人用了")
    pages.edit("钱师傅", 登录名="qian", 初始密码="eight letters")
    expect(pages.pane.get_by_role("heading", level=2)).to_have_text("钱师傅")
    pages.edit("钱师傅", 电话="13600000001")
    signed = page.request.post(
        "/api/v1/session", data={"login": "qian", "password": "eight letters"}
    )
    assert signed.ok
    roles = pages.pane.get_by_test_id("roles").get_by_role("listitem")
    pages.fill({"角色": "调度"})
    pages.pane.get_by_test_id("add-role").get_by_role("button").click()
    expect(roles).to_have_count(2)
    roles.filter(has_text="调度").get_by_role("button").click()
    expect(roles).to_have_count(1)
    pages.pane.get_by_test_id("set-password").get_by_role("button").click()
    dialog = page.get_by_test_id("password-dialog")
    dialog.get_by_role("textbox").fill("another secret")
    page.get_by_test_id("password-save").get_by_role("button").click()
    expect(dialog).to_have_count(0)
    token = {"authorization": f"Bearer {signed.json()['token']}"}
    assert page.request.get("/api/v1/session", headers=token).status == 401
    pages.close()


def technicians(pages: Pages, server: ServerProcess) -> None:
    pages.open("technicians")
    pages.add(哪个用户="钱师傅 · qian", 区域="浦西")
    pages.saved("钱师傅")
    pane = pages.pane
    pages.fill({"技能": "防水", "级别": "4"})
    pane.get_by_test_id("add-skill").get_by_role("button").click()
    expect(pane.get_by_test_id("skills")).to_contain_text("防水 4 级")
    pane.get_by_role("switch", name="周二").click()
    pane.get_by_label("周二下班").fill("19:30")
    query = "SELECT end_min FROM shift JOIN technician ON technician_id = technician.id"
    until(lambda: server.rows(f"{query} WHERE name = '钱师傅'"), [{"end_min": 1170}])
    pages.fill({"从": "2027-02-01T08:00", "到": "2027-02-05T18:00"})
    pane.get_by_test_id("add-absence").get_by_role("button").click()
    expect(pane.get_by_test_id("absences")).to_contain_text("2027-02-01")
    pane.get_by_role("button", name="给坐标").click()
    pane.get_by_test_id("paste").get_by_role("textbox").fill("31.22,121.46")
    pane.get_by_test_id("paste").get_by_role("button").click()
    pages.edit("钱师傅", 一天最多="6")
    query = "SELECT home_lat_e7 h, max_load m FROM technician WHERE name = '钱师傅'"
    until(lambda: server.rows(query), [{"h": 312_200_000, "m": 6}])
    pages.close()
    pages.deactivate("钱师傅")
    pages.page.get_by_role("button", name="撤销").click()
    expect(pages.row("钱师傅")).to_have_count(1)
    pages.deactivate("钱师傅")
    until(lambda: is_active(server, "technician", "钱师傅"), False)
    pages.open("people")
    pages.deactivate("钱师傅")


def places(pages: Pages, server: ServerProcess) -> None:
    pages.open("territories")
    pages.add(名称="浦东")
    ring = "[[121.5,31],[121.9,31],[121.9,31.4],[121.5,31]]"
    pages.fill({"或粘贴 GeoJSON": f'{{"type":"Polygon","coordinates":[{ring}]}}'})
    pages.saved("浦东")
    pages.open("projects")
    pages.add(名称="滨江苑", 区域="浦东")
    pages.saved("滨江苑")
    pages.edit("滨江苑", 类型="机电")
    pages.pane.get_by_test_id("add-place").get_by_role("link").click()
    pages.fill({"是什么": "楼栋", "名称": "1 号楼", "地址": "滨江路 1 号"})
    pages.saved("1 号楼")
    pages.pane.get_by_role("button", name="生成编码").click()
    pages.edit("1 号楼", 怎么进去="先找门卫")
    pages.pane.get_by_test_id("print-label").get_by_role("button").click()
    label = pages.page.get_by_test_id("label")
    expect(label.get_by_role("img")).to_be_visible()
    query = "SELECT code, access FROM location WHERE name = '1 号楼'"
    until(lambda: [row["access"] for row in server.rows(query)], ["先找门卫"])
    expect(label).to_contain_text(server.rows(query)[0]["code"])
    pages.page.keyboard.press("Escape")
    pages.pane.get_by_test_id("place-active").get_by_role("button").click()
    until(lambda: is_active(server, "location", "1 号楼"), False)
    pages.pane.get_by_test_id("place-active").get_by_role("button").click()
    until(lambda: is_active(server, "location", "1 号楼"), True)
    pages.pane.get_by_role("button", name="关上").first.click()
    expect(pages.pane.get_by_test_id("tree")).to_contain_text("1 号楼")


def assets(pages: Pages, server: ServerProcess) -> None:
    pages.open("assets")
    pages.add(名称="1 号电梯", 标签编码="DT-9", 序列号="SN-77")
    pages.pane.get_by_test_id("location-field").get_by_role("textbox").fill("1 号楼")
    pages.pane.get_by_test_id("location-field").get_by_role("listitem").first.click()
    pages.saved("1 号电梯")
    pages.edit("1 号电梯", 型号="M2")
    pages.close()
    page = pages.page
    page.keyboard.press("Control+k")
    page.get_by_test_id("palette").get_by_role("combobox").fill("sn77")
    page.get_by_role("option").filter(has_text="1 号电梯").click()
    expect(pages.pane.get_by_role("heading", level=2)).to_have_text("1 号电梯")
    pages.close()
    pages.deactivate("1 号电梯")


def skills_and_checklists(pages: Pages, server: ServerProcess) -> None:
    pages.open("skills")
    pages.add(编码="lifts", 中文名="电梯", 英文名="Lifts")
    pages.save()
    expect(pages.row("lifts")).to_have_count(1)
    pages.open("checklists")
    pages.add(名称="电梯保养")
    pages.fill({"哪种技能的工单用": "电梯"})
    item = pages.pane.get_by_test_id("item")
    item.nth(0).get_by_label("中文问法").fill("门能开")
    pages.pane.get_by_test_id("add-item").get_by_role("button").click()
    item.nth(1).get_by_label("中文问法").fill("平层误差")
    item.nth(1).get_by_label("怎么答").select_option(label="填数字")
    item.nth(1).get_by_label("上限").fill("0.01")
    grip = item.nth(1).locator("[data-grip]")
    grip.focus()
    grip.press("ArrowUp")
    expect(item.nth(0).get_by_label("中文问法")).to_have_value("平层误差")
    pages.saved("电梯保养")
    item.nth(0).get_by_label("单位").fill("m")
    pages.save()
    query = "SELECT max(number) n FROM checklist_version WHERE name = '电梯保养'"
    until(lambda: server.rows(query), [{"n": 2}])
    pages.close()
    pages.deactivate("电梯保养")
    pages.open("skills")
    pages.deactivate("lifts")
    pages.open("projects")
    pages.deactivate("滨江苑")
    pages.open("territories")
    pages.deactivate("浦东")


def customers(pages: Pages, server: ServerProcess) -> None:
    page = pages.page
    pages.open("customers")
    pages.add(名称="=周公司", 电话="13700000001")
    pages.saved("=周公司")
    pages.edit("=周公司", 级别="重要")
    pages.pane.get_by_test_id("add-contact").get_by_role("button").click()
    form = pages.pane.get_by_test_id("contact-form")
    form.get_by_label("名称").fill("周航")
    form.get_by_role("button", name="存下").click()
    expect(pages.pane).to_contain_text("周航")
    pages.close()
    dialog = pages.choose("客户.csv", "名称,电话,级别\n吴家,13700000002,\n坏行,,金牌\n")
    expect(dialog.get_by_test_id("import-counts")).to_contain_text("新增 1")
    expect(dialog.get_by_test_id("import-row")).to_contain_text("金牌")
    assert server.rows("SELECT 1 FROM customer WHERE name = '吴家'") == []
    dialog.get_by_test_id("import-confirm").get_by_role("button").click()
    expect(dialog.get_by_test_id("import-counts")).to_contain_text("结果", timeout=10_000)
    with page.expect_download():
        dialog.get_by_test_id("import-report").get_by_role("button").click()
    page.keyboard.press("Escape")
    expect(pages.row("吴家")).to_have_count(1, timeout=10_000)
    search = page.get_by_role("search").get_by_role("textbox")
    search.fill("zgs")
    expect(page.locator("tbody tr")).to_have_count(1)
    heads, *rows = pages.export()
    assert heads[:2] == ("名称", "电话")
    assert [row[:4] for row in rows] == [("=周公司", "13700000001", "周航", "重要")]
    search.fill("")
    pages.deactivate("=周公司")


def test_administration(pages: Pages, server: ServerProcess) -> None:
    people(pages, server)
    technicians(pages, server)
    places(pages, server)
    assets(pages, server)
    skills_and_checklists(pages, server)
    customers(pages, server)
    page = pages.page
    page.evaluate("() => { location.hash = '/orders'; }")
    expect(page.get_by_test_id("orders-page")).to_be_visible()
    heads, *rows = pages.export()
    assert heads[:3] == ("工单号", "级别", "什么坏了")
    assert {"厨房水管漏水", "阳台门关不严"} <= {row[2] for row in rows}
    expect(page.get_by_test_id("refusals")).to_have_count(0)
