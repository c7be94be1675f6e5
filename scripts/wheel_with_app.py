"""Build hook: a wheel carries the built PWA as `server/static`, so that using it needs no Node.

An editable installation of a checkout does not: the server then serves `pwa/dist` itself.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelWithApp(BuildHookInterface[Any]):
    """Puts `pwa/dist` into the wheel. Raises FileNotFoundError when it was not built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        dist = Path(self.root) / "pwa" / "dist"
        if not (dist / "index.html").is_file():
            raise FileNotFoundError(f"{dist} holds no built app: run `make build` first")
        build_data["force_include"][str(dist)] = "server/static"
