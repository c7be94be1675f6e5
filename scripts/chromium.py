"""Where the Chromium of this machine is, for browser tests and screenshots.

Importing this lets Playwright run on the Node that the README asks for: the one it brings needs a
library (libatomic) that a bare machine does not have.
"""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# No sandbox: tests also run as root in containers. The fake devices stand in for camera and
# microphone; the rest keeps the browser from talking to anybody but the server under test.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)


if node := shutil.which("node"):
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


def system_chromium() -> str | None:
    """Path of an installed Chromium or Chrome; None means that Playwright's own must do."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
