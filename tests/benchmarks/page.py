"""How long the sandbox's page takes to load, printed by `poe page-figures`; nothing is asserted.

The real bot is behind it, and Debian's Chromium before it: each load is a new visitor's, with an
empty cache, from the start of the navigation to the load event and until the channels are shown.
"""

import asyncio
import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import Browser, async_playwright

from bot.logs import configure_logs
from bot.trial import QUICK, trial

LOADS: Final = 10
_LOADED: Final = "performance.getEntriesByType('navigation')[0].loadEventEnd"
_NOTE_WHEN_DRAWN: Final = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("#sidebar button")) return;
  window.drawnAt = performance.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


async def main(chromium: str) -> None:
    """Print the median of both, and the slowest."""
    with TemporaryDirectory() as folder:
        async with (
            trial(data=Path(folder), port=0, patience=QUICK) as tried,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            await _load(browser, tried.address)  # the browser's own start is not the page's
            loads = [await _load(browser, tried.address) for _ in range(LOADS)]
            await browser.close()
    loaded, drawn = zip(*loads, strict=True)
    _tell("load event", loaded)
    _tell("channels shown", drawn)


def _tell(what: str, took: tuple[float, ...]) -> None:
    figures = f"median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms"
    print(f"{what} of the sandbox's page: {figures}", flush=True)  # noqa: T201 - a benchmark speaks


async def _load(browser: Browser, address: str) -> tuple[float, float]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    await context.add_init_script(_NOTE_WHEN_DRAWN)
    page = await context.new_page()
    await page.goto(address)
    await page.locator("#sidebar button").first.wait_for()
    loaded, drawn = await page.evaluate(f"[{_LOADED}, window.drawnAt]")
    await context.close()
    return float(loaded), float(drawn)


if __name__ == "__main__":
    found = shutil.which("chromium")
    if found is None:
        sys.exit("There is no Chromium here (Debian: apt-get install chromium).")
    configure_logs(as_json=True)
    asyncio.run(main(found))
