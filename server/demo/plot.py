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
from server.demo.firm import Firm, Pinned
from server.demo.model import Fault
from server.demo.pictures import Picture, scene, signature
from server.demo.script import MINUTE_MS, Born, Person, Script
from server.shapes import Args, Fix
from server.work_orders.schema import (
    Channel,
    EditWorkOrder,
    Grade,
    NameAsset,
    Note,
    ReportWorkOrder,
    TriageWorkOrder,
    Use,
)

NEAR_M = (6, 160)


class Plot:
    """`at_ms` is where the story of this order stands; every step moves it on."""

    def __init__(
        self, script: Script, firm: Firm, number: int, fault: Fault, place: Place, at_ms: int
    ) -> None:
        self.script = script
        self.firm = firm
        self.words = firm.words
        self.number = number
        self.label = f"order:{number}"
        self.fault = fault
        self.place = place
        self.at_ms = at_ms
        self.chance: random.Random = script.chance(self.label)
        self.order_id = ""
        self.visit_id = ""
        self.list: Pinned | None = None  # the checklist that the order is decided by
        self.photos: dict[Slot, str] = {}
        self.gaps = ""  # why the list is left with some, for the end of the visit
        self._kit = place.kit(fault.asset) if fault.asset else None
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

    @property
    def is_listed(self) -> bool:
        """Whether an order decided at this moment pins a checklist."""
        return any(each.from_ms <= self.at_ms for each in self.firm.lists.values())

    def report(self, *, with_place: bool = True, address: str = "") -> None:
        """Most callers say which lift it is; for the rest somebody scans its label."""
        named = self._kit if with_place and self.number % 4 else None
        self._kit = None if named else self._kit
        args = ReportWorkOrder(
            title=self.fault.title,
            description=self.fault.description,
            grade=Grade(self.fault.grade),
            channel=self.chance.choice((Channel.PHONE, Channel.PHONE, Channel.BOARD)),
            customer_id=self.place.customer_id,
            contact_id=self.place.contact_id,
            location_id=self.place.location_id if with_place else None,
            asset_id=named.asset_id if named else None,
            address=address,
            skill_id=self.firm.skills[self.fault.trade],
            duration_min=VISIT_MIN,
        )
        self.order_id = self.step(self.office, args)(0)

    def triage(self) -> None:
        """Small things get the general list instead of the one of their trade."""
        self.at_ms += self.chance.randrange(4, 20) * MINUTE_MS
        general = self.firm.lists[None] if self.is_listed and self.number % 3 == 0 else None
        named = general if self.fault.grade == Grade.MINOR.value else None
        args = TriageWorkOrder(
            work_order_id=self.order_id,
            grade=Grade(self.fault.grade),
            skill_id=self.firm.skills[self.fault.trade],
            skill_level=1,
            duration_min=VISIT_MIN,
            checklist_id=named.checklist_id if named else None,
        )
        self._pin(named)
        self.step(self.office, args)

    def reword(self) -> None:
        """The office calls back and writes down what is really wrong, and where."""
        title = self.words.edited.format(title=self.fault.title, place=self.place.name)
        text = f"{self.fault.description} {self.words.verified}"
        args = EditWorkOrder(work_order_id=self.order_id, title=title, description=text)
        self.step(self.office, args, self.chance.randrange(2, 30))

    def assign(self, person: Person, start_ms: int, minutes: int = VISIT_MIN) -> None:
        self.at_ms += self.chance.randrange(3, 15) * MINUTE_MS
        args = AssignAppointment(
            work_order_id=self.order_id,
            technician_id=person.technician_id or "",
            start_local=self.script.wall(start_ms),
            zone=self.script.zone_name,
            duration_min=minutes,
        )
        self._pin(None)
        self.visit_id = self.step(self.office, args)(0)

    def _pin(self, named: Pinned | None) -> None:
        """As `server/work_orders/pinning.py` does."""
        if self.list is None and self.is_listed:
            lists = self.firm.lists
            self.list = named or lists.get(self.fault.trade) or lists.get(None)

    def scan(self, person: Person) -> None:
        """Name what nobody named yet; an old label is read but known to nobody."""
        code = self._kit.code if self._kit else ""
        if self.fault.asset and not code and self.number % 16 == 0:
            code = f"OLD-{self.chance.randrange(1_000, 10_000)}"
        if not code or self.chance.random() < 0.3:
            return
        args = NameAsset(work_order_id=self.order_id, appointment_id=self.visit_id, code=code)
        self.step(person, args, 1)
        self._kit = None

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
            reason=self.words.detour if far else "",
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
        drawn = scene(self.fault.trade, slot is Slot.AFTER)
        self.photos[slot] = self._attach(person, slot, drawn)

    def complete(self, person: Person) -> None:
        done = Complete(
            appointment_id=self.visit_id, summary=self.fault.summary, gaps_reason=self.gaps
        )
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
            relation=self.words.owner,
            attachment_id=attachment_id,
            consent=self.words.consent,
        )
        self.step(person, args, 1)

    def refuse(self, person: Person) -> None:
        args = RefuseToSign(
            appointment_id=self.visit_id,
            signer_name=self.place.contact_name,
            reason=self.words.unsigned,
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
