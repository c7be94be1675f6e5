"""The checking page: one HTML file that needs no server and no network."""

from pathlib import Path

from server.evidence.exporting import CannotExport
from server.settings import Settings
from server.static import Static

VERIFIER = "verify.html"


def write_page(settings: Settings, file: Path) -> Path:
    """A copy of the built page, which replaces an older one. Raises CannotExport."""
    built = Static.of(settings).files.get(VERIFIER)
    if built is None:
        raise CannotExport("The page was not built: `make build`.")
    file.write_bytes(built.read_bytes())
    return file
