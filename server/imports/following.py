"""What a row that comes again changes: never what people did since. Pure.

The events of earlier imports tell what the register said of each order the last time
(`Told`). Where the register says otherwise now, and the order still is as it was told, the order
follows; where people changed it, or it is over, it stays.
"""

from typing import Any

import msgspec

from geo.latlon import LonLat
from server.imports.requests_rows import Request, point_of
from server.shapes import Args
from server.work_orders.rules import GONE
from server.work_orders.schema import (
    EditWorkOrder,
    PlaceWorkOrder,
    TriageWorkOrder,
    WorkOrder,
    WorkOrderState,
)

UNSENT = (WorkOrderState.REPORTED, WorkOrderState.TRIAGED)
EDITED = ("title", "description")
TRIAGED = ("grade", "skill", "duration")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the register last said of an order, and in how many mutations after the first."""

    order_id: str
    title: str
    description: str
    grade: str
    skill_id: str | None
    duration_min: int
    address: str
    point: LonLat | None
    location_id: str | None
    later: int = 0
    is_triaged: bool = False


class Now(msgspec.Struct, frozen=True):
    """The order as it is, and the point of its location."""

    order: WorkOrder
    point: LonLat | None


class Step(msgspec.Struct, frozen=True):
    """A mutation that takes these fields over from the register."""

    args: Args
    fields: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True):
    """`kept`: what the register says otherwise and the order keeps."""

    steps: tuple[Step, ...]
    kept: tuple[str, ...]


class _Field(msgspec.Struct, frozen=True):
    """One value three times: told before, wanted by the row, and as it is now."""

    name: str
    told: Any
    wanted: Any
    now: Any
    is_free: bool  # by the order's state

    @property
    def differs(self) -> bool:
        return self.wanted != self.told and self.wanted != self.now

    @property
    def is_taken(self) -> bool:
        return self.differs and self.is_free and self.told == self.now

    @property
    def value(self) -> Any:
        return self.wanted if self.is_taken else self.now


def compare(wanted: Request, skill_id: str | None, told: Told, now: Now) -> Changes:
    """Which mutations bring the order to what the row says now; none when nothing differs."""
    order = now.order
    fields = _fields(wanted, skill_id, told, now)
    taken = {name for name, field in fields.items() if field.is_taken}
    steps: list[Step] = []
    edited = tuple(name for name in EDITED if name in taken)
    if edited:
        title, description = fields["title"].value, fields["description"].value
        steps.append(
            Step(
                EditWorkOrder(work_order_id=order.id, title=title, description=description), edited
            )
        )
    triaged = tuple(name for name in TRIAGED if name in taken)
    if triaged:
        args = TriageWorkOrder(
            work_order_id=order.id,
            grade=fields["grade"].value,
            skill_id=fields["skill"].value,
            skill_level=order.skill_level,
            duration_min=fields["duration"].value,
        )
        steps.append(Step(args, triaged))
    placed = tuple(name for name in ("address", "place") if name in taken)
    if placed:
        # A new point brings the address along, for the name of the new location.
        address = fields["address"].value
        fix = wanted.fix if "place" in taken else None
        place = PlaceWorkOrder(work_order_id=order.id, address=address, fix=fix)
        steps.append(Step(place, placed))
    kept = tuple(name for name, field in fields.items() if field.differs and name not in taken)
    return Changes(tuple(steps), kept)


def _fields(wanted: Request, skill_id: str | None, told: Told, now: Now) -> dict[str, _Field]:
    order = now.order
    is_open = order.state not in GONE
    is_unsent = order.state in UNSENT
    # Who triaged it by hand decided about its trade and grade.
    is_ours = order.state is WorkOrderState.REPORTED or (is_unsent and told.is_triaged)
    # An address or a place that the register no longer has is no news about where it is.
    point = point_of(wanted.fix) if wanted.fix else told.point
    address = wanted.address or told.address
    is_there = is_unsent and order.location_id == told.location_id
    found = (
        _Field("title", told.title, wanted.title, order.title, is_open),
        _Field("description", told.description, wanted.description, order.description, is_open),
        _Field("grade", told.grade, wanted.grade.value, order.grade.value, is_ours),
        _Field("skill", told.skill_id, skill_id, order.skill_id, is_ours),
        _Field("duration", told.duration_min, wanted.duration_min, order.duration_min, is_ours),
        _Field("address", told.address, address, order.address, is_unsent),
        _Field("place", told.point, point, now.point, is_there),
    )
    return {field.name: field for field in found}
