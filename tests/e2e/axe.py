"""What axe and a ruler find on a screen, in both languages and all lights, without a reload."""

import os
import re
from typing import Any

from playwright.sync_api import Page

from tests.e2e.server import ROOT

AXE = (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
LOCALES = ("zh-CN", "en")
LIGHTS = {"phone": ("day", "night", "sun"), "board": ("day", "night")}
TARGET_PX = {"phone": 48, "board": 0}
LISTED = re.compile(r"\{ name: '(\w+)', (path|file): '([^']+)' \}")
LOOKS = os.environ.get("FIELDWARD_LOOKS", "")  # a file to list the looks in
LOOK = (ROOT / "tests/e2e/look.js").read_text(encoding="utf-8")


def listed(face: str, kind: str) -> dict[str, str]:
    """Name → path of the ROUTES, or name → file of the DIALOGS, that the face declares."""
    source = (ROOT / f"pwa/src/{face}/router.ts").read_text(encoding="utf-8")
    return {name: value for name, key, value in LISTED.findall(source) if key == kind}


def looks_of(lights: tuple[str, ...], *, is_state: bool) -> list[tuple[str, str]]:
    """Each light in the first language, and the first light in the other: colours speak none.

    A state of a page differs by words, so each language and each of two lights once.
    """
    if is_state:
        return list(zip(LOCALES, lights, strict=False))
    return [
        *((LOCALES[0], light) for light in lights),
        *((each, lights[0]) for each in LOCALES[1:]),
    ]


class Judge:
    """Collects what is wrong with the screens of one face, by name and look."""

    def __init__(self, face: str) -> None:
        self.face = face
        self.found: list[str] = []
        self.seen: set[str] = set()

    def look(self, page: Page, name: str, scope: str = "html") -> None:
        """Judge the part of the page that is on the screen now; what lies open stays open."""
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE)
        asked: dict[str, Any] = {
            "scope": scope,
            "looks": looks_of(LIGHTS[self.face], is_state=" " in name),
            "target": TARGET_PX[self.face],
        }
        found: list[str] = page.evaluate(LOOK, asked)
        self.found += [f"{name} {each}" for each in found]
        self.seen.add(name)
        if LOOKS:
            with open(LOOKS, "a", encoding="utf-8") as looks:
                looks.write(f"{self.face}\t{len(found)}\t{name}\n")
