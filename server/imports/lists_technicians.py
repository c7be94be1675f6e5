"""Lists of technicians: their trades and shifts come along."""

import re
from typing import Any

import msgspec

from server.gateway.tx import Tx
from server.identity.rules import login_of
from server.identity.schema import AddGrant, Grant, Role, User
from server.imports.lists_cells import Cells, day_of, parts
from server.imports.lists_plan import (
    DEFAULT_ZONE,
    Names,
    Plan,
    Step,
    Writer,
    active,
    born_row,
    differs,
    made,
    may,
    once,
    outcome_of,
)
from server.imports.lists_shifts import Shifts, read_shifts
from server.technicians.schema import (
    AddTechnician,
    EditTechnician,
    GrantSkill,
    SetShift,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)
from server.territories.rules import check_zone
from server.territories.schema import Territory

MAX_LOAD = 8


class Technicians:
    """By the login of their user, who gets the role of a technician if he lacks it."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.users = {user.login: user for user in tx.rows(User)}
        self.roles = {(g.user_id, g.role) for g in tx.rows(Grant) if g.is_active}
        territories = tx.rows(Territory)
        self.territories = Names(territories, "name")
        self.zones = {each.id: each.zone for each in territories}
        self.skills = Names(tx.rows(Skill), "code", "name_zh", "name_en")
        self.known = {each.user_id: each for each in tx.rows(Technician)}
        self.held = {(s.technician_id, s.skill_id): s for s in tx.rows(TechnicianSkill)}
        self.shifts = {(s.technician_id, s.weekday): s for s in tx.rows(Shift)}
        self.lines: dict[str, int] = {}

    def plan(self, cells: Cells) -> Plan:
        login = login_of(cells.needed("login"))
        user = self.users.get(login)
        if user is None:
            raise cells.wrong("unknown", "login")
        once(self.lines, login, cells)
        active(user, cells)
        technician = self.known.get(user.id)
        skills, shifts = self._skills(cells), self._shifts(cells)
        steps = self._edit(technician, cells) if technician else self._add(user, cells)
        now = self.known[user.id]
        steps += self._grants(now.id, skills) + self._week(now.id, shifts)
        is_new = technician is None
        return Plan(cells.line, now.name, outcome_of(is_new=is_new, steps=steps), steps)

    def _add(self, user: User, cells: Cells) -> list[Step]:
        territory_id = self.territories.id_of(cells, "territory")
        zone = cells.text("zone", self.zones.get(territory_id or "", DEFAULT_ZONE))
        may(check_zone(zone))
        home = cells.fix()
        fields = {
            "name": cells.text("name", user.name),
            "phone": cells.text("phone", user.phone),
            "territory_id": territory_id,
            "zone": zone,
            "max_load": cells.whole("max_load", MAX_LOAD),
        }
        step = self.writer.step(made(AddTechnician, user_id=user.id, home=home, **fields))
        steps = [step]
        if (user.id, Role.TECHNICIAN) not in self.roles:
            args = AddGrant(user_id=user.id, role=Role.TECHNICIAN, territory_id=territory_id)
            steps.insert(0, self.writer.step(args))
            self.roles.add((user.id, Role.TECHNICIAN))
        point = _home(home)
        self.known[user.id] = born_row(
            Technician,
            id=self.writer.born(step),
            user_id=user.id,
            is_active=True,
            **fields,
            **point,
        )
        return steps

    def _edit(self, technician: Technician, cells: Cells) -> list[Step]:
        active(technician, cells)
        zone = cells.text("zone", technician.zone)
        may(check_zone(zone))
        home = cells.fix()
        fields = {
            "name": cells.text("name", technician.name),
            "phone": cells.text("phone", technician.phone),
            "territory_id": self.territories.id_of(cells, "territory", technician.territory_id),
            "zone": zone,
            "max_load": cells.whole("max_load", technician.max_load),
        }
        point = _home(home) if home else {}
        args = made(EditTechnician, technician_id=technician.id, home=home, **fields)
        if not differs(technician, fields | point):
            return []
        self.known[technician.user_id] = msgspec.structs.replace(technician, **fields, **point)
        return [self.writer.step(args)]

    def _skills(self, cells: Cells) -> list[tuple[str, int, str | None]]:
        """`防水 3 2027-12-31; 电工 2`: name or code, level, day until which it counts."""
        found: list[tuple[str, int, str | None]] = []
        for part in parts(cells.text("skills")):
            words = part.split()
            wrong = cells.wrong("wrong_skills", "skills")
            expires_on = day_of(words.pop(), wrong) if re.match(r"\d{4}\D", words[-1]) else None
            level = 1
            if len(words) > 1 and re.fullmatch(r"[1-5]", words[-1]):
                level = int(words.pop())
            skill_id = self.skills.find(" ".join(words), cells, "skills")
            found.append((skill_id, level, expires_on))
        return found

    def _shifts(self, cells: Cells) -> Shifts:
        text = cells.text("shifts")
        return read_shifts(text, cells.wrong("wrong_shifts", "shifts")) if text else {}

    def _grants(self, technician_id: str, skills: list[tuple[str, int, str | None]]) -> list[Step]:
        steps: list[Step] = []
        for skill_id, level, expires_on in skills:
            known = self.held.get((technician_id, skill_id))
            values: dict[str, Any] = {"level": level, "expires_on": expires_on, "is_active": True}
            if known is not None and not differs(known, values):
                continue
            names = {"technician_id": technician_id, "skill_id": skill_id}
            steps.append(self.writer.step(made(GrantSkill, **names, **values)))
            row = born_row(TechnicianSkill, id=known.id if known else "", **names, **values)
            self.held[technician_id, skill_id] = row
        return steps

    def _week(self, technician_id: str, shifts: Shifts) -> list[Step]:
        steps: list[Step] = []
        for weekday, (start_min, end_min) in shifts.items():
            known = self.shifts.get((technician_id, weekday))
            values: dict[str, Any] = {
                "start_min": start_min,
                "end_min": end_min,
                "is_active": True,
            }
            if known is not None and not differs(known, values):
                continue
            names: dict[str, Any] = {"technician_id": technician_id, "weekday": weekday}
            steps.append(self.writer.step(made(SetShift, **names, **values)))
            self.shifts[technician_id, weekday] = born_row(Shift, **names, **values)
        return steps


def _home(fix: dict[str, Any] | None) -> dict[str, int | None]:
    point = fix or {"lon_e7": None, "lat_e7": None}
    return {"home_lon_e7": point["lon_e7"], "home_lat_e7": point["lat_e7"]}
