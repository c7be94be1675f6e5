"""See that browser tests find Chromium and a font with Chinese characters.

The system's are taken where they are; else Debian's packages when we are root; else the Chromium
that Playwright brings. Run by `make test`.
"""

import os
import shutil
import subprocess
import sys

from scripts.chromium import system_chromium

PACKAGES = {"browser": ("chromium",), "font": ("fonts-noto-cjk", "fontconfig")}


def has_cjk_font() -> bool:
    """Whether Chinese text is drawn as characters, not as boxes."""
    if sys.platform != "linux":
        return True  # macOS and Windows come with one
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    found = subprocess.run([listing, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def apt_install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages. False where there is no apt, no root, or no success."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-q"]
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    return all(
        subprocess.run(command, env=environment, check=False).returncode == 0
        for command in (update, install)
    )


def playwright_browser() -> bool:
    """Let Playwright fetch its own Chromium into the user's cache."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """0 when both are there in the end, 1 with a sentence when one is not."""
    lacks_browser = system_chromium() is None
    lacks_font = not has_cjk_font()
    wanted = (PACKAGES["browser"] if lacks_browser else ()) + (
        PACKAGES["font"] if lacks_font else ()
    )
    if wanted:
        apt_install(wanted)
    if system_chromium() is None and not playwright_browser():
        print("No Chromium: install the package chromium, then run again.", file=sys.stderr)
        return 1
    if not has_cjk_font():
        print(
            "No Chinese font: install the package fonts-noto-cjk, then run again.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
