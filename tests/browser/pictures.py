"""Take the README's pictures anew, from the sandbox as it is: `poe pictures`, then look at them."""

import asyncio
import shutil
import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright

from bot.logs import configure_logs
from bot.stories import STORIES
from bot.trial import QUICK, trial
from tests.browser.tab import Tab

_PICTURES: Final = Path(__file__).parents[2] / ".github" / "pictures"
_COMPANYS_ZONE: Final = ZoneInfo("Europe/London")
_SIZE: Final = {"width": 1280, "height": 720}


async def main(chromium: str) -> None:
    """Take a picture of a question answered and of a rights request at the officers' desk."""
    _PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        await _of_story(browser, place=0, steps=1, name="question")
        await _of_story(browser, place=2, steps=3, name="request")
        await browser.close()


async def _of_story(browser: Browser, *, place: int, steps: int, name: str) -> None:
    with TemporaryDirectory() as folder:
        async with trial(data=Path(folder), port=0, patience=QUICK, ahead=_to_morning()) as tried:
            page: Page = await browser.new_page(viewport=_SIZE)  # type: ignore[arg-type]
            tab = Tab(page, tried.address)
            await tab.open()
            await _play(tab, place, steps)
            await page.screenshot(path=_PICTURES / f"{name}.png")
            await page.close()


def _to_morning() -> timedelta:
    """Return how long it is until a time of day at which people would write."""
    now = datetime.now(_COMPANYS_ZONE)
    return datetime.combine(now.date() + timedelta(days=1), time(10, 5), _COMPANYS_ZONE) - now


async def _play(tab: Tab, place: int, steps: int) -> None:
    await tab.page.locator("#stories summary").click()
    await tab.page.locator("#story-choices button").nth(place).click()
    for step in STORIES[place].steps[:steps]:
        await tab.page.locator("#story-next").click()
        await tab.sees(step.sees.words)
    await tab.page.locator("#story-close").click()
    await tab.page.mouse.move(2, 2)


if __name__ == "__main__":
    found = shutil.which("chromium")
    if found is None:
        sys.exit("There is no Chromium here (Debian: apt-get install chromium).")
    configure_logs(as_json=True)
    asyncio.run(main(found))
