"""Pictures and downloads over HTTP, and who gets what."""

from hashlib import sha256
from pathlib import Path

from tests.server.attachments.app import Desk
from tests.server.attachments.phone import Phone, upload, upload_or_known
from tests.server.attachments.test_pictures import picture
from tests.server.harness_people import TENANT_ID

DATA = picture(size=(800, 400))


async def test_pictures_are_re_encoded(desk: Desk, phone: Phone) -> None:
    attachment = desk.attach(DATA)
    path = f"/files/{attachment}/picture"
    waiting = await phone.get(path)
    assert (waiting.status_code, waiting.json()["detail"]) == (404, {"state": "waiting"})
    await upload(phone, attachment, DATA)
    thumb, large = await phone.get(f"{path}?size=thumb"), await phone.get(path)
    for answer in (thumb, large):
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.content[:2] == b"\xff\xd8"
        assert answer.content != DATA
    assert len(thumb.content) < len(large.content)
    assert (await phone.get(f"{path}?size=thumb")).content == thumb.content
    known = await phone.get(path, If_None_Match=large.headers["ETag"])
    assert (known.status_code, known.content) == (304, b"")
    assert (await phone.get(f"{path}?size=huge")).status_code == 400
    assert (await Phone(phone.client, desk.firm.admin).get(path)).status_code == 200
    assert (await Phone(phone.client, desk.stranger).get(path)).status_code == 404


async def test_what_is_no_picture_can_be_kept_but_not_shown(desk: Desk, phone: Phone) -> None:
    page = b"<script>alert(1)</script>"
    for media_type, served in (
        ("image/jpeg", "image/jpeg"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/plain", "application/octet-stream"),
    ):
        attachment = desk.attach(page, media_type=media_type)
        if desk.state(attachment) == "waiting":
            await upload_or_known(phone, attachment, page)
        shown = await phone.get(f"/files/{attachment}/picture")
        assert (shown.status_code, shown.json()["code"]) == (415, "bad_content")
        kept = await phone.get(f"/files/{attachment}/original")
        assert kept.content == page
        assert kept.headers["Content-Type"].split(";")[0] == served
        assert kept.headers["Content-Length"] == str(len(page))
        assert kept.headers["Content-Disposition"].startswith(f'attachment; filename="{attachment}')
        assert kept.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in kept.headers["Content-Security-Policy"]
        stranger = Phone(phone.client, desk.stranger)
        assert (await stranger.get(f"/files/{attachment}/original")).status_code == 404


async def test_a_lost_file_is_said_to_be_the_servers_fault(
    desk: Desk, phone: Phone, tmp_path: Path
) -> None:
    attachment = desk.attach(DATA)
    await upload(phone, attachment, DATA)
    (tmp_path / "blobs" / TENANT_ID / sha256(DATA).hexdigest()).unlink()
    for path in ("picture", "original"):
        answer = await phone.get(f"/files/{attachment}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
