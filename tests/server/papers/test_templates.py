"""Templates: what is refused at the door, what the trial refuses, and the last good one that stays;
on both databases."""

import asyncio
from base64 import b64encode
from io import BytesIO
from typing import Any

import msgspec
import pytest
from PIL import Image

from server.gateway.tx import Tx
from server.papers import samples, trying
from server.papers.looks import look_of
from server.papers.queries import template_in_use
from server.papers.schema import Form, PaperTemplate
from server.papers.sections import COLUMNS, FORMS
from server.papers.trying import Trials
from tests.server.gateway.founding import TENANT
from tests.server.gateway.house import House
from tests.server.papers import paper
from tests.server.papers.job import logo

NAMED = {"key": "form.certificate", "zh": "完工证明", "en": "Proof of work"}


def sections(form: Form, *codes: str) -> list[dict[str, Any]]:
    """These sections, or those of the built-in form, with all their columns."""
    return [
        {"form": form.value, "code": code, "columns": list(COLUMNS[code])}
        for code in codes or FORMS[form]
    ]


async def in_use(house: House) -> PaperTemplate | None:
    return await house.gateway.read(lambda c: template_in_use(Tx(c, TENANT)))


async def publish(house: House, **args: Any) -> PaperTemplate:
    """A template after its trial."""
    id_ = await house.done("boss", "paper_template.publish", **args)
    assert await Trials(house.gateway).try_waiting() == 1
    return next(row for row in await house.rows("paper_template") if row.id == id_)


async def test_a_good_template_is_used_after_its_trial(house: House) -> None:
    assert await in_use(house) is None
    await house.done("boss", "paper_template.publish", texts=[NAMED])
    assert await in_use(house) is None
    assert await Trials(house.gateway).try_waiting() == 1
    template = await in_use(house)
    assert template is not None
    assert (template.number, template.state.value, template.problem) == (1, "good", "")
    text = paper.text_of(paper.pdf(samples.sample(Form.CERTIFICATE), look=look_of(template)))
    assert "完工证明" in text
    assert "保修完成确认单" not in text


async def test_order_columns_logo_and_words_reach_the_paper(house: House) -> None:
    turned = sections(Form.INTAKE, "receipt", "report", "place")
    turned[1]["columns"] = ["title"]
    note = {"key": "paper.note", "zh": "监督电话 12345", "en": "Call 12345"}
    template = await publish(house, sections=turned, texts=[note], logo=logo())
    look = look_of(template)
    data = paper.pdf(samples.sample(Form.INTAKE), "en", look)
    text = paper.text_of(data)
    assert text.index("Receipt") < text.index("Whatwasreported") < text.index("Projectandplace")
    assert "Channel" in paper.text_of(paper.pdf(samples.sample(Form.INTAKE), "en"))
    assert "Channel" not in text
    assert "Call12345" in text
    assert data.count(b"/Subtype/Image") == 1  # the logo: the photos' section was left out


@pytest.mark.parametrize(
    ("args", "problem", "at"),
    [
        ({"sections": sections(Form.INTAKE, "signatures")}, "unknown_section", "intake.signatures"),
        ({"sections": sections(Form.INTAKE) * 2}, "section_twice", "intake.parties"),
        ({"sections": sections(Form.INTAKE, "place")}, "needed_section", "intake.receipt"),
        (
            {"sections": [{"form": "plan", "code": "plan", "columns": ["phone"]}]},
            "unknown_column",
            "plan.plan.phone",
        ),
        (
            {"sections": [{"form": "plan", "code": "plan", "columns": ["cost", "cost"]}]},
            "column_twice",
            "plan.plan",
        ),
        (
            {"sections": [{"form": "plan", "code": "plan", "columns": []}]},
            "no_columns",
            "plan.plan",
        ),
        ({"texts": [NAMED | {"key": "form.nothing"}]}, "unknown_text", "form.nothing"),
        ({"texts": [NAMED, NAMED]}, "text_twice", "form.certificate"),
        ({"texts": [NAMED | {"zh": "", "en": ""}]}, "empty_text", "form.certificate"),
        ({"logo": "AAA"}, "not_base64", "logo"),
        ({"logo": b64encode(b"<svg onload=x>").decode()}, "not_a_picture", "logo"),
    ],
)
async def test_a_faulty_template_is_refused_with_its_place(
    house: House, args: dict[str, Any], problem: str, at: str
) -> None:
    result = await house.ask("boss", "paper_template.publish", **args)
    assert (result.outcome, result.reason) == ("rejected", "bad_template")
    assert result.detail == {"problem": problem, "at": at}


async def test_what_cannot_be_printed_is_refused_and_the_last_good_one_stays(
    house: House,
) -> None:
    good = await publish(house, texts=[NAMED])
    whole = BytesIO()
    Image.new("RGB", (60, 60), "red").save(whole, "PNG")
    cut = b64encode(whole.getvalue()[:60]).decode()
    broken = await publish(house, logo=cut)
    assert broken.state.value == "refused"
    assert broken.problem.startswith("logo")
    assert (await in_use(house)) == good


async def test_only_an_administrator_publishes_and_only_the_server_judges(house: House) -> None:
    for who in ("chief", "west", "ann"):
        refused = await house.ask(who, "paper_template.publish", texts=[NAMED])
        assert (refused.outcome, refused.reason) == ("rejected", "not_allowed")
    id_ = await house.done("boss", "paper_template.publish", texts=[NAMED])
    judged = await house.ask("boss", "paper_template.judge", template_id=id_)
    assert (judged.outcome, judged.reason) == ("rejected", "not_allowed")


async def test_the_first_verdict_counts(house: House) -> None:
    good = await publish(house, texts=[NAMED])
    args = {"template_id": good.id, "problem": "late"}
    await house.gateway.submit_system(TENANT, "paper_template.judge", args, "another")
    assert (await in_use(house)) == good


async def test_a_running_server_tries_by_itself_also_what_waited_before_it_started(
    house: House,
) -> None:
    await house.done("boss", "paper_template.publish", texts=[NAMED])
    async with Trials(house.gateway).running():
        await _until_used(house, 1)
        await house.done("boss", "paper_template.publish", texts=[NAMED])
        await _until_used(house, 2)


async def _until_used(house: House, number: int) -> None:
    async with asyncio.timeout(60):
        while (used := await in_use(house)) is None or used.number != number:
            await asyncio.sleep(0.05)


def test_no_text_of_a_template_is_code() -> None:
    texts = [
        {"key": key, "zh": '#panic("x") $', "en": '"#read("sheet.json")'}
        for key in ("form.intake", "section.place", "paper.note", "paper.firm", "paper.page")
    ]
    template = _template(texts)
    assert trying.problem_of(template) == ""
    text = paper.text_of(paper.pdf(samples.sample(Form.INTAKE), look=look_of(template)))
    assert '#panic("x")$' in text


def _template(texts: list[dict[str, str]]) -> PaperTemplate:
    row = {
        "id": "00000000-0000-4000-8000-000000000001",
        "number": 1,
        "logo": "",
        "texts": msgspec.json.encode(texts).decode(),
        "sections": "[]",
        "author_id": None,
        "published_ms": 0,
        "state": "waiting",
        "problem": "",
    }
    return msgspec.convert(row, PaperTemplate)
