"""A small town: an order in the middle, technicians around it, all days on shift."""

from typing import Any

from server.gateway.call import Actor
from tests.server.harness import World, person

ORDER = "10000000-0000-4000-8000-000000000001"
LOCATION = "60000000-0000-4000-8000-000000000001"
BUILDING = "60000000-0000-4000-8000-000000000002"
SKILL = "50000000-0000-4000-8000-000000000001"
ZHAO = "40000000-0000-4000-8000-000000000099"
LON_E7, LAT_E7 = 1_214_700_000, 312_300_000
HOUR_MS = 3_600_000


def technician_id(number: int) -> str:
    return f"30000000-0000-4000-8000-{number:012d}"


def user_id(number: int) -> str:
    return f"40000000-0000-4000-8000-{number:012d}"


class Town:
    def __init__(self, world: World) -> None:
        self.world = world
        self.dispatcher: Actor = person(ZHAO, "赵敏", roles=["dispatcher"])
        self._next = 100
        world.add("user", id=ZHAO)
        world.join(ZHAO)
        world.add("location", id=BUILDING, lon_e7=LON_E7, lat_e7=LAT_E7)
        world.add("location", id=LOCATION, parent_id=BUILDING, lon_e7=None, lat_e7=None)
        world.add("skill", id=SKILL)

    def row_id(self) -> str:
        self._next += 1
        return f"90000000-0000-4000-8000-{self._next:012d}"

    def order(self, row_id: str = ORDER, **fields: Any) -> Any:
        self.world.hold([row_id])
        return self.world.add("work_order", id=row_id, **{"location_id": LOCATION} | fields)

    def technician(self, number: int, east_e7: int = 0, **fields: Any) -> str:
        """`east_e7` from the order; on shift every day from 08:00 to 18:00."""
        row_id = technician_id(number)
        self.world.add(
            "technician",
            id=row_id,
            user_id=user_id(number),
            name=f"T{number}",
            home_lon_e7=LON_E7 + east_e7,
            home_lat_e7=LAT_E7,
            **fields,
        )
        for weekday in range(7):
            self.world.add("shift", id=self.row_id(), technician_id=row_id, weekday=weekday)
        return row_id

    def visit(self, technician: str | None, start_ms: int, **fields: Any) -> Any:
        return self.world.add(
            "appointment",
            id=self.row_id(),
            technician_id=technician,
            start_ms=start_ms,
            end_ms=start_ms + HOUR_MS,
            **fields,
        )
