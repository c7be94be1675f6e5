"""Browsers for the tests: one Chromium for all, a fresh context for each, profiles that survive.

Two kinds of device are known: `PHONE`, a cheap Android phone at a place in Shanghai, and `DESKTOP`,
a dispatcher's screen. Every uncaught error of a page fails its test.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from scripts.chromium import FLAGS, system_chromium
from tests.e2e.seed import seed_firm
from tests.e2e.server import ServerProcess
from tests.nursery.nursery import Nursery

PERMISSIONS = ["geolocation", "background-sync", "notifications", "camera", "microphone"]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "service_workers": "allow",
    "permissions": PERMISSIONS,
    "geolocation": {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12},
}
DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "service_workers": "allow",
}

NewContext = Callable[..., BrowserContext]
NewProfile = Callable[..., BrowserContext]


# Its loop runs in this thread as long as it lives: asynchronous tests elsewhere need it gone.
@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One headless Chromium for the whole run: the system's, or the one Playwright fetched."""
    launched = driver.chromium.launch(
        executable_path=system_chromium(), headless=True, args=[*FLAGS]
    )
    yield launched
    launched.close()


@pytest.fixture
def page_errors() -> Iterator[list[str]]:
    """Uncaught errors of all pages of this test; it fails if any is left in the list."""
    errors: list[str] = []
    yield errors
    assert errors == []


def watch(context: BrowserContext, errors: list[str]) -> BrowserContext:
    """Collect what the context's pages throw and nobody catches."""

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))

    for page in context.pages:
        listen(page)
    context.on("page", listen)
    return context


@pytest.fixture
def new_context(browser: Browser, page_errors: list[str]) -> Iterator[NewContext]:
    """Makes fresh contexts: `new_context(PHONE, base_url=…)`; closed after the test."""
    made: list[BrowserContext] = []

    def make(device: dict[str, Any] = PHONE, **more: Any) -> BrowserContext:
        made.append(watch(browser.new_context(**{**device, **more}), page_errors))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def new_profile(driver: Playwright, tmp_path: Path, page_errors: list[str]) -> Iterator[NewProfile]:
    """Opens a browser of its own on a folder, as often as wished: what it stored is still there.

    For tests that kill the browser: `new_profile("wang", PHONE)`, kill, and open "wang" again.
    """
    made: list[BrowserContext] = []

    def open_profile(name: str, device: dict[str, Any] = PHONE, **more: Any) -> BrowserContext:
        context = driver.chromium.launch_persistent_context(
            tmp_path / "profiles" / name,
            executable_path=system_chromium(),
            headless=True,
            args=[*FLAGS],
            **{**device, **more},
        )
        made.append(watch(context, page_errors))
        return context

    yield open_profile
    for context in made:
        try:
            context.close()
        except Exception as error:  # a killed browser cannot be closed again
            if "closed" not in str(error):
                raise


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the firm of `seed.py`; copied for each server."""
    folder = tmp_path_factory.mktemp("seed") / "data"
    seed_firm(folder)
    return folder


@pytest.fixture
def server(nursery: Nursery, seeded: Path, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server of this test's own, already serving the seeded firm."""
    process = ServerProcess(nursery, Path(shutil.copytree(seeded, tmp_path / "data")))
    process.start()
    yield process
    process.kill()


def wait_for_service_worker(page: Page) -> None:
    """Until the page works without a network: its worker is active and in control of it."""
    page.evaluate(
        """() => navigator.serviceWorker.ready.then((registration) => new Promise((done) => {
          const worker = registration.active;
          if (worker.state === 'activated') return done();
          worker.onstatechange = () => worker.state === 'activated' && done();
        }))"""
    )
    page.wait_for_function("navigator.serviceWorker.controller !== null")
