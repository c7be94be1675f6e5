"""The PDF over HTTP: who gets it, what it is called, what the order lacks; on both databases."""

from base64 import b64decode
from io import BytesIO
from typing import Any

from litestar.testing import AsyncTestClient
from PIL import Image

from server.app import create_app
from tests.server.gateway.founding import PASSWORD
from tests.server.gateway.house import House
from tests.server.papers import paper
from tests.server.papers.job import Job, logo

SITE = "https://testserver.local"


async def head_of(web: AsyncTestClient[Any], login: str) -> dict[str, str]:
    answer = await web.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_who_sees_the_order_gets_its_papers(house: House) -> None:
    job = await Job(house).report()
    await job.repair()
    await job.sign()
    address = f"/api/v1/papers/{job.order_id}"
    async with AsyncTestClient(create_app(house.settings), base_url=SITE) as web:
        ann = await head_of(web, "ann")
        answer = await web.get(f"{address}/certificate", headers=ann)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert f"{job.number}-certificate.pdf" in answer.headers["content-disposition"]
        assert "保修完成确认单" in paper.page_texts(answer.content)[0]
        assert len(paper.picture_sizes(answer.content)) == 2
        other = await web.get(f"{address}/certificate?language=en", headers=ann)
        assert "Warrantycompletioncertificate" in paper.page_texts(other.content)[0]
        lacking = await web.get(f"{address}/plan", headers=ann)
        assert (lacking.status_code, lacking.json()["detail"]) == (409, {"lacks": "plan"})
        for who in ("bob", "west"):
            refused = await web.get(f"{address}/certificate", headers=await head_of(web, who))
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
        for strange in ("certificate?language=xx", "receipt"):
            refused = await web.get(f"{address}/{strange}", headers=ann)
            assert refused.status_code in (400, 404)
        assert (await web.get(f"{address}/certificate")).status_code == 401


async def test_what_each_paper_lacks_is_told(house: House) -> None:
    job = await Job(house).report()
    address = f"/api/v1/papers/{job.order_id}"
    async with AsyncTestClient(create_app(house.settings), base_url=SITE) as web:
        ann = await head_of(web, "ann")
        before = await web.get(address, headers=ann)
        assert [(each["form"], each["lacks"]) for each in before.json()["papers"]] == [
            ("intake", ""),
            ("dispatch", ""),
            ("survey", "arrival"),
            ("plan", "plan"),
            ("certificate", "work"),
        ]
        await job.repair()
        after = await web.get(address, headers=ann)
        assert [each["lacks"] for each in after.json()["papers"]] == ["", "", "", "plan", ""]
        for strange, who in ((address, "bob"), ("/api/v1/papers/1", "ann")):
            refused = await web.get(strange, headers=await head_of(web, who))
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


async def test_an_administrator_sees_a_template_before_it_is_published(house: House) -> None:
    named = {"key": "form.intake", "zh": "报修回执", "en": "Receipt of a report"}
    address = "/api/v1/papers/preview?form=intake"
    async with AsyncTestClient(create_app(house.settings), base_url=SITE) as web:
        boss = await head_of(web, "boss")
        answer = await web.post(address, json={"texts": [named], "logo": logo()}, headers=boss)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert paper.page_texts(answer.content)[0].startswith("报修回执")
        faulty = await web.post(address, json={"texts": [named, named]}, headers=boss)
        assert (faulty.status_code, faulty.json()["code"]) == (409, "bad_template")
        assert faulty.json()["detail"] == {"problem": "text_twice", "at": "form.intake"}
        pages = await web.post(
            "/api/v1/papers/preview/pages?form=intake", json={"texts": [named]}, headers=boss
        )
        drawn = [b64decode(page) for page in pages.json()["pages"]]
        assert len(drawn) == len(paper.page_texts(answer.content))
        assert all(Image.open(BytesIO(page), formats=("PNG",)).width > 700 for page in drawn)
        cut = await web.post(address, json={"logo": logo()[:40]}, headers=boss)
        assert (cut.status_code, cut.json()["detail"]) == (409, {"lacks": "logo"})
        for route in (address, "/api/v1/papers/preview/pages"):
            refused = await web.post(route, json={}, headers=await head_of(web, "chief"))
            assert refused.status_code == 403
            faulty = await web.post(route, json={"texts": [named, named]}, headers=boss)
            assert faulty.json()["detail"]["problem"] == "text_twice"
    assert await house.rows("paper_template") == []
