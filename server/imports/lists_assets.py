"""Lists of assets."""

import re

import msgspec

from server.assets import rules as asset_rules
from server.assets.schema import AddAsset, Asset, AssetKind, EditAsset
from server.gateway.tx import Tx
from server.imports.lists_cells import Cells
from server.imports.lists_places import Places, joined
from server.imports.lists_plan import (
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

KINDS = {
    "equipment": AssetKind.EQUIPMENT,
    "设备": AssetKind.EQUIPMENT,
    "part": AssetKind.PART,
    "部位": AssetKind.PART,
    "part of a building": AssetKind.PART,
}
PATH_SPLIT = re.compile(r"\s*[/／>＞·]\s*")


class Assets:
    """By the code on the label. The place is named by its own code or by its path."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.places = Places(tx)
        self.paths = self.places.spoken()
        self.assets = {each.code: each for each in tx.rows(Asset) if each.code}
        self.lines: dict[str, int] = {}

    def plan(self, cells: Cells) -> Plan:
        code = cells.needed("code")
        once(self.lines, code, cells)
        known = self.assets.get(code)
        if known is not None:
            active(known, cells)
        place = self.places.by_code.get(code)
        may(asset_rules.may_use_code(code, place.name if place else None))
        kind = cells.choice("kind", KINDS, known.kind if known else AssetKind.EQUIPMENT)
        if known is not None and kind is not known.kind:
            raise cells.wrong("fixed", "kind")
        name = cells.text("name", known.name) if known else cells.needed("name")
        values = {
            "location_id": self._place(cells, known.location_id if known else None),
            "name": name,
            "code": code,
            "manufacturer": cells.text("manufacturer", known.manufacturer if known else ""),
            "model": cells.text("model", known.model if known else ""),
            "serial": cells.text("serial", known.serial if known else ""),
            "installed_on": cells.day("installed_on", known.installed_on if known else None),
            "remark": cells.text("remark", known.remark if known else ""),
        }
        steps: list[Step] = []
        if known is None:
            steps.append(self.writer.step(made(AddAsset, kind=kind, **values)))
            row_id = self.writer.born(steps[0])
            self.assets[code] = born_row(Asset, id=row_id, kind=kind, is_active=True, **values)
        elif differs(known, values):
            steps.append(self.writer.step(made(EditAsset, asset_id=known.id, **values)))
            self.assets[code] = msgspec.structs.replace(known, **values)
        outcome = outcome_of(is_new=known is None, steps=steps)
        return Plan(cells.line, name, outcome, steps)

    def _place(self, cells: Cells, default: str | None) -> str | None:
        text = cells.text("location")
        if not text:
            return default
        by_code = self.places.by_code.get(text)
        if by_code is not None:
            return by_code.id
        found = self.paths.get(joined(tuple(PATH_SPLIT.split(text))), [])
        if len(found) == 1:
            return found[0]
        raise cells.wrong("ambiguous" if found else "unknown", "location")
