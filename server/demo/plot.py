"""One order of the story: a pen that writes its steps in time, one after the other."""

import random

from server.appointments.schema import (
    AcceptAppointment,
    Arrive,
    AssignAppointment,
    Complete,
    Depart,
    RefuseToSign,
    Sign,
    Start,
)
from server.attachments.schema import Attach, Slot, StoreBlob
from server.demo.diary import VISIT_MIN
from server.demo.estate import Place
from server.demo.firm import Firm
from server.demo.model import Fault
from server.demo.pictures import Picture, scene, signature
from server.demo.script import MINUTE_MS, Born, Person, Script
from server.shapes import Args, Fix
from server.work_orders.schema import Channel, Grade, Note, ReportWorkOrder, TriageWorkOrder, Use

NOTES = (
    "业主白天上班，下午六点前在家的是老人，说话慢一点。",
    "材料已到位，今天能做完。",
    "现场需要断水半小时，已跟楼上楼下说好。",
    "第二次上门前先电话确认，门禁要业主下来开。",
    "旁边一户也有同样问题，建议一起看。",
)
CONSENT = "本人确认以上维修已完成，现场已清理。"
NEAR_M = (6, 160)


class Plot:
    """`at_ms` is where the story of this order stands; every step moves it on."""

    def __init__(
        self, script: Script, firm: Firm, number: int, fault: Fault, place: Place, at_ms: int
    ) -> None:
        self.script = script
        self.firm = firm
        self.label = f"order:{number}"
        self.fault = fault
        self.place = place
        self.at_ms = at_ms
        self.chance: random.Random = script.chance(self.label)
        self.order_id = ""
        self.visit_id = ""
        self._count = 0

    @property
    def office(self) -> Person:
        return self.firm.office["dispatcher"]

    def step(self, person: Person | None, args: Args, after_min: int = 0) -> Born:
        """The next thing that happens to this order, so many minutes after the last."""
        self.at_ms += after_min * MINUTE_MS
        self._count += 1
        return self.script.add(self.at_ms, person, f"{self.label}:{self._count}", args)

    def until(self, at_ms: int) -> None:
        self.at_ms = max(self.at_ms, at_ms)

    def report(self, *, with_place: bool = True, address: str = "") -> None:
        args = ReportWorkOrder(
            title=self.fault.title,
            description=self.fault.description,
            grade=Grade(self.fault.grade),
            channel=self.chance.choice((Channel.PHONE, Channel.PHONE, Channel.BOARD)),
            customer_id=self.place.customer_id,
            contact_id=self.place.contact_id,
            location_id=self.place.location_id if with_place else None,
            address=address,
            skill_id=self.firm.skills[self.fault.trade],
            duration_min=VISIT_MIN,
        )
        self.order_id = self.step(self.office, args)(0)

    def triage(self) -> None:
        args = TriageWorkOrder(
            work_order_id=self.order_id,
            grade=Grade(self.fault.grade),
            skill_id=self.firm.skills[self.fault.trade],
            skill_level=1,
            duration_min=VISIT_MIN,
        )
        self.step(self.office, args, self.chance.randrange(4, 20))

    def assign(self, person: Person, start_ms: int, minutes: int = VISIT_MIN) -> None:
        args = AssignAppointment(
            work_order_id=self.order_id,
            technician_id=person.technician_id or "",
            start_local=self.script.wall(start_ms),
            zone=self.script.zone_name,
            duration_min=minutes,
        )
        self.visit_id = self.step(self.office, args, self.chance.randrange(3, 15))(0)

    def accept(self, person: Person) -> None:
        visit = AcceptAppointment(appointment_id=self.visit_id)
        self.step(person, visit, self.chance.randrange(2, 40))

    def depart(self, person: Person, start_ms: int) -> None:
        self.until(start_ms - self.chance.randrange(15, 35) * MINUTE_MS)
        self.step(person, Depart(appointment_id=self.visit_id, fix=self.fix(2_000)), 1)

    def arrive(self, person: Person, start_ms: int) -> None:
        self.until(start_ms + self.chance.randrange(-8, 12) * MINUTE_MS)
        far = self.chance.random() < 0.06
        distance_m = self.chance.randrange(260, 480) if far else self.chance.randrange(*NEAR_M)
        args = Arrive(
            appointment_id=self.visit_id,
            fix=self.fix(distance_m),
            distance_m=distance_m,
            reason="小区北门施工，从南门绕进来" if far else "",
        )
        self.step(person, args, 1)

    def start(self, person: Person) -> None:
        self.step(person, Start(appointment_id=self.visit_id), self.chance.randrange(2, 8))

    def note(self, person: Person, text: str) -> None:
        remark = Note(work_order_id=self.order_id, appointment_id=self.visit_id or None, text=text)
        self.step(person, remark, self.chance.randrange(2, 10))

    def use(self, person: Person) -> None:
        args = Use(
            work_order_id=self.order_id,
            appointment_id=self.visit_id,
            item=self.fault.item,
            quantity_milli=self.chance.choice((1_000, 2_000, 3_500)),
        )
        self.step(person, args, self.chance.randrange(3, 10))

    def photo(self, person: Person, slot: Slot) -> None:
        self._attach(person, slot, scene(self.fault.trade, slot is Slot.AFTER))

    def complete(self, person: Person) -> None:
        done = Complete(appointment_id=self.visit_id, summary=self.fault.summary)
        self.step(person, done, self.chance.randrange(1, 6))

    def sign(self, person: Person) -> None:
        """Most draw their name; some have it typed for them."""
        attachment_id = None
        if self.chance.random() < 0.4:
            drawn = signature(self.chance.randrange(4))
            attachment_id = self._attach(person, Slot.SIGNATURE, drawn)
        args = Sign(
            appointment_id=self.visit_id,
            signer_name=self.place.contact_name,
            relation="业主",
            attachment_id=attachment_id,
            consent=CONSENT,
        )
        self.step(person, args, 1)

    def refuse(self, person: Person) -> None:
        args = RefuseToSign(
            appointment_id=self.visit_id,
            signer_name=self.place.contact_name,
            reason="要等下一场雨看看还漏不漏再签",
        )
        self.step(person, args, 2)

    def fix(self, away_m: int) -> Fix:
        """Where the phone thinks it is: about so many metres north of the place."""
        return Fix(
            lon_e7=self.place.lon_e7,
            lat_e7=self.place.lat_e7 + away_m * 90,
            accuracy_m=self.chance.randrange(5, 40),
            at_ms=self.at_ms,
        )

    def _attach(self, person: Person, slot: Slot, picture: Picture) -> str:
        args = Attach(
            work_order_id=self.order_id,
            appointment_id=self.visit_id,
            slot=slot,
            sha256=picture.sha256,
            size_bytes=len(picture.body),
            media_type=picture.media_type,
            width_px=picture.width_px,
            height_px=picture.height_px,
            captured_ms=self.at_ms + MINUTE_MS,
            fix=self.fix(10) if slot is not Slot.SIGNATURE else None,
        )
        attachment_id = self.step(person, args, 1)(0)
        stored = StoreBlob(attachment_id=attachment_id, sha256=picture.sha256)
        # The key of the upload lane: whichever of the two comes second does nothing.
        key = f"blob:{attachment_id}:{picture.sha256}"
        self.at_ms += MINUTE_MS
        self.script.add_keyed(self.at_ms, None, key, stored)
        return attachment_id
