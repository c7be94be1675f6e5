"""What every test shares: property tests without a clock, and how a run is split in two.

`make test` runs in two processes. A file stays whole, since its fixtures are dear; browsers stay
together, since two at a time would keep each other waiting.
"""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")

BROWSERS = Path(__file__).resolve().parent / "e2e"


# First, since the runner of several processes reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group in which each test runs."""
    for item in items:
        group = "browsers" if BROWSERS in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
