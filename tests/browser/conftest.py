"""The sandbox's page in a real browser, with the real bot behind it; nothing is downloaded."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, async_playwright

from bot.sandbox.events import Patience
from bot.trial import Trial, trial
from tests.browser.tab import Tab

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; without it these tests are skipped, but never in CI."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        why = "there is no Chromium here (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(f"THE PAGE IS NOT TESTED: {why}")
    return found


@pytest.fixture
async def browser(chromium: str, request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # Debian's Chromium as root, and small shared memory in containers.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = await playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        await _keep_pictures(browser, request.node.name)
        await browser.close()


async def _keep_pictures(browser: Browser, test: str) -> None:
    """Keep how each page looked at the end of a test, where CI names a folder for that."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    pages = [page for context in browser.contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        name = re.sub(r"[^\w-]+", "_", f"{test}-{number}")
        with suppress(Error):  # a page that cannot be drawn any more is no fault of the test's
            await page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Trial]:
    patience = Patience(delays=(0.0, 0.2, 0.5))
    async with trial(data=tmp_path / "data", port=0, patience=patience, agent_view=True) as opened:
        yield opened


@pytest.fixture
async def tab(browser: Browser, tried: Trial) -> AsyncIterator[Tab]:
    """Open the page on a desktop; what its scripts complain of fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened = Tab(page, tried.address)
    await opened.open()
    yield opened
    assert complaints == []
