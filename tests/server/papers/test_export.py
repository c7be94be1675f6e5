"""The evidence package of an order: whole, named, and the same bytes each time; both databases."""

import argparse
import asyncio
import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from server.app import open_gateway
from server.evidence import command as checking
from server.evidence.keys import chain_key
from server.evidence.notary import Notary
from server.papers import command
from server.papers.command import CannotExport
from server.papers.words import LANGUAGES
from server.settings import Settings
from sync.chain import text_hash
from tests.server.gateway.founding import NOW_MS
from tests.server.gateway.house import House
from tests.server.papers import job, paper
from tests.server.papers.job import Job

FORMS = ("intake", "dispatch", "survey", "certificate")


@pytest.fixture
async def signed(house: House) -> Job:
    made = await Job(house).report()
    await made.repair()
    await made.sign()
    return made


async def export(made: Job, out: Path, number: str = "") -> list[str]:
    chosen = argparse.Namespace(number=number or made.number, out=str(out))
    settings = made.house.settings
    notary = Notary(settings, lambda each: open_gateway(each, lambda: NOW_MS))
    return await asyncio.to_thread(
        command.export, settings, chosen, notary, lambda done, total: None
    )


async def package(made: Job, out: Path) -> dict[str, bytes]:
    await export(made, out)
    with ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def test_the_package_is_whole_and_its_manifest_names_it(signed: Job, tmp_path: Path) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    manifest = json.loads(parts["manifest.json"])
    told = {each["name"]: each["sha256"] for each in manifest["files"]}
    held = {name: sha256(data).hexdigest() for name, data in parts.items()}
    held.pop("manifest.json")
    assert told == held
    assert manifest["number"] == signed.number
    papers = {name for name in parts if name.startswith("papers/")}
    assert papers == {f"papers/{form}.{each}.pdf" for form in FORMS for each in ("zh-CN", "en")}
    assert "documents/plan.json" not in parts


async def test_the_certificate_says_what_happened(signed: Job, tmp_path: Path) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    text = paper.text_of(parts["papers/certificate.zh-CN.pdf"])
    digest = sha256(parts["documents/certificate.json"]).hexdigest()
    wanted = [signed.number, "张丽", "业主本人", "重做防水两遍", "聚氨酯防水涂料", "2.5", "3栋"]
    wanted += ["世纪大道1288号", "打卡位置超出现场范围", "以上属实。", digest]
    assert [each for each in wanted if each not in text] == []
    assert "签字后内容有改动" not in text
    assert len(paper.picture_sizes(parts["papers/certificate.zh-CN.pdf"])) == 2


async def test_originals_are_untouched(signed: Job, tmp_path: Path) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    for data in signed.photos:
        kept = parts[f"files/{sha256(data).hexdigest()}.jpeg"]
        assert kept == data
        assert Image.open(BytesIO(kept)).getexif()[job.EXIF_MODEL] == job.MODEL
    assert parts[f"files/{sha256(signed.signature).hexdigest()}.png"] == signed.signature
    assert parts["signatures/1.json"].decode() == signed.shown


async def test_a_check_in_is_taken_out_as_claimed_and_as_measured(
    signed: Job, tmp_path: Path
) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    taken = json.loads(parts["check-ins.json"])
    (arrival,), (check_in,) = taken["arrivals"], taken["check_ins"]
    assert (arrival["author_name"], arrival["detail"]["distance_m"]) == ("Ann", 412)
    assert (check_in["purpose"], check_in["distance_m"]) == ("arrive", 412)
    assert json.loads(check_in["flags"]) == {"outside": 412}
    assert len(json.loads(check_in["samples"])) == 1


async def test_every_event_of_the_order_is_there_and_no_other(signed: Job, tmp_path: Path) -> None:
    await signed.house.order(title="Another", phone="2")
    parts = await package(signed, tmp_path / "a.zip")
    events: list[dict[str, Any]] = json.loads(parts["events.json"])
    recorded = {line.seq: line for line in await signed.house.events()}
    names = [json.loads(event["payload"])["name"] for event in events]
    assert names == [
        "work_order.report",
        "appointment.assign",
        "appointment.accept",
        "appointment.depart",
        "appointment.arrive",
        "appointment.start",
        *["attachment.attach", "attachment.store"] * 2,
        "work_order.use",
        "appointment.complete",
        "attachment.attach",
        "attachment.store",
        "signature.sign",
        *["paper.issued"] * 4,
    ]
    for event in events:
        assert event["chain"] == recorded[event["seq"]].chain
        assert text_hash(event["salt"], event["payload"].encode()) == event["payload_hash"]


async def test_the_same_order_gives_the_same_bytes(signed: Job, tmp_path: Path) -> None:
    await export(signed, tmp_path / "a.zip")
    await signed.house.order(title="Another", phone="2")
    await export(signed, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def verified(made: Job, file: Path, data: bytes, paper: str = "") -> tuple[list[str], bool]:
    """By the command, with the firm's key, as a stranger would."""
    file.write_bytes(data)
    public = chain_key(made.house.settings.data_dir).key.public
    chosen = argparse.Namespace(file=file, key=[public], head=None, paper=paper)
    return checking.verify(chosen, lambda done, total: None)


async def test_each_paper_has_a_proof_that_a_stranger_can_check(
    signed: Job, tmp_path: Path
) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    proofs = {name for name in parts if name.startswith("proofs/")}
    assert proofs == {f"proofs/{form}.json" for form in FORMS}
    data, document = parts["proofs/certificate.json"], parts["documents/certificate.json"]
    digest = sha256(document).hexdigest()
    said, is_valid = verified(signed, tmp_path / "proof.json", data, digest)
    assert is_valid
    assert signed.number in said[0]
    assert digest in said[1]
    assert len(said) == 2
    other = sha256(parts["documents/intake.json"]).hexdigest()
    said, is_valid = verified(signed, tmp_path / "proof.json", data, other)
    assert ("other" in said[0] or "another" in said[0], is_valid) == (True, False)
    edited = data.replace("重做防水两遍".encode(), "重做防水三遍".encode())
    assert edited != data
    said, is_valid = verified(signed, tmp_path / "proof.json", edited)
    assert ("edited" in said[0], is_valid) == (True, False)


async def test_an_order_that_went_on_is_issued_anew(signed: Job, tmp_path: Path) -> None:
    before = await package(signed, tmp_path / "a.zip")
    await signed.attach("after", job.photo(3))
    after = await package(signed, tmp_path / "b.zip")
    for parts in (before, after):
        proof = parts["proofs/certificate.json"]
        digest = sha256(parts["documents/certificate.json"]).hexdigest()
        assert verified(signed, tmp_path / "proof.json", proof, digest)[1]
    issued = [line for line in await signed.house.events() if "paper.issued" in line.payload]
    assert len(issued) == 2 * len(FORMS)  # a paper says how new it is: each is another now


async def test_what_changed_after_the_signature_is_flagged(signed: Job, tmp_path: Path) -> None:
    await signed.attach("after", job.photo(3))
    parts = await package(signed, tmp_path / "a.zip")
    assert "签字后内容有改动" in paper.text_of(parts["papers/certificate.zh-CN.pdf"])
    assert json.loads(parts["documents/certificate.json"])["flags"][0] == "flag.changed"


async def test_a_refusal_stands_until_somebody_signs(house: House, tmp_path: Path) -> None:
    made = await Job(house).report()
    await made.repair()
    said = {"role": "customer", "signer_name": "", "reason": "墙面还有水印", "language": "zh-CN"}
    await made.ann("signature.refuse", appointment_id=made.visit_id, **made.page(), **said)
    parts = await package(made, tmp_path / "a.zip")
    text = paper.text_of(parts["papers/certificate.zh-CN.pdf"])
    assert [each for each in ("拒绝签字", "墙面还有水印", "客户拒绝签字") if each not in text] == []
    await made.sign()
    await made.sign("周平", role="witness", relation="")
    parts = await package(made, tmp_path / "b.zip")
    document = json.loads(parts["documents/certificate.json"])
    assert [each["signer_name"] for each in document["signatures"]] == ["张丽", "周平"]
    assert "拒绝签字" not in paper.text_of(parts["papers/certificate.zh-CN.pdf"])
    assert {f"signatures/{n}.word.json" for n in (1, 2, 3)} <= set(parts)


async def test_a_signature_is_taken_out_with_its_strokes(signed: Job, tmp_path: Path) -> None:
    parts = await package(signed, tmp_path / "a.zip")
    word = json.loads(parts["signatures/1.word.json"])
    assert word["strokes"] == job.STROKES
    assert word["shown_sha256"] == sha256(parts["signatures/1.json"]).hexdigest()
    assert (word["signer_name"], word["role"], word["skew_ms"]) == ("张丽", "customer", 0)


async def test_the_certificate_says_what_has_changed(signed: Job, tmp_path: Path) -> None:
    more = {"item": "密封胶", "quantity_milli": 1_000, "unit": "支"}
    await signed.ann("work_order.use", work_order_id=signed.order_id, **more)
    parts = await package(signed, tmp_path / "a.zip")
    (word,) = json.loads(parts["documents/certificate.json"])["signatures"]
    assert word["changes"] == [{"field": "line", "before": "", "after": "密封胶 1 支"}]
    assert "密封胶1支" in paper.text_of(parts["papers/certificate.zh-CN.pdf"])


async def test_what_was_struck_through_stands_nowhere(signed: Job, tmp_path: Path) -> None:
    facts = await signed.house.rows("fact")
    (line,) = [fact for fact in facts if fact.verb == "signature.sign"]
    await signed.ann("fact.correct", fact_id=line.id, reason="签错了单子")
    parts = await package(signed, tmp_path / "a.zip")
    assert json.loads(parts["documents/certificate.json"])["signatures"] == []


async def test_an_older_phone_signs_as_before(house: House, tmp_path: Path) -> None:
    made = await Job(house).report()
    await made.repair()
    await made.sign_as_before()
    parts = await package(made, tmp_path / "a.zip")
    text = paper.text_of(parts["papers/certificate.zh-CN.pdf"])
    assert [each for each in ("张丽", "业主本人", "以上属实。") if each not in text] == []
    assert "签字后内容有改动" not in text
    assert parts["signatures/1.json"].decode() == made.shown
    await made.attach("after", job.photo(3))
    used = {"item": "密封胶", "quantity_milli": 1_000, "unit": "支"}
    await made.ann("work_order.use", work_order_id=made.order_id, **used)
    parts = await package(made, tmp_path / "b.zip")
    assert "签字后内容有改动" in paper.text_of(parts["papers/certificate.zh-CN.pdf"])


async def test_what_the_server_lacks_is_said(signed: Job, tmp_path: Path) -> None:
    signed.blob(signed.photos[0]).unlink()
    said = await export(signed, tmp_path / "a.zip")
    assert any(sha256(signed.photos[0]).hexdigest() in line for line in said)
    assert any("no plan: the order lacks plan" in line for line in said)


async def test_a_hostile_picture_is_evidence_and_is_not_drawn(signed: Job, tmp_path: Path) -> None:
    hostile = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'
    await signed.attach("after", hostile)
    parts = await package(signed, tmp_path / "a.zip")
    assert parts[f"files/{sha256(hostile).hexdigest()}.jpeg"] == hostile
    data = parts["papers/certificate.zh-CN.pdf"]
    assert "无法显示" in paper.text_of(data)
    assert len(paper.picture_sizes(data)) == 2


async def test_a_reported_order_has_an_intake_and_nothing_empty(
    house: House, tmp_path: Path
) -> None:
    made = await Job(house).report()
    parts = await package(made, tmp_path / "a.zip")
    papers = {name for name in parts if name.startswith("papers/")}
    wanted = {f"papers/{form}.{each}.pdf" for form in ("intake", "dispatch") for each in LANGUAGES}
    assert papers == wanted


async def test_a_database_of_nobody_is_said_so(empty_settings: Settings, tmp_path: Path) -> None:
    chosen = argparse.Namespace(number="BX-1", out=str(tmp_path / "a.zip"))
    with pytest.raises(CannotExport, match="fieldward migrate"):
        await asyncio.to_thread(
            command.export,
            empty_settings,
            chosen,
            Notary(empty_settings, open_gateway),
            lambda done, total: None,
        )
    assert not (tmp_path / "a.zip.part").exists()


async def test_nothing_is_written_over_and_nothing_half_stays(signed: Job, tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="no order"):
        await export(signed, tmp_path / "a.zip", "BX-1999-000001")
    assert not (tmp_path / "a.zip").exists()
    assert not (tmp_path / "a.zip.part").exists()
    await export(signed, tmp_path / "a.zip")
    with pytest.raises(CannotExport, match="is there already"):
        await export(signed, tmp_path / "a.zip")
