"""Territories: who serves where, in which zone of time."""

from enum import StrEnum
from typing import ClassVar

from server.shapes import Args, Id, Json, Name, Zone
from sync.fields import Authority, Lww, Row, Sees
from sync.kinds import kind


class Territory(Row, frozen=True):
    """A service area. Its id names the scope of those who dispatch in it."""

    name: Lww[Name]
    zone: Authority[Zone]
    outline: Authority[Json]  # rings of [lon_e7, lat_e7] pairs, first ring outside; "" = none
    is_active: Authority[bool]


TERRITORY = kind("territory", Territory, Sees.EVERYONE)
KINDS = (TERRITORY,)


class Reason(StrEnum):
    """Why territory mutations are refused."""

    BAD_OUTLINE = "bad_outline"
    UNKNOWN_ZONE = "unknown_zone"


class AddTerritory(Args, kw_only=True, frozen=True):
    """Born: 0 = territory."""

    mutation: ClassVar[str] = "territory.add"
    name: Name
    zone: Zone
    outline: Json = ""


class EditTerritory(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "territory.edit"
    territory_id: Id
    name: Name
    zone: Zone
    outline: Json


class SetTerritoryActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "territory.set_active"
    territory_id: Id
    is_active: bool


ARGS = (AddTerritory, EditTerritory, SetTerritoryActive)
