"""Assets (设备/部位): what is repaired. A part of a building is one too."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from server.shapes import Args, Id, LocalDay, MaybeName, Name, Text
from sync.fields import Authority, DerivedFrom, Immutable, Lww, OfficeLww, Row
from sync.kinds import kind

MaybeCode = Annotated[str, msgspec.Meta(max_length=40)]


class AssetKind(StrEnum):
    EQUIPMENT = "equipment"  # 设备: a lift, a pump, a boiler
    PART = "part"  # 部位: a roof, a façade, a riser


class Asset(Row, frozen=True):
    """Something with a history of its own, at a place."""

    kind: Immutable[AssetKind]
    location_id: Authority[Id | None]
    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]
    code: Authority[MaybeCode]  # on its QR label
    manufacturer: Lww[MaybeName]
    model: Lww[MaybeName]
    serial: Lww[MaybeName]
    installed_on: Authority[LocalDay | None]
    remark: OfficeLww[Text]
    is_active: Authority[bool]


ASSET = kind("asset", Asset)
KINDS = (ASSET,)


class Reason(StrEnum):
    """Why asset mutations are refused."""

    ASSET_CODE_TAKEN = "asset_code_taken"  # detail: code, name


class AddAsset(Args, kw_only=True, frozen=True):
    """Born: 0 = asset."""

    mutation: ClassVar[str] = "asset.add"
    kind: AssetKind = AssetKind.EQUIPMENT
    location_id: Id | None = None
    name: Name
    code: MaybeCode = ""
    manufacturer: MaybeName = ""
    model: MaybeName = ""
    serial: MaybeName = ""
    installed_on: LocalDay | None = None
    remark: Text = ""


class EditAsset(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "asset.edit"
    asset_id: Id
    location_id: Id | None
    name: Name
    code: MaybeCode
    manufacturer: MaybeName
    model: MaybeName
    serial: MaybeName
    installed_on: LocalDay | None
    remark: Text


class SetAssetActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "asset.set_active"
    asset_id: Id
    is_active: bool


ARGS = (AddAsset, EditAsset, SetAssetActive)
