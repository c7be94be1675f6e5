"""The judge sees what it is there for: a fault in one light, a small target."""

from playwright.sync_api import Page

from tests.e2e.axe import Judge
from tests.e2e.conftest import PHONE, NewContext

# The page follows its settings as the product's pages do.
PAGE = """<!doctype html><html lang="zh-CN" data-theme="day"><title>t</title><body><main><h1>t</h1>
<p id="words">足够</p><button style="width:{width}px;height:48px">go</button></main><script>
addEventListener('storage', ({ key }) => {
  const value = JSON.parse(localStorage.getItem(key));
  const html = document.documentElement;
  if (key === 'fieldward.locale') html.lang = value;
  else html.dataset.theme = value;
  const bad = html.dataset.theme === 'night';
  document.getElementById('words').style.color = bad ? '#eee' : '#111';
});
</script>"""


def judged(page: Page, width: int) -> list[str]:
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=body(width)))
    page.goto("http://127.0.0.1:9/")
    judge = Judge("phone")
    judge.look(page, "page")
    return judge.found


def body(width: int) -> str:
    return PAGE.replace("{width}", str(width))


def test_a_fault_of_one_look_is_found(new_context: NewContext) -> None:
    found = judged(new_context(PHONE).new_page(), 48)
    assert [each for each in found if "target of" in each] == []
    assert [each.split(":")[0] for each in found] == ["page zh-CN night color-contrast"]


def test_a_small_target_is_found(new_context: NewContext) -> None:
    found = judged(new_context(PHONE).new_page(), 40)
    assert len([each for each in found if "target of 40×48" in each]) == 2
