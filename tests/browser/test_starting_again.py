"""Whoever wants an empty workspace presses one button."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from tests.browser.tab import Tab


@asynccontextmanager
async def sandbox_command() -> AsyncIterator[str]:
    """Run `helpdesk sandbox` and return its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox", "--no-browser", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(120):
            address = await _address(process.stdout)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def _address(said: asyncio.StreamReader) -> str:
    """Return the address that the command says, whatever it says before."""
    async for line in said:
        for word in line.decode().split():
            if word.startswith("http"):
                return word
    pytest.fail("The sandbox said no address.")


async def test_start_again_begins_with_an_empty_workspace(browser: Browser) -> None:
    async with sandbox_command() as address:
        tab = Tab(await browser.new_page(), address)
        await tab.open()
        await tab.goes_to("ask-privacy")
        await tab.writes("hello there")
        await tab.sees("hello there")

        await tab.page.get_by_role("button", name="Start again").click()

        await expect(tab.message("hello there")).to_have_count(0, timeout=60_000)
        await tab.goes_to("ask-privacy")
        await expect(tab.page.locator("#messages")).to_contain_text("Nothing is written here yet")
