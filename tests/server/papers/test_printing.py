"""What stands on paper, read back from the PDF as a reader would select it."""

import re
import time
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from server.papers import printing, samples, values
from server.papers.documents import Document, canonical_bytes, decode, fingerprint
from server.papers.looks import BUILT_IN
from server.papers.printing import CannotPrint
from server.papers.schema import Form
from server.papers.words import WORDS
from tests.server.papers import paper

LANGUAGES = ("zh-CN", "en")
CERTIFICATE_OVERHEAD_BYTES_MAX = 60 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", list(Form))
def test_each_form_says_what_its_document_says(form: Form, language: str) -> None:
    document = samples.sample(form)
    text = paper.text_of(paper.pdf(document, language))
    at = LANGUAGES.index(language)
    wanted = [WORDS[f"form.{form.value}"][at], "BX-2026-000427", "上海恒建工程有限公司", "1802室"]
    assert [each for each in wanted if "".join(each.split()) not in text] == []
    # The fingerprint stands there whole, whatever breaks its groups have.
    assert fingerprint(document) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_is_complete(language: str) -> None:
    text = paper.text_of(paper.pdf(paper.signed(samples.sample(Form.CERTIFICATE)), language))
    at = LANGUAGES.index(language)
    keys = ("verdict.covered", "flag.changed", "flag.outside", "slot.before", "slot.after")
    wanted = [WORDS[key][at] for key in (*keys, "check.pass", "section.signatures")]
    facts = [
        "有防水要求的卫生间",
        "2028-09-15",
        "聚氨酯防水涂料",
        "PU-260803-17",
        "张丽",
        "业主本人",
    ]
    assert [each for each in wanted + facts if "".join(each.split()) not in text] == []
    count = len(paper.page_texts(paper.pdf(samples.sample(Form.CERTIFICATE), language)))
    pages = WORDS["paper.page"][at].replace("{n}", "1").replace("{m}", str(count))
    assert "".join(pages.split()) in text


def test_times_are_read_where_the_place_is() -> None:
    document = samples.sample(Form.CERTIFICATE)
    head = msgspec.structs.replace(document.head, zone="America/New_York")
    moved = msgspec.structs.replace(document, head=head)
    assert "2026-11-1806:06" in paper.text_of(paper.pdf(moved))
    assert "2026-11-1819:06" in paper.text_of(paper.pdf(document))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_weighs_little_beside_its_photos(language: str) -> None:
    document = paper.signed(samples.sample(Form.CERTIFICATE))
    photos = [paper.picture(photo.sha256) for photo in document.photos]
    paper.pdf(samples.sample(Form.INTAKE), language)  # the font is read once a process
    began_s = time.process_time()
    data = paper.pdf(document, language)
    print(f"{language}: {(time.process_time() - began_s) * 1000:.0f} ms CPU, {len(data)} bytes")
    assert sorted(paper.picture_sizes(data)) == sorted(len(photo) for photo in photos)
    assert len(data) - sum(map(len, photos)) <= CERTIFICATE_OVERHEAD_BYTES_MAX


def test_the_same_document_gives_the_same_bytes() -> None:
    document = paper.signed(samples.sample(Form.CERTIFICATE))
    assert paper.pdf(document) == paper.pdf(document)


@pytest.mark.parametrize("form", list(Form))
def test_what_is_missing_is_a_dash(form: Form) -> None:
    text = paper.text_of(paper.pdf(samples.bare(form)))
    assert "—" in text
    assert "None" not in text


def test_forty_photos_all_stand_there() -> None:
    data = paper.pdf(samples.sample(Form.CERTIFICATE, photos=40))
    assert len(paper.picture_sizes(data)) == 40
    text = paper.text_of(data)
    assert [n for n in range(40) if f"{n:064x}"[:16] not in text] == []


def test_pictures_that_cannot_be_shown_are_named() -> None:
    document = paper.signed(samples.sample(Form.CERTIFICATE))
    data = paper.pdf(document, "en", pictures=paper.no_picture)
    assert paper.picture_sizes(data) == []
    assert paper.text_of(data).count("Cannotbeshown;theoriginaliskept") == 3
    away = [msgspec.structs.replace(photo, is_stored=False) for photo in document.photos]
    waiting = msgspec.structs.replace(document, photos=tuple(away))
    assert paper.text_of(paper.pdf(waiting, "en")).count("Notyetreceived") == 2


def test_a_refusal_stands_with_its_reason() -> None:
    document = samples.sample(Form.CERTIFICATE)
    refusal = msgspec.structs.replace(document.signatures[0], reason="墙面还有水印")
    refused = msgspec.structs.replace(document, signatures=(refusal,))
    text = paper.text_of(paper.pdf(refused))
    assert "拒绝签字" in text
    assert "墙面还有水印" in text


HOSTILE = {
    "markup": '#panic("x") $ sum $ *b* `c` <d> @e // f /* g',
    "expression": '"); #read("sheet.json") ; #("',
    "chinese": "防水层失效" * 800,
    "english": "leak " * 800,
    "unbroken": "x" * 4_000,
    "hebrew": "שלום abc",
    "emoji": "a😀b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_text_is_text(name: str) -> None:
    said = HOSTILE[name]
    document = samples.sample(Form.CERTIFICATE, text=said)
    text = paper.text_of(paper.pdf(document))
    wanted = "".join(said.split())
    if name == "hebrew":  # read from the right: its letters are there, in the order of the eye
        assert set(wanted) <= set(text)
    elif name == "emoji":  # the font has none: its place stays marked, the letters beside it stay
        assert re.search("a.?b", text)
    else:
        assert wanted in re.sub(r"第\d+/\d+页", "", _body(text, document))


def _body(text: str, document: Document) -> str:
    """The text without what stands on every page."""
    digest = fingerprint(document)
    head = f"保修完成确认单{document.head.number}"
    foot = f"扫码核验文件指纹SHA-256:{digest}改动任何一个字，指纹都会对不上。"
    return text.replace(head, "").replace(foot, "")


def test_what_cannot_be_printed_is_left_out_of_the_paper_and_kept_in_the_document() -> None:
    document = samples.sample(Form.CERTIFICATE, text="a\x00b\u202ec")
    assert "abc" in paper.text_of(paper.pdf(document))
    assert decode(canonical_bytes(document)).head.title == "a\x00b\u202ec"


def test_nothing_runs_over_the_edge() -> None:
    """Words wrap in every column: nothing is drawn beyond the page's margin."""
    document = samples.sample(Form.CERTIFICATE, text="W" * 2_000)
    for png in printing.pages(document, BUILT_IN, "en", paper.picture, 40)[:3]:
        page = Image.open(BytesIO(png)).convert("L")
        margin = page.crop((page.width - 20, 10, page.width, page.height))
        assert margin.getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (Form.DISPATCH, "visit"),
        (Form.SURVEY, "arrival"),
        (Form.PLAN, "plan"),
        (Form.CERTIFICATE, "work"),
    ],
)
def test_an_empty_form_is_refused_with_the_reason(form: Form, reason: str) -> None:
    bare = msgspec.structs.replace(samples.bare(form), visits=(), plan=None)
    with pytest.raises(CannotPrint) as refused:
        paper.pdf(bare)
    assert refused.value.reason == reason


def test_a_paper_without_number_or_place_is_refused() -> None:
    bare = samples.bare(Form.INTAKE)
    nowhere = msgspec.structs.replace(bare.place, address="")
    nameless = msgspec.structs.replace(bare.head, number="")
    for part, reason in (({"place": nowhere}, "place"), ({"head": nameless}, "number")):
        with pytest.raises(CannotPrint) as refused:
            paper.pdf(msgspec.structs.replace(bare, **part))
        assert refused.value.reason == reason


def test_the_code_leads_to_the_fingerprint() -> None:
    document = samples.sample(Form.CERTIFICATE)
    said = printing.address(paper.ORIGIN, document)
    assert said.startswith(f"{paper.ORIGIN}/verify#order=BX-2026-000427&sha256=")
    assert said.endswith(fingerprint(document))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signer_stands_with_what_has_changed_since(language: str) -> None:
    document = samples.sample(Form.CERTIFICATE)
    text = paper.text_of(paper.pdf(document, language))
    at = LANGUAGES.index(language)
    keys = ("role.customer", "role.witness", "change.photo", "flag.changed")
    wanted = [WORDS[key][at].replace(" ", "") for key in keys]
    wanted += ["周平", "—→" + values.short_hash(f"{1:064x}").replace(" ", ""), "恢复饰面"]
    assert [each for each in wanted if each not in text] == []
