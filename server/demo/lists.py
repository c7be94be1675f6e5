"""Chapter two and a half: the checklists, published while the story is under way.

Orders that were decided before have none; each later one pins a version, and whoever works on it
answers.
"""

from server.checklists.schema import AddChecklist
from server.demo.firm import Firm, Pinned
from server.demo.model import City
from server.demo.script import Script

LISTS_DAY = -7
LISTS_MIN = 7 * 60 + 30


def tell_lists(script: Script, city: City, firm: Firm) -> None:
    """Publish a list a trade and the general one; `firm` knows them from then on."""
    at_ms = script.at(LISTS_DAY, LISTS_MIN)
    for sheet in city.sheets:
        args = AddChecklist(
            name=sheet.name_zh if city.locale == "zh-CN" else sheet.name_en,
            skill_id=firm.skills[sheet.trade] if sheet.trade else None,
            items=sheet.items,
        )
        label = f"checklist:{sheet.trade or 'general'}"
        born = script.add(at_ms, firm.office["manager"], label, args)
        firm.lists[sheet.trade] = Pinned(at_ms, born(0), born(1), sheet.items)
