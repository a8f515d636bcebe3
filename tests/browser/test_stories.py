"""The page plays its stories by itself."""

import pytest
from playwright.async_api import expect

from bot.stories import STORIES
from tests.browser.tab import Tab


@pytest.mark.parametrize("place", range(len(STORIES)), ids=[story.title for story in STORIES])
async def test_a_story_is_told_step_by_step(tab: Tab, place: int) -> None:
    page, story = tab.page, STORIES[place]
    await page.locator("#stories summary").click()
    await page.locator("#story-choices button").nth(place).click()
    await expect(page.locator("#story-tells")).to_have_text(story.about)

    for number, step in enumerate(story.steps, start=1):
        await page.locator("#story-next").click()
        await expect(page.locator("#story-place")).to_have_text(f"{number} of {len(story.steps)}")
        await expect(page.locator("#story-tells")).to_have_text(step.tells)
        if step.sees.words:
            await tab.sees(step.sees.words)

    await page.locator("#story-next").click()
    await expect(page.locator("#story")).to_be_hidden()
