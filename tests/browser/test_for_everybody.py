"""Everybody can use the page: axe-core finds nothing serious, in both themes, on any screen."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.trial import Trial
from tests.browser.tab import Tab

SERIOUS = {"serious", "critical"}
DESKTOP, TELEPHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}


async def serious_findings(tab: Tab) -> list[str]:
    results = await Axe().run(tab.page)
    return [
        f"{found['id']}: {node['html']}"
        for found in results.response["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_serious(
    browser: Browser, tried: Trial, theme: str, size: dict[str, int]
) -> None:
    page = await browser.new_page(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    tab = Tab(page, tried.address)
    await tab.open()
    found = {"at first": await serious_findings(tab)}
    await tab.is_person("Tom Ashworth")
    await tab.goes_to("privacy-helpdesk")
    await tab.writes("please send me a copy of everything you hold about me")
    await tab.sees("RR-")
    found["receipt"] = await serious_findings(tab)
    await tab.is_person("Jo Okafor")
    await tab.goes_to("compliance")
    await tab.sees("RR-")
    found["card"] = await serious_findings(tab)
    await page.get_by_role("button", name="Reply to requester").click()
    await expect(tab.modal).to_be_visible()
    found["form"] = await serious_findings(tab)
    await page.keyboard.press("Escape")
    await tab.goes_to("privacy-helpdesk")
    await page.get_by_role("button", name="Home").click()
    await expect(page.locator("#home .block").first).to_be_visible()
    found["home"] = await serious_findings(tab)
    await page.locator("#clock summary").click()
    found["clock"] = await serious_findings(tab)
    await page.locator("#stories summary").click()
    await page.locator("#story-choices button").first.click()
    await page.locator("#story-next").click()
    answer = await tab.sees("as long as we need it")
    found["story"] = await serious_findings(tab)
    await page.locator("#story-close").click()
    await answer.hover()
    await answer.get_by_role("button", name="What was sent for this").click()
    await expect(page.locator("#behind")).to_be_visible()
    found["what was sent"] = await serious_findings(tab)

    assert {place: faults for place, faults in found.items() if faults} == {}


async def test_nothing_is_asked_of_anywhere_else(browser: Browser, tried: Trial) -> None:
    page = await browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    tab = Tab(page, tried.address)
    await tab.open()
    await tab.goes_to("ask-privacy")
    await tab.writes("@privacy-helpdesk how long do you keep my data?")
    await tab.sees("as long as we need it")

    assert asked
    assert [url for url in asked if not url.startswith(tried.address)] == []


async def test_what_arrives_is_read_out_and_what_is_open_has_a_name(tab: Tab) -> None:
    page = tab.page
    await tab.goes_to("ask-privacy")
    await tab.writes("@privacy-helpdesk how long do you keep my data?")
    await tab.sees("as long as we need it")

    thread = page.get_by_role("log", name="Messages in the thread")
    await expect(thread).to_contain_text("as long as we need it")
    await expect(page.get_by_role("log", name="Messages", exact=True)).to_be_visible()
    await expect(page.get_by_role("navigation", name="Channels and apps")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Thread")).to_be_visible()
    await expect(page.get_by_role("group", name="You are")).to_be_attached()


async def test_the_keyboard_goes_from_the_top_through_the_places_to_the_box_to_write_in(
    tab: Tab,
) -> None:
    page = tab.page
    await expect(page.locator("#prompts button")).not_to_have_count(0)
    await page.locator("#stories summary").focus()
    passed: list[str] = []
    for _ in range(30):
        within = await page.evaluate(
            "document.activeElement.closest('#sidebar, #heading, #prompts, #composer')?.id || 'top'"
        )
        if within not in passed[-1:]:
            passed.append(within)
        if within == "composer":
            break
        await page.keyboard.press("Tab")

    assert passed == ["top", "sidebar", "heading", "prompts", "composer"]


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
async def test_nothing_is_wider_than_the_screen_when_everybody_has_something_unread(
    browser: Browser, tried: Trial, size: dict[str, int]
) -> None:
    page = await browser.new_page(viewport=size)  # type: ignore[arg-type]
    tab = Tab(page, tried.address)
    await tab.open()
    for name, channel in (("Priya Nair", "shared-acme"), ("Tom Ashworth", "shared-acme")):
        await tab.is_person(name)
        await tab.goes_to(channel)
        await tab.writes("@privacy-helpdesk delete my details")
        await tab.sees("replied to you privately")
    await tab.is_person("Mei Lin")
    await expect(page.locator("#people .dot")).to_have_count(4)

    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert wide <= 0


async def a_long_talk(tab: Tab) -> None:
    """Open a channel with more in it than a screen shows."""
    await tab.open()
    await tab.goes_to("shared-fern")
    await tab.writes("\n".join(["a long message"] * 60))
    await tab.writes("the newest message")
    await tab.sees("the newest message")


async def test_on_a_telephone_only_the_messages_scroll(browser: Browser, tried: Trial) -> None:
    page = await browser.new_page(viewport=TELEPHONE)  # type: ignore[arg-type]
    await a_long_talk(Tab(page, tried.address))

    await page.reload()

    await expect(page.locator("#composer textarea")).to_be_in_viewport()
    await expect(page.locator("#messages .message").last).to_be_in_viewport()
    await expect(page.locator("#sidebar [aria-current]")).to_be_in_viewport(ratio=0.9)
    assert await page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0


async def test_who_leaves_a_thread_on_a_telephone_finds_the_newest_message(
    browser: Browser, tried: Trial
) -> None:
    page = await browser.new_page(viewport=TELEPHONE)  # type: ignore[arg-type]
    tab = Tab(page, tried.address)
    await a_long_talk(tab)
    await tab.goes_to("ask-privacy")
    await tab.writes("@privacy-helpdesk how long do you keep my data?")
    await expect(page.locator("#thread")).to_be_visible()

    await tab.goes_to("shared-fern")

    await tab.sees("the newest message")
    await expect(page.locator("#messages .message").last).to_be_in_viewport()
