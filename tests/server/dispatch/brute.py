"""Who could go and why not, by the plainest reading of the stored rows: the judge of `nearest`.

Everything is in Asia/Shanghai, which is UTC+8 on every day of these tests.
"""

from typing import Any

from geopy.distance import geodesic

from tests.server.harness_people import Firm

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
ZONE_MS = 8 * HOUR_MS
OPEN = {"scheduled", "dispatched", "accepted", "en_route", "on_site", "working", "paused"}


class Answer:
    """`fits` are (technician, metres, load) in order; `excluded` by name, as the route says it."""

    def __init__(self, firm: Firm, order_id: str, start_ms: int, now_ms: int) -> None:
        self.now_ms, self.start_ms = now_ms, start_ms
        self.order = firm.row("work_order", order_id)
        self.rows = {
            kind: firm.rows(kind)
            for kind in ("technician_skill", "shift", "absence", "position", "appointment", "fact")
        }
        own = [a for a in self.rows["appointment"] if self._is_own(a) and a.state in OPEN]
        self.own = max(own, key=lambda a: (a.technician_id is not None, a.id), default=None)
        minutes = self.own.duration_min if self.own else self.order.duration_min
        self.end_ms = start_ms + minutes * 60_000
        self.day_ms = (start_ms + ZONE_MS) // DAY_MS * DAY_MS - ZONE_MS
        self.reach_end_ms = max(self.day_ms + DAY_MS, self.end_ms)
        at = firm.row("location", self.order.location_id)
        self.fits: list[tuple[str, float, int]] = []
        self.excluded: list[dict[str, Any]] = []
        ranked: list[tuple[float, int, int, str]] = []
        crew = [one for one in firm.rows("technician") if one.is_active]
        for one in sorted(crew, key=lambda one: (one.name, one.id)):
            reasons = self._reasons(one)
            if reasons:
                line = {"technician_id": one.id, "name": one.name, "reasons": reasons}
                self.excluded.append(line)
                continue
            place = self._place(one)
            metres = geodesic((at.lat_e7 / 1e7, at.lon_e7 / 1e7), place).m
            load = self._load(one)
            ranked.append((metres, len(load), sum(a.duration_min for a in load), one.id))
        self.fits = [(row[3], round(row[0]), row[1]) for row in sorted(ranked)]

    def _is_own(self, visit: Any) -> bool:
        return visit.work_order_id == self.order.id

    def _of(self, kind: str, one: Any) -> list[Any]:
        return [
            row
            for row in self.rows[kind]
            if row.technician_id == one.id and getattr(row, "is_active", True)
        ]

    def _visits(self, one: Any) -> list[Any]:
        mine = [a for a in self._of("appointment", one) if a.state != "cancelled"]
        return [a for a in mine if self.own is None or a.id != self.own.id]

    def _load(self, one: Any) -> list[Any]:
        until_ms = self.day_ms + DAY_MS
        return [a for a in self._visits(one) if self.day_ms <= a.start_ms < until_ms]

    def _place(self, one: Any) -> tuple[float, float]:
        seen = self._of("position", one)
        home = None
        if one.home_lon_e7 is not None:
            home = (one.home_lat_e7 / 1e7, one.home_lon_e7 / 1e7)
        if seen:
            fresh = self.now_ms - seen[0].at_ms < 2 * HOUR_MS + 1_000
            soon = self.start_ms - self.now_ms <= 4 * HOUR_MS
            if home is None or (fresh and soon):
                return seen[0].lat_e7 / 1e7, seen[0].lon_e7 / 1e7
        assert home is not None
        return home

    def _reasons(self, one: Any) -> list[dict[str, Any]]:
        steps = (
            self._whereabouts,
            self._refused,
            self._skill,
            self._territory,
            self._expired,
            self._shift,
            self._absent,
            self._busy,
            self._full,
        )
        return [reason for step in steps for reason in step(one)]

    def _whereabouts(self, one: Any) -> list[dict[str, Any]]:
        known = one.home_lon_e7 is not None or self._of("position", one)
        return [] if known else [{"code": "no_whereabouts"}]

    def _refused(self, one: Any) -> list[dict[str, Any]]:
        said = [
            f
            for f in self.rows["fact"]
            if f.work_order_id == self.order.id and f.verb == "appointment.decline"
        ]
        return [{"code": "refused"}] if any(f.author_id == one.user_id for f in said) else []

    def _held(self, one: Any) -> Any:
        held = [s for s in self._of("technician_skill", one) if s.skill_id == self.order.skill_id]
        return held[0] if held else None

    def _skill(self, one: Any) -> list[dict[str, Any]]:
        skill, needed = self.order.skill_id, self.order.skill_level
        held = self._held(one)
        if skill is None or (held is not None and held.level >= needed):
            return []
        if held is None:
            return [{"code": "no_skill", "skill": skill}]
        figures = {"skill": skill, "level": held.level, "level_needed": needed}
        return [{"code": "skill_too_low", **figures}]

    def _territory(self, one: Any) -> list[dict[str, Any]]:
        wanted = self.order.territory_id
        if wanted is None or one.territory_id in (None, wanted):
            return []
        return [{"code": "wrong_territory", "territory_id": wanted}]

    def _expired(self, one: Any) -> list[dict[str, Any]]:
        held = self._held(one)
        if held is None or held.expires_on is None:
            return []
        day = int(held.expires_on[8:])  # all in March 2026, which begins at this instant
        over_ms = 1_772_294_400_000 + day * DAY_MS
        if over_ms >= self.end_ms:
            return []
        return [{"code": "skill_expired", "skill": held.skill_id, "expired_ms": over_ms}]

    def _shift(self, one: Any) -> list[dict[str, Any]]:
        spans: list[tuple[int, int]] = []
        for back in range(-3, 3):
            midnight_ms = self.day_ms + back * DAY_MS
            weekday = ((midnight_ms + ZONE_MS) // DAY_MS + 3) % 7  # 1970-01-01 was a Thursday
            for shift in self._of("shift", one):
                start_ms = midnight_ms + shift.start_min * 60_000
                end_ms = midnight_ms + shift.end_min * 60_000
                touches = start_ms < self.reach_end_ms and self.day_ms < end_ms
                if shift.weekday == weekday and touches:
                    spans.append((start_ms, end_ms))
        if any(a <= self.start_ms and self.end_ms <= b for a, b in spans):
            return []
        if not spans:
            return [{"code": "off_shift", "shift_start_ms": None, "shift_end_ms": None}]
        gaps = [(max(a - self.end_ms, self.start_ms - b, 0), a, b) for a, b in spans]
        _, start_ms, end_ms = min(gaps)
        return [{"code": "off_shift", "shift_start_ms": start_ms, "shift_end_ms": end_ms}]

    def _absent(self, one: Any) -> list[dict[str, Any]]:
        hits = [
            (a.from_ms, a.to_ms)
            for a in self._of("absence", one)
            if a.from_ms < self.end_ms and self.start_ms < a.to_ms
        ]
        return [{"code": "absent", "from_ms": min(hits)[0], "to_ms": min(hits)[1]}] if hits else []

    def _busy(self, one: Any) -> list[dict[str, Any]]:
        hits = [
            (a.start_ms, a.id, a.end_ms)
            for a in self._visits(one)
            if a.state in OPEN and a.start_ms < self.end_ms and self.start_ms < a.end_ms
        ]
        if not hits:
            return []
        start_ms, visit_id, end_ms = min(hits)
        figures = {"appointment_id": visit_id, "start_ms": start_ms, "end_ms": end_ms}
        return [{"code": "overlap", **figures}]

    def _full(self, one: Any) -> list[dict[str, Any]]:
        load = len(self._load(one))
        if load < one.max_load:
            return []
        return [{"code": "over_load", "load_count": load, "max_load": one.max_load}]
