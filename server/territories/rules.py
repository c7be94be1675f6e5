"""What makes a territory: a zone of time that exists and an outline with an inside."""

import json
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from geo.latlon import LonLat
from geo.polygon import Polygon, contains, polygon
from server.territories.schema import Reason
from sync.canonical import canonical
from sync.outcomes import Rejected

Rings = list[list[tuple[int, int]]]


def check_zone(zone: str) -> Rejected | None:
    """IANA names only."""
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):  # a strange path, a folder, an unknown name
        return Rejected(Reason.UNKNOWN_ZONE, {"zone": zone})
    return None


def outline_of(text: str) -> str | Rejected:
    """The outline as it is stored: canonical JSON, or "" for none."""
    if not text.strip():
        return ""
    try:
        rings = msgspec.json.decode(text, type=Rings)
        shape = polygon([[LonLat(lon, lat) for lon, lat in ring] for ring in rings])
    except (msgspec.DecodeError, ValueError) as error:
        return Rejected(Reason.BAD_OUTLINE, {"problem": str(error)[:200]})
    if not isinstance(shape, Polygon):
        return Rejected(Reason.BAD_OUTLINE, msgspec.to_builtins(shape))
    return canonical(rings).decode()


def is_inside(outline: str, place: LonLat) -> bool:
    """Whether a stored outline holds the place; its boundary belongs to it."""
    return bool(outline) and contains(_shape(outline), place)


@lru_cache(maxsize=256)
def _shape(outline: str) -> Polygon:
    shape = polygon([[LonLat(lon, lat) for lon, lat in ring] for ring in json.loads(outline)])
    if not isinstance(shape, Polygon):
        raise ValueError("a stored outline was checked before it was stored")
    return shape
