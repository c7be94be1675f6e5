"""One technician's days while `assign_all` fills them."""

from bisect import insort
from collections.abc import Sequence

import msgspec
import numpy as np

from geo.latlon import SPHERE_RADIUS_M, LonLat
from geo.model import MINUTE_MS, OpenJob, Span, Technician
from geo.nearest import unit_vectors
from geo.rules import off_shift
from geo.slots import FOREVER, Ask, Block, Piece, first_slot, longest_free_min, pieces_of
from geo.travel import LineModel
from geo.unfit import Absent, NoFreeTime, OffShift, OverLoad, SkillExpired

_NOWHERE = -1
_Visit = tuple[int, int, int]  # start_ms, end_ms, place number


class Ways(msgspec.Struct, frozen=True):
    """From one job to every place of the ground, by place number."""

    lines_m: list[float]
    travels_s: list[int]


class Ground:
    """All places of one run, numbered, so that a job's ways are one numpy row."""

    def __init__(
        self, jobs: Sequence[OpenJob], crew: Sequence[Technician], travel: LineModel | None
    ) -> None:
        self.keeps_gaps = travel is not None
        self.given_back = {job.appointment_id for job in jobs if job.appointment_id is not None}
        self._travel = travel or LineModel()
        places = {job.place: None for job in jobs}
        for technician in crew:
            position = technician.position
            places |= {position.place if position is not None else None: None}
            places |= {technician.home: None} | {busy.place: None for busy in technician.busy}
        self.places = [place for place in places if place is not None]
        self._numbers = {place: number for number, place in enumerate(self.places)}
        self._units = unit_vectors(self.places)

    def number(self, place: LonLat | None) -> int:
        return _NOWHERE if place is None else self._numbers[place]

    def ways_from(self, job: OpenJob) -> Ways:
        """Empty for a job without a place."""
        if job.place is None:
            return Ways([], [])
        offset = self._units - np.array(job.place.unit())
        chord = np.sqrt(np.einsum("ij,ij->i", offset, offset))
        lines_m = 2 * SPHERE_RADIUS_M * np.arcsin(np.minimum(1.0, chord / 2))
        return Ways(lines_m.tolist(), self._travel.travels_s(lines_m).tolist())


class Offer(msgspec.Struct, frozen=True):
    """A technician's earliest start for a job; `line_m` is on the sphere."""

    start_ms: int
    day: int
    origin: LonLat
    line_m: float
    travel_s: int


class Diary:
    """`load` counts the visits that start on each day."""

    def __init__(self, technician: Technician, days: Sequence[Span], ground: Ground) -> None:
        self.technician = technician
        self._days = days
        self._ground = ground
        self._pieces = pieces_of(days, technician.shifts)
        self._away = [Block(span.start_ms, span.end_ms) for span in technician.absences]
        self._visits: list[_Visit] = sorted(
            (busy.start_ms, busy.end_ms, ground.number(busy.place))
            for busy in technician.busy
            if busy.appointment_id not in ground.given_back
        )
        self.load = [
            sum(day.start_ms <= visit[0] < day.end_ms for visit in self._visits) for day in days
        ]

    def offer(self, job: OpenJob, ways: Ways, now_ms: int, grain_ms: int) -> Offer | None:
        """The earliest start on a day that is not full; None when there is none."""
        ask = self._ask(job, now_ms, grain_ms)
        slot = first_slot(self._open_pieces(), self._blocks(job, ways), ask)
        if slot is None:
            return None
        number = self._origin(slot.start_ms, slot.piece)
        return Offer(
            slot.start_ms,
            slot.piece.day,
            self._ground.places[number],
            ways.lines_m[number],
            ways.travels_s[number],
        )

    def take(self, job: OpenJob, offer: Offer) -> None:
        """Write the job into the diary."""
        end_ms = offer.start_ms + job.duration_min * MINUTE_MS
        insort(self._visits, (offer.start_ms, end_ms, self._ground.number(job.place)))
        self.load[offer.day] += 1

    def why_no_offer(
        self, job: OpenJob, ways: Ways, now_ms: int
    ) -> OffShift | SkillExpired | Absent | NoFreeTime | OverLoad | None:
        """The first rule that, added to those before it, leaves no start; each step is a search
        of its own, so the reason is proven. None when an offer exists."""
        ask = self._ask(job, now_ms, 1)
        endless = msgspec.structs.replace(ask, until_ms=FOREVER.end_ms)
        if first_slot(self._pieces, (), endless) is None:
            return self._off_shift(job, now_ms)
        if first_slot(self._pieces, (), ask) is None and job.skill is not None:
            return SkillExpired(job.skill, ask.until_ms)
        if first_slot(self._pieces, self._away, ask) is None:
            return self._absent(job, now_ms)
        blocks = self._blocks(job, ways)
        if first_slot(self._pieces, blocks, ask) is None:
            free_min = longest_free_min(self._pieces, blocks, ask)
            return NoFreeTime(free_min, job.duration_min)
        max_load = self.technician.max_load
        if max_load is None or first_slot(self._open_pieces(), blocks, ask) is not None:
            return None
        return OverLoad(max(self.load), max_load)

    def _ask(self, job: OpenJob, now_ms: int, grain_ms: int) -> Ask:
        held = self.technician.skills.get(job.skill) if job.skill is not None else None
        until_ms = FOREVER.end_ms if held is None or held.expires_ms is None else held.expires_ms
        from_ms = now_ms if job.earliest_ms is None else max(now_ms, job.earliest_ms)
        windows = tuple(sorted(job.windows))
        return Ask(job.duration_min * MINUTE_MS, from_ms, until_ms, windows, grain_ms)

    def _open_pieces(self) -> Sequence[Piece]:
        max_load = self.technician.max_load
        if max_load is None:
            return self._pieces
        return [piece for piece in self._pieces if self.load[piece.day] < max_load]

    def _blocks(self, job: OpenJob, ways: Ways) -> list[Block]:
        gaps = self._ground.keeps_gaps and job.place is not None
        blocks = list(self._away)
        for start_ms, end_ms, number in self._visits:
            gap_s = ways.travels_s[number] if gaps and number != _NOWHERE else 0
            blocks.append(Block(start_ms, end_ms, gap_s * 1000))
        return blocks

    def _origin(self, start_ms: int, piece: Piece) -> int:
        """Number of the place he comes from: the last visit of the shift, else home, else the
        phone's position."""
        before = [
            (end_ms, number)
            for visit_ms, end_ms, number in self._visits
            if piece.start_ms <= visit_ms and end_ms <= start_ms and number != _NOWHERE
        ]
        if before:
            return max(before)[1]
        home, position = self.technician.home, self.technician.position
        if home is None and position is not None:
            return self._ground.number(position.place)
        return self._ground.number(home)

    def _off_shift(self, job: OpenJob, now_ms: int) -> OffShift:
        low_ms, high_ms = self._asked(job, now_ms)
        return off_shift(self.technician.shifts, low_ms, high_ms)

    def _absent(self, job: OpenJob, now_ms: int) -> Absent:
        low_ms, high_ms = self._asked(job, now_ms)
        spans = [s for s in self.technician.absences if s.start_ms < high_ms and low_ms < s.end_ms]
        first = min(spans or self.technician.absences)
        return Absent(first.start_ms, first.end_ms)

    def _asked(self, job: OpenJob, now_ms: int) -> tuple[int, int]:
        """The whole stretch of time in which the job was asked for."""
        bounds = [(span.start_ms, span.end_ms) for span in job.windows or self._days]
        low_ms = max(now_ms, job.earliest_ms or now_ms, min((low for low, _ in bounds), default=0))
        return low_ms, max(low_ms, max((high for _, high in bounds), default=low_ms))
