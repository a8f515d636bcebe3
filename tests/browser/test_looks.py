"""What is drawn can be read: where a rule of the style sheet would be missed, it is measured."""

from itertools import pairwise

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.trial import Trial
from tests.browser.tab import Tab

READABLE = 4.5
"""The least contrast of words with what is behind them (WCAG 2.2, 1.4.3)."""
SEEN = 3.0
"""The least contrast of a sign with what is around it (WCAG 2.2, 1.4.11)."""

_CONTRAST = """
(element, [pseudo, colour]) => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (colour) => colour === "transparent" || /, 0\\)$/.test(colour);
  let behind = element;
  while (isClear(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const shown = getComputedStyle(element, pseudo)[colour];
  const seen = [shown, getComputedStyle(behind).backgroundColor];
  const [dark, light] = seen.map(luminance).sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}
"""


async def contrast(element: Locator, pseudo: str | None = None, *, of: str = "color") -> float:
    return float(await element.evaluate(_CONTRAST, [pseudo, of]))


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_who_one_is_stands_out_and_can_be_read(
    browser: Browser, tried: Trial, theme: str
) -> None:
    page = await browser.new_page(
        viewport={"width": 1280, "height": 800},
        color_scheme=theme,  # type: ignore[arg-type]
    )
    tab = Tab(page, tried.address)
    await tab.open()
    await tab.is_person("Tom Ashworth")

    chosen, other = page.locator('.person[aria-pressed="true"]'), page.locator(".person").last

    for part in (".name", ".role"):
        assert await contrast(chosen.locator(part)) >= READABLE
        assert await contrast(other.locator(part)) >= READABLE
    background = "one => getComputedStyle(one).backgroundColor"
    assert await chosen.evaluate(background) != await other.evaluate(background)
    assert await contrast(page.locator("#composer textarea"), "::placeholder") >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_where_the_keyboard_is_stands_out(browser: Browser, tried: Trial, theme: str) -> None:
    page = await browser.new_page(color_scheme=theme)  # type: ignore[arg-type]
    tab = Tab(page, tried.address)
    await tab.open()

    await page.locator("#heading").get_by_role("button", name="Home").focus()

    assert await contrast(page.locator(":focus"), of="outlineColor") >= SEEN


async def test_at_what_one_person_alone_sees_the_tools_hide_no_word(
    browser: Browser, tried: Trial
) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 800})
    tab = Tab(page, tried.address)
    await tab.open()
    await tab.goes_to("ask-privacy")
    await tab.writes("/privacy help")
    message = await tab.sees("Only visible to you")
    await message.hover()

    words = await message.locator(".only").bounding_box()
    tools = await message.locator(".tools").bounding_box()

    assert words is not None
    assert tools is not None
    assert tools["y"] + tools["height"] <= words["y"] + 1


async def test_quotations_one_after_another_have_one_bar(tab: Tab) -> None:
    await tab.goes_to("ask-privacy")
    await tab.writes("@privacy-helpdesk how long do you keep my data?")
    answer = await tab.sees("as long as we need it")

    bars = await answer.locator("blockquote").evaluate_all(
        "them => them.map((it) => it.getBoundingClientRect()).map((it) => [it.top, it.bottom])"
    )

    assert len(bars) == 2
    for (_, end), (start, _) in pairwise(bars):
        assert start <= end + 0.5


@pytest.mark.parametrize("size", [(1280, 500), (400, 600)], ids=["desktop", "telephone"])
async def test_a_long_form_scrolls_in_one_place_and_keeps_its_buttons(
    browser: Browser, tried: Trial, size: tuple[int, int]
) -> None:
    page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
    tab = Tab(page, tried.address)
    await tab.open()
    await tab.goes_to("privacy-helpdesk")
    await page.get_by_role("button", name="Home").click()
    await page.get_by_role("button", name="Log one for somebody else").click()
    await expect(tab.modal).to_be_visible()

    scrolls = await page.evaluate(
        """() => [...document.querySelectorAll("#modal, #modal *")]
          .filter((it) => it.tagName !== "TEXTAREA" && it.scrollHeight > it.clientHeight + 1)
          .filter((it) => /auto|scroll/.test(getComputedStyle(it).overflowY))
          .map((it) => it.id || it.className)"""
    )

    assert scrolls == ["modal-body"]
    await expect(page.locator("#modal-submit")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#modal-title")).to_be_in_viewport(ratio=1)
