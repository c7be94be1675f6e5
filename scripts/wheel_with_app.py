"""Build hook: a wheel carries the built PWA as `server/static`, so that using it needs no Node,
and the font of papers, which hatchling takes from `server/papers/fonts` if it is there.

An editable installation of a checkout does not: the server then serves `pwa/dist` itself.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelWithApp(BuildHookInterface[Any]):
    """Puts `pwa/dist` into the wheel. Raises FileNotFoundError when it was not built, or when the
    font was not placed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        dist = Path(self.root) / "pwa" / "dist"
        if not (dist / "index.html").is_file():
            raise FileNotFoundError(f"{dist} holds no built app: run `make build` first")
        fonts = Path(self.root) / "server" / "papers" / "fonts"
        if not any(fonts.glob("*.ttf")):
            raise FileNotFoundError(f"{fonts} holds no font: run `make build` first")
        build_data["force_include"][str(dist)] = "server/static"
