"""One order from report to signature, with real files, through the shipped door."""

from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from server.attachments.blobs import Blobs
from sync.canonical import canonical
from tests.server.gateway.founding import EAST_FIX, NOW_MS, TENANT
from tests.server.gateway.house import House
from tests.server.papers import paper

MODEL = "Phone 7"
EXIF_MODEL = 0x0110
WAVE = ",".join(["90,40,16,0", "90,-40,16,0"] * 8)
STROKES = f'{{"height_px":200,"strokes":[[300,900,0,50,{WAVE}]],"width_px":320}}'


def photo(seed: int) -> bytes:
    """A JPEG with metadata, as a phone captures it."""
    image = Image.open(BytesIO(paper.jpeg(seed)))
    exif = image.getexif()
    exif[EXIF_MODEL] = MODEL
    out = BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def signature() -> bytes:
    out = BytesIO()
    Image.open(BytesIO(paper.strokes())).save(out, "PNG")
    return out.getvalue()


def logo() -> str:
    """A small PNG as a template carries it."""
    out = BytesIO()
    Image.new("RGB", (120, 40), (11, 85, 99)).save(out, "PNG")
    return b64encode(out.getvalue()).decode()


class Job:
    """Ann repairs a leak in Pudong; the chief has sent her."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.order_id = self.visit_id = self.number = ""
        self.photos = [photo(1), photo(2)]
        self.signature = signature()
        self.shown = ""

    async def report(self) -> "Job":
        house = self.house
        place = {"kind": "building", "name": "3栋", "fix": EAST_FIX, "address": "世纪大道 1288 号"}
        location_id = await house.done("chief", "location.add", **place)
        people = {"new_customer_name": "张丽", "new_contact_name": "张丽", "phone": "13800000000"}
        self.order_id = await house.order(
            title="卫生间渗水", location_id=location_id, fix=None, relation="业主", **people
        )
        self.visit_id = await house.visit(self.order_id, "ann")
        (order,) = [row for row in await house.rows("work_order") if row.id == self.order_id]
        self.number = order.number
        return self

    async def ann(self, name: str, /, **args: Any) -> str:
        return await self.house.done("ann", name, **args)

    async def repair(self) -> None:
        """Up to the work's end, two photos included."""
        on = {"appointment_id": self.visit_id}
        await self.ann("appointment.accept", **on)
        await self.ann("appointment.depart", **on)
        away = {"distance_m": 412, "reason": "小区大门打卡"}
        gate = EAST_FIX | {"lat_e7": EAST_FIX["lat_e7"] + 37_052}  # 412 m north
        await self.ann("appointment.arrive", **on, fix=gate, **away)
        await self.ann("appointment.start", **on)
        for slot, data in zip(("before", "after"), self.photos, strict=True):
            await self.attach(slot, data)
        used = {"item": "聚氨酯防水涂料", "quantity_milli": 2_500, "unit": "kg"}
        await self.ann("work_order.use", work_order_id=self.order_id, **used)
        await self.ann("appointment.complete", **on, summary="重做防水两遍")

    def page(self, **others: Any) -> dict[str, str]:
        """What the customer is shown, bound to its hash."""
        shas = [sha256(data).hexdigest() for data in self.photos]
        line = {"item": "聚氨酯防水涂料", "quantity_milli": 2_500, "unit": "kg", "serial": ""}
        shown: dict[str, Any] = {
            "title": "卫生间渗水",
            "place": "3栋",
            "summary": "重做防水两遍",
            "lines": [line],
            "line_count": 1,
            "photos": [
                {"slot": slot, "sha256": sha}
                for slot, sha in zip(("before", "after"), shas, strict=True)
            ],
            "photo_count": 2,
            "consent": "以上属实。",
        }
        text = canonical(shown | others)
        return {"shown": text.decode(), "shown_sha256": sha256(text).hexdigest()}

    async def sign(self, name: str = "张丽", **others: Any) -> None:
        """The customer on Ann's phone, or somebody else as `others` say."""
        attachment_id = await self.attach("signature", self.signature, "image/png")
        page = self.page()
        self.shown = page["shown"]
        who = {"role": "customer", "relation": "业主本人"} | others
        consent = {"language": "zh-CN", "consent_id": "work_seen", "consent_version": 1}
        await self.ann(
            "signature.sign",
            appointment_id=self.visit_id,
            signer_name=name,
            attachment_id=attachment_id,
            strokes=STROKES,
            **page,
            **consent,
            **who,
        )

    async def sign_as_before(self) -> None:
        """As a phone does that does not know signatures as rows of their own."""
        attachment_id = await self.attach("signature", self.signature, "image/png")
        shown = {"title": "卫生间渗水", "parts": ["聚氨酯防水涂料 2.5 kg"], "photo_count": 2}
        self.shown = canonical(shown).decode()
        await self.ann(
            "appointment.sign",
            appointment_id=self.visit_id,
            signer_name="张丽",
            relation="业主本人",
            attachment_id=attachment_id,
            consent="以上属实。",
            shown=self.shown,
        )

    async def attach(self, slot: str, data: bytes, media_type: str = "image/jpeg") -> str:
        """The row, the bytes beside it, and the receipt, as the lane would."""
        digest = sha256(data).hexdigest()
        about = {"sha256": digest, "size_bytes": len(data), "media_type": media_type}
        attachment_id = await self.ann(
            "attachment.attach",
            work_order_id=self.order_id,
            appointment_id=self.visit_id,
            slot=slot,
            captured_ms=NOW_MS,
            **about,
        )
        self._put(digest, data)
        args = {"attachment_id": attachment_id, "sha256": digest}
        key = f"blob:{attachment_id}:{digest}"
        await self.house.gateway.submit_system(TENANT, "attachment.store", args, key)
        return attachment_id

    def _put(self, digest: str, data: bytes) -> None:
        folder = self.house.settings.data_dir
        file = folder / "incoming"
        file.write_bytes(data)
        Blobs(folder / "blobs").put(TENANT, digest, file)
        file.unlink()

    def blob(self, data: bytes) -> Path:
        return self.house.settings.data_dir / "blobs" / TENANT / sha256(data).hexdigest()
