"""Two hundred hostile files through the lane: kept as they are, shown re-encoded or not at all."""

import re
from io import BytesIO

from httpx import Response
from PIL import Image

from server.attachments.pictures import SIDE_PX, Size
from tests.server.attachments.app import Desk
from tests.server.attachments.corpus import KINDS, Hostile, corpus, genuine
from tests.server.attachments.phone import Phone, upload_or_known

FILES_MIN = 200
# Refused with a code before a byte is sent.
REFUSED = {
    "application/gzip",
    "application/java-archive",
    "application/postscript",
    "application/vnd.ms-htmlhelp",
    "application/x-elf",
    "application/x-msdownload",
    "application/x-sh",
    "application/x-shockwave-flash",
    "application/xhtml+xml",
    "application/xml",
    "application/zip",
    "image/svg+xml;charset=utf-8",
    "message/rfc822",
    "text/csv",
    "text/html",
    "text/javascript",
}
INLINE = re.compile(r"(image|audio|video)/(?!svg)[a-z0-9.+-]+|application/(pdf|octet-stream)")
NAMES = (
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "photo\u202egpj.exe",
    "😀👩‍👩‍👧‍👦.jpg",
    "a" * 80,
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE attachment; --",
    "CON",
    "=1+1",
    "é" + "\u0301" * 40,
)


def expect_harmless(original: Response, hostile: Hostile) -> None:
    """A file to keep: nothing that a browser would run, whatever it was said to be."""
    assert original.status_code == 200, hostile.name
    assert original.content == hostile.data, hostile.name
    assert INLINE.fullmatch(original.headers["Content-Type"].split(";")[0]), hostile.name
    assert original.headers["Content-Disposition"].startswith("attachment;"), hostile.name
    assert original.headers["X-Content-Type-Options"] == "nosniff", hostile.name
    assert "sandbox" in original.headers["Content-Security-Policy"], hostile.name


def expect_picture_or_code(shown: Response, hostile: Hostile) -> bool:
    """True when it is shown: written by our own encoder, small, without what cameras write."""
    if shown.status_code != 200:
        assert (shown.status_code, shown.json()["code"]) == (415, "bad_content"), hostile.name
        return False
    assert shown.headers["Content-Type"] == "image/jpeg", hostile.name
    assert b"script" not in shown.content, hostile.name
    with Image.open(BytesIO(shown.content), formats=("JPEG",)) as image:
        assert max(image.size) <= SIDE_PX[Size.THUMB], hostile.name
        assert not image.getexif(), hostile.name
    return True


async def test_every_file(desk: Desk, phone: Phone) -> None:
    files = corpus()
    assert len(files) >= FILES_MIN
    shown: set[str] = set()
    refused: set[str] = set()
    for hostile in files:
        if (attachment := desk.offer(hostile.data, hostile.media_type)) is None:
            refused.add(hostile.media_type)
            continue
        if desk.state(attachment) == "waiting":
            await upload_or_known(phone, attachment, hostile.data)
        assert desk.state(attachment) == "stored", hostile.name
        expect_harmless(await phone.get(f"/files/{attachment}/original"), hostile)
        if expect_picture_or_code(
            await phone.get(f"/files/{attachment}/picture?size=thumb"), hostile
        ):
            shown.add(hostile.name)
    assert refused == REFUSED
    assert "png unpacks to 36 MP" in shown
    assert {name for name in shown if "says" in name or "do not decode" in name} == set()
    for kind, media_type in KINDS.items():  # and whoever comes next is served
        fine = Hostile(kind, media_type, genuine(kind, 48))
        attachment = desk.attach(fine.data, media_type=media_type)
        await upload_or_known(phone, attachment, fine.data)
        assert expect_picture_or_code(
            await phone.get(f"/files/{attachment}/picture?size=thumb"), fine
        )


async def test_names_are_words_and_never_paths(desk: Desk, phone: Phone) -> None:
    for number, name in enumerate(NAMES):
        data = genuine("JPEG", 8 + number)
        attachment = desk.attach(data, caption=name)
        await upload_or_known(phone, attachment, data)
        assert desk.firm.row("attachment", attachment).caption == name
    desk.lane.decoder.close()
    kept = [path.name for path in desk.folder.rglob("*") if path.is_file()]
    assert len(kept) >= len(NAMES)
    assert [name for name in kept if not re.fullmatch(r"[0-9a-zA-Z._-]+", name)] == []


async def test_nothing_is_no_file_and_no_name_has_a_nul(desk: Desk) -> None:
    refused = (("size_bytes", 0), ("caption", "a\0b"), ("media_type", "text/html\r\nX-Y: z"))
    for field, value in refused:
        before = len(desk.firm.rows("attachment"))
        args = {"work_order_id": desk.order, "slot": "after", "sha256": "0" * 64}
        args |= {"size_bytes": 1, "media_type": "image/jpeg", "captured_ms": 1} | {field: value}
        desk.firm.refused("attachment.attach", desk.user, **args)
        assert len(desk.firm.rows("attachment")) == before
