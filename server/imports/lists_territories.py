"""Lists of territories."""

import json
from typing import Any, cast

import msgspec

from server.gateway.tx import Tx
from server.imports.lists_cells import BadCell, Cells, plain
from server.imports.lists_plan import (
    DEFAULT_ZONE,
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
from server.territories.rules import check_zone, outline_of
from server.territories.schema import AddTerritory, EditTerritory, Territory
from sync.outcomes import Rejected

E7 = 10_000_000


class Territories:
    """By name."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.known = {plain(each.name): each for each in tx.rows(Territory)}
        self.lines: dict[str, int] = {}

    def plan(self, cells: Cells) -> Plan:
        name = cells.needed("name")
        once(self.lines, plain(name), cells)
        known = self.known.get(plain(name))
        if known is not None:
            active(known, cells)
        zone = cells.text("zone", known.zone if known else DEFAULT_ZONE)
        may(check_zone(zone))
        outline = outline_of(_rings(cells)) if cells.text("outline") else ""
        if isinstance(outline, Rejected):
            raise BadCell(outline.reason, column="outline")
        values = {
            "name": name,
            "zone": zone,
            "outline": outline or (known.outline if known else ""),
        }
        steps: list[Step] = []
        if known is None:
            steps.append(self.writer.step(made(AddTerritory, **values)))
            row_id = self.writer.born(steps[0])
            self.known[plain(name)] = born_row(Territory, id=row_id, is_active=True, **values)
        elif differs(known, values):
            steps.append(self.writer.step(made(EditTerritory, territory_id=known.id, **values)))
            self.known[plain(name)] = msgspec.structs.replace(known, **values)
        return Plan(cells.line, name, outcome_of(is_new=known is None, steps=steps), steps)


def _rings(cells: Cells) -> str:
    """GeoJSON (degrees, longitude first) as rings of 10⁻⁷ degree. Raises BadCell."""
    wrong = cells.wrong("wrong_outline", "outline")
    try:
        found: Any = json.loads(cells.text("outline"))
        while isinstance(found, dict) and "coordinates" not in found:
            holder = cast(dict[str, Any], found)
            found = holder.get("geometry") or holder["features"][0]
        shape = cast(dict[str, Any], found)
        rings: Any = shape["coordinates"]
        if shape["type"] == "MultiPolygon" and len(rings) == 1:
            rings = rings[0]
        pairs = [[[round(lon * E7), round(lat * E7)] for lon, lat, *_ in ring] for ring in rings]
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise wrong from error
    return json.dumps(pairs)
