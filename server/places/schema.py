"""Projects (工程) and their location trees: project → building → unit → room."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Address, Args, Fix, Id, LatE7, LonE7, MaybeName, Metres, Name
from sync.fields import Authority, DerivedFrom, Immutable, Lww, Row
from sync.kinds import kind

MaybeCode = Annotated[str, msgspec.Meta(max_length=40)]


class ProjectType(StrEnum):
    """The six kinds of works that the firm builds and keeps."""

    HOUSING = "housing"
    MUNICIPAL = "municipal"
    MEP = "mep"
    LANDSCAPE = "landscape"
    PLANT = "plant"
    ENERGY = "energy"


class LocationKind(StrEnum):
    SITE = "site"
    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    ROOM = "room"


class Project(Row, frozen=True):
    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]
    type: Authority[ProjectType]
    territory_id: Authority[Id | None]
    is_active: Authority[bool]


class Location(Row, frozen=True):
    """A node of the tree. What it lacks (point, territory) it has from its parents."""

    project_id: Immutable[Id | None]
    parent_id: Immutable[Id | None]
    kind: Immutable[LocationKind]
    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]
    address: Lww[Address]
    code: Authority[MaybeCode]  # on the QR at the door
    territory_id: Authority[Id | None]
    lon_e7: Authority[LonE7 | None]
    lat_e7: Authority[LatE7 | None]
    point_accuracy_m: Authority[Metres | None]
    point_source: Authority[MaybeCode]
    point_at_ms: Authority[int | None]
    point_datum: Authority[MaybeCode]  # wgs84 | gcj02 | bd09: of the original pair
    point_original: Authority[MaybeName]
    radius_m: Authority[Metres]  # a check-in farther away asks for a reason
    access: Lww[Address]  # key, gate, whom to tell
    is_active: Authority[bool]


PROJECT = kind("project", Project)
LOCATION = kind("location", Location)
KINDS = (PROJECT, LOCATION)
CHECK_IN_RADIUS_M = 200


class Reason(StrEnum):
    """Why place mutations are refused."""

    WRONG_PARENT = "wrong_parent"
    CODE_TAKEN = "code_taken"


class AddProject(Args, kw_only=True, frozen=True):
    """Born: 0 = project."""

    mutation: ClassVar[str] = "project.add"
    name: Name
    type: ProjectType
    territory_id: Id | None = None


class EditProject(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "project.edit"
    project_id: Id
    name: Name
    type: ProjectType
    territory_id: Id | None


class SetProjectActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "project.set_active"
    project_id: Id
    is_active: bool


class AddLocation(Args, kw_only=True, frozen=True):
    """Born: 0 = location. Its territory comes from its project, parent or point."""

    mutation: ClassVar[str] = "location.add"
    project_id: Id | None = None
    parent_id: Id | None = None
    kind: LocationKind
    name: Name
    address: Address = ""
    code: MaybeCode = ""
    fix: Fix | None = None
    radius_m: Metres = CHECK_IN_RADIUS_M
    access: Address = ""


class EditLocation(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "location.edit"
    location_id: Id
    name: Name
    address: Address
    code: MaybeCode
    radius_m: Metres
    access: Address


class PlaceLocation(Args, kw_only=True, frozen=True):
    """Give a location its point (and with it, its territory)."""

    mutation: ClassVar[str] = "location.place"
    location_id: Id
    fix: Fix


class SetLocationActive(Args, kw_only=True, frozen=True):
    """Inactive: no longer offered for new orders; what was done there stays."""

    mutation: ClassVar[str] = "location.set_active"
    location_id: Id
    is_active: bool


ARGS = (
    AddProject,
    EditProject,
    SetProjectActive,
    AddLocation,
    EditLocation,
    PlaceLocation,
    SetLocationActive,
)
