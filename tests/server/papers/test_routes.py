"""The PDF over HTTP: who gets it, what it is called, what the order lacks; on both databases."""

from typing import Any

from litestar.testing import AsyncTestClient

from server.app import create_app
from tests.server.gateway.founding import PASSWORD
from tests.server.gateway.house import House
from tests.server.papers import paper
from tests.server.papers.job import Job

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
