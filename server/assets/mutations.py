"""Assets: kept by the office."""

from server.assets import queries, rules
from server.assets.schema import AddAsset, Asset, EditAsset, SetAssetActive
from server.gateway.authorise import NOT_FOUND, decision_on, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.rules import OFFICE
from server.pinyin import initials
from server.places.schema import Location
from sync.outcomes import Accepted, Verdict


def add_asset(tx: Tx, args: AddAsset, call: Call) -> Verdict:
    if not _place_is_known(tx, args.location_id):
        return NOT_FOUND
    asset_id = call.born(0)
    taken_by = queries.code_taken_by(tx, args.code, asset_id)
    refusal = rules.may_use_code(args.code, taken_by)
    if refusal is not None:
        return refusal
    tx.insert(
        Asset(
            id=asset_id,
            kind=args.kind,
            location_id=args.location_id,
            name=args.name,
            initials=initials(args.name),
            code=args.code,
            manufacturer=args.manufacturer,
            model=args.model,
            serial=args.serial,
            installed_on=args.installed_on,
            remark=args.remark,
            is_active=True,
        )
    )
    return Accepted()


def edit_asset(tx: Tx, args: EditAsset, call: Call) -> Verdict:
    asset = tx.get(Asset, args.asset_id)
    if asset is None or not _place_is_known(tx, args.location_id):
        return NOT_FOUND
    taken_by = queries.code_taken_by(tx, args.code, asset.id)
    refusal = rules.may_use_code(args.code, taken_by)
    if refusal is not None:
        return refusal
    tx.update(
        asset,
        location_id=args.location_id,
        name=args.name,
        initials=initials(args.name),
        code=args.code,
        manufacturer=args.manufacturer,
        model=args.model,
        serial=args.serial,
        installed_on=args.installed_on,
        remark=args.remark,
    )
    return Accepted()


def set_asset_active(tx: Tx, args: SetAssetActive, call: Call) -> Verdict:
    asset = tx.get(Asset, args.asset_id)
    if asset is None:
        return NOT_FOUND
    tx.update(asset, is_active=args.is_active)
    return Accepted()


def _place_is_known(tx: Tx, location_id: str | None) -> bool:
    return location_id is None or tx.get(Location, location_id) is not None


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddAsset, role(*OFFICE), add_asset),
    Mutation(EditAsset, decision_on("asset_id", *OFFICE), edit_asset),
    Mutation(SetAssetActive, decision_on("asset_id", *OFFICE), set_asset_active),
)
