"""A small fleet behind the real unit of work, drawn from a seed, to which things happen."""

import json
import random
from typing import Any

from server.appointments.windows import local_minute
from tests.server.harness_people import NOW_MS, Firm

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
ZONE = "Asia/Shanghai"
MIDDLE_E7, SOUTH_E7 = 1_214_700_000, 312_300_000


def outline(west_e7: int, east_e7: int) -> str:
    low, high = 310_000_000, 315_000_000
    ring = [[west_e7, low], [east_e7, low], [east_e7, high], [west_e7, high], [west_e7, low]]
    return json.dumps([ring], separators=(",", ":"))


class Fleet:
    """Two territories, two skills, some orders that wait."""

    def __init__(self, seed: int, size: int, orders: int = 4) -> None:
        self.rng = random.Random(seed)
        self.firm = Firm()
        west = (MIDDLE_E7 - 5_000_000, MIDDLE_E7)
        east = (MIDDLE_E7, MIDDLE_E7 + 5_000_000)
        self.territories = [
            self.done("territory.add", name=name, zone=ZONE, outline=outline(*box))
            for name, box in (("west", west), ("east", east))
        ]
        self.skills = [
            self.done("skill.add", code=code, name_zh=code, name_en=code) for code in ("a", "b")
        ]
        self.dispatcher = self.firm.person("min", ["dispatcher"])
        self.firm.unit.close()
        self.technicians: list[str] = []
        self.users: dict[str, str] = {}
        self.orders = [self.order() for _ in range(orders)]
        for _ in range(size):
            self.hire()

    def done(self, name: str, by: str = "", /, **args: Any) -> str:
        """A mutation that must be accepted, and its COMMIT."""
        born = self.firm.done(name, by or self.firm.admin, **args)
        self.firm.unit.close()
        return born

    def tried(self, name: str, by: str = "", /, **args: Any) -> bool:
        """A mutation that may be refused; nothing of it is left then."""
        result = self.firm.run(name, by or self.firm.admin, **args)
        self.firm.unit.close()
        return result.outcome == "accepted"

    def point(self) -> dict[str, int]:
        rng = self.rng
        return {
            "lon_e7": MIDDLE_E7 + round(rng.gauss(0, 800_000)),
            "lat_e7": SOUTH_E7 + round(rng.gauss(0, 800_000)),
        }

    def order(self) -> str:
        skill_id = self.rng.choice([None, *self.skills])
        args: dict[str, Any] = {"title": "Leak", "phone": "1", "fix": self.point()}
        order_id = self.done("work_order.report", self.dispatcher, **args)
        level = self.rng.randint(1, 2)
        needs = {"grade": "normal", "skill_id": skill_id, "skill_level": level}
        self.done("work_order.triage", self.dispatcher, work_order_id=order_id, **needs)
        return order_id

    def hire(self) -> None:
        number = len(self.technicians)
        user_id = self.firm.person(f"t{number}", ["technician"])
        person: dict[str, Any] = {
            "name": f"T{self.rng.randint(0, 20)}",
            "territory_id": self.rng.choice([None, *self.territories]),
            "home": self.point() if self.rng.random() < 0.8 else None,
            "max_load": self.rng.randint(1, 3),
        }
        one = self.done("technician.add", user_id=user_id, **person)
        self.technicians.append(one)
        self.users[one] = user_id
        for weekday in (6, 0, 1):
            if self.rng.random() < 0.9:
                self.shift(one, weekday)
        for skill_id in self.skills:
            if self.rng.random() < 0.7:
                self.grant(one, skill_id)

    def shift(self, one: str, weekday: int) -> None:
        start_min = self.rng.choice([480, 600, 1_200])
        times = {"start_min": start_min, "end_min": start_min + 540}
        active = self.rng.random() < 0.9
        self.done(
            "technician.set_shift", technician_id=one, weekday=weekday, is_active=active, **times
        )

    def grant(self, one: str, skill_id: str) -> None:
        rng = self.rng
        expires_on = rng.choice([None, None, "2026-03-01", "2026-03-20"])
        args = {"level": rng.randint(1, 3), "expires_on": expires_on}
        active = rng.random() < 0.8
        self.done(
            "technician.grant_skill",
            technician_id=one,
            skill_id=skill_id,
            is_active=active,
            **args,
        )

    def happens(self) -> str:
        """One thing of a dispatcher's day; its mutation's name."""
        name, act = self.rng.choice(self._acts())
        act(self.rng.choice(self.technicians))
        return name

    def _acts(self) -> list[tuple[str, Any]]:
        return [
            ("position.report", self.moves),
            ("position.report", self.moves),
            ("appointment.assign", self.assigned),
            ("appointment.assign", self.assigned),
            ("appointment", self.visit_changes),
            ("technician.set_shift", lambda one: self.shift(one, self.rng.choice([6, 0]))),
            ("technician.grant_skill", lambda one: self.grant(one, self.rng.choice(self.skills))),
            ("technician.add_absence", self.goes_away),
            ("technician.end_absence", self.comes_back),
            ("technician.edit", self.edited),
            ("technician.set_active", self.retires),
            ("technician.add", lambda _: self.hire()),
        ]

    def moves(self, one: str) -> None:
        by = self.users[one]
        self.tried("position.report", by, technician_id=one, fix=self.point())

    def assigned(self, one: str) -> None:
        """To an order of its own, on this day or the next."""
        order_id = self.order() if self.rng.random() < 0.7 else self.rng.choice(self.orders)
        start_ms = NOW_MS + self.rng.randint(0, 30) * HOUR_MS
        when = {"start_local": local_minute(start_ms, ZONE), "zone": ZONE, "duration_min": 90}
        args = {"work_order_id": order_id, "technician_id": one, **when}
        self.tried("appointment.assign", self.dispatcher, **args)

    def visit_changes(self, one: str) -> None:
        """Given to another, put off, called off, or declined by whoever has it."""
        visits = [a for a in self.firm.rows("appointment") if a.technician_id is not None]
        if not visits:
            return
        visit = self.rng.choice(visits)
        which = {"appointment_id": visit.id}
        match self.rng.randrange(4):
            case 0:
                self.tried("appointment.reassign", self.dispatcher, technician_id=one, **which)
            case 1:
                start_ms = NOW_MS + self.rng.randint(0, 30) * HOUR_MS
                to = {"start_local": local_minute(start_ms, ZONE), "duration_min": 60}
                self.tried("appointment.reschedule", self.dispatcher, **to, **which)
            case 2:
                self.tried("appointment.cancel", self.dispatcher, reason="no", **which)
            case _:
                by = self.users[visit.technician_id]
                self.tried("appointment.decline", by, reason="ill", **which)

    def goes_away(self, one: str) -> None:
        from_ms = NOW_MS + self.rng.randint(-5, 20) * HOUR_MS
        span = {"from_ms": from_ms, "to_ms": from_ms + self.rng.randint(1, 30) * HOUR_MS}
        self.done("technician.add_absence", technician_id=one, **span)

    def comes_back(self, _: str) -> None:
        away = self.firm.rows("absence")
        if away:
            self.tried("technician.end_absence", absence_id=self.rng.choice(away).id)

    def edited(self, one: str) -> None:
        person: dict[str, Any] = {
            "name": f"T{self.rng.randint(0, 20)}",
            "phone": "",
            "territory_id": self.rng.choice([None, *self.territories]),
            "zone": ZONE,
            "home": self.point(),
            "max_load": self.rng.randint(1, 3),
        }
        self.done("technician.edit", technician_id=one, **person)

    def retires(self, one: str) -> None:
        is_active = self.rng.random() < 0.6
        self.tried("technician.set_active", technician_id=one, is_active=is_active)
