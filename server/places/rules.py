"""What may be said of places: values in, a refusal or values out."""

from typing import TypedDict

from server.places.schema import EditLocation, Location, LocationKind, Reason
from server.shapes import Fix
from sync.outcomes import ProtocolReason, Rejected

FROM_COARSE_TO_FINE = tuple(LocationKind)
LEVELS_MAX = len(FROM_COARSE_TO_FINE)


class Point(TypedDict):
    """Fields of a location that say where it is and how that is known."""

    lon_e7: int
    lat_e7: int
    point_accuracy_m: int | None
    point_source: str
    point_at_ms: int
    point_datum: str
    point_original: str


def point_of(fix: Fix, at_ms: int) -> Point:
    """`at_ms` stands for a fix that does not know its own time, such as a pin on a map."""
    return {
        "lon_e7": fix.lon_e7,
        "lat_e7": fix.lat_e7,
        "point_accuracy_m": fix.accuracy_m,
        "point_source": fix.source,
        "point_at_ms": fix.at_ms if fix.at_ms is not None else at_ms,
        "point_datum": fix.datum,
        "point_original": fix.original,
    }


def project_below(
    kind: LocationKind, project_id: str | None, parent: Location | None
) -> str | Rejected | None:
    """The project of a new location. A parent is coarser and of the same project."""
    if parent is None:
        return project_id
    if FROM_COARSE_TO_FINE.index(parent.kind) >= FROM_COARSE_TO_FINE.index(kind):
        detail = {"kind": kind.value, "parent_kind": parent.kind.value}
        return Rejected(Reason.WRONG_PARENT, detail)
    if project_id is not None and project_id != parent.project_id:
        return Rejected(Reason.WRONG_PARENT, {"parent_id": parent.id})
    return parent.project_id


def may_use_code(code: str, owner: Location | None, location_id: str) -> Rejected | None:
    """`owner`: the location that has this code at its door now."""
    if not code or owner is None or owner.id == location_id:
        return None
    return Rejected(Reason.CODE_TAKEN, {"code": code, "name": owner.name})


def may_edit(location: Location, args: EditLocation, *, is_office: bool) -> Rejected | None:
    """Whoever is there mends name, address and access; code and radius judge his check-in."""
    if is_office or (args.code == location.code and args.radius_m == location.radius_m):
        return None
    return Rejected(ProtocolReason.NOT_ALLOWED, {"fields": ["code", "radius_m"]})
