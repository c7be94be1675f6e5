"""What may be said of assets: values in, a refusal out."""

from server.assets.schema import Asset, Reason
from sync.outcomes import Rejected


def may_use_code(code: str, taken_by: str | None) -> Rejected | None:
    """`taken_by`: name of another asset or of a place that has this code on its label now."""
    if not code or taken_by is None:
        return None
    return Rejected(Reason.ASSET_CODE_TAKEN, {"code": code, "name": taken_by})


def owner_of_code(owners: list[Asset], asset_id: str) -> str | None:
    """Name of the asset that has the code, unless it is this one."""
    return next((owner.name for owner in owners if owner.id != asset_id), None)
