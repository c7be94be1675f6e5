"""What every test shares: property tests without a clock, and how a run is split up.

`make test` runs in a few processes. A file stays whole, since its fixtures are dear; browsers stay
together in two groups, those that judge every page and the others. Long groups begin first.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.nursery.nursery import Nursery

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")

JUDGES, BROWSERS = "tests/e2e/test_axe_", "tests/e2e/"
FIRST = (JUDGES, BROWSERS, "tests/simulation/", "tests/drill/")


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where all servers of this process come from."""
    started = Nursery()
    yield started
    started.close()


class Groups(LoadScopeScheduling):
    """One group a file, and two for all browsers."""

    def _split_scope(self, nodeid: str) -> str:
        whole = (group for group in (JUDGES, BROWSERS) if nodeid.startswith(group))
        return next(whole, nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    """Groups in the order in which their tests were collected."""
    config.option.loadscopereorder = False
    return Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long groups first: a process that began one last would work alone at the end."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((at for at, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))
