"""The page plays its stories by itself."""

from typing import Final

import pytest
from playwright.async_api import Browser, expect

from bot.stories import STORIES
from bot.trial import Trial
from tests.browser.tab import Tab

_TITLES: Final = [story.title for story in STORIES]
_SILENCE: Final = _TITLES.index("A silence")


async def begins(tab: Tab, place: int) -> None:
    await tab.page.locator("#stories summary").click()
    await tab.page.locator("#story-choices button").nth(place).click()


@pytest.mark.parametrize("place", range(len(STORIES)), ids=_TITLES)
async def test_a_story_is_told_step_by_step(tab: Tab, place: int) -> None:
    page, story = tab.page, STORIES[place]
    await begins(tab, place)
    await expect(page.locator("#story-tells")).to_have_text(story.about)

    for number, step in enumerate(story.steps, start=1):
        await page.locator("#story-next").click()
        await expect(page.locator("#story-place")).to_have_text(f"{number} of {len(story.steps)}")
        await expect(page.locator("#story-tells")).to_have_text(step.tells)
        if step.sees.words:
            await tab.sees(step.sees.words)

    await page.locator("#story-next").click()
    await expect(page.locator("#story")).to_be_hidden()


async def test_the_story_goes_on_in_reach_while_a_form_is_open(tab: Tab) -> None:
    page = tab.page
    await begins(tab, _SILENCE)
    for number in (1, 2, 3):
        await page.locator("#story-next").click()
        await expect(page.locator("#story-place")).to_contain_text(f"{number} of")

    await expect(tab.modal).to_be_visible()
    box, form = await page.locator("#story").bounding_box(), await tab.modal.bounding_box()

    # A click needs what is clicked to be on top; a modal dialog would take the click away.
    await page.locator("#story-next").click()
    await expect(page.locator("#story-place")).to_contain_text("4 of")
    assert box is not None
    assert form is not None
    assert box["x"] + box["width"] <= form["x"]


async def test_a_story_plays_by_itself_and_pauses(tab: Tab) -> None:
    page = tab.page
    await begins(tab, _SILENCE)
    by_itself = page.locator("#story-play")

    await by_itself.click()

    await expect(by_itself).to_have_text("Pause")
    await expect(page.locator("#story-place")).to_contain_text("2 of")
    await by_itself.click()
    await expect(by_itself).to_have_text("Play by itself")
    await expect(by_itself).to_have_attribute("aria-pressed", "false")


async def test_on_a_telephone_the_story_hides_neither_the_answer_nor_the_box_to_write_in(
    browser: Browser, tried: Trial
) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 780})
    tab = Tab(page, tried.address)
    await tab.open()
    await begins(tab, 0)
    await page.locator("#story-next").click()

    answer = await tab.sees("as long as we need it")
    story = await page.locator("#story").bounding_box()
    writing = await page.locator("#thread-composer textarea").bounding_box()

    assert story is not None
    assert writing is not None
    assert writing["y"] + writing["height"] <= story["y"]
    assert story["y"] + story["height"] <= 780
    await expect(answer).to_be_in_viewport()
