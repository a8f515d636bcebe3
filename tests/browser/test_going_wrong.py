"""What goes wrong in the page, or goes on meanwhile, loses nobody's words and confuses nobody."""

import asyncio

from playwright.async_api import Browser, Route, expect

from bot.sandbox.example import ASK_PRIVACY
from bot.sandbox.values import Message
from bot.stories import STORIES
from bot.trial import Trial
from tests.browser.tab import Tab

_PROBLEM = "It could not be sent."


async def refuse(route: Route) -> None:
    await route.fulfill(json={"problem": _PROBLEM})


def posted(tried: Trial, words: str, *, thread: str | None = None, to_all: bool = False) -> Message:
    """Let the app write into #ask-privacy."""
    workspace = tried.sandbox.workspace
    return workspace.post(
        Message(
            channel=ASK_PRIVACY,
            ts=workspace.next_ts(),
            author=workspace.app.bot_user,
            text=words,
            thread_ts=thread,
            by_app=True,
            is_broadcast=to_all,
        )
    )


async def test_what_could_not_be_sent_comes_back_to_where_it_was_written(tab: Tab) -> None:
    page, area = tab.page, tab.page.locator("#composer textarea")
    may_fail = asyncio.Event()

    async def fail_late(route: Route) -> None:
        await may_fail.wait()
        await refuse(route)

    await page.route("**/page/say", fail_late)
    await tab.goes_to("ask-privacy")
    await tab.writes("for my colleagues")
    await tab.goes_to("privacy-helpdesk")
    may_fail.set()

    await expect(page.locator("#toast")).to_have_text(_PROBLEM)
    await expect(area).to_have_value("")
    await tab.goes_to("ask-privacy")
    await expect(area).to_have_value("for my colleagues")


async def test_an_edit_that_could_not_be_sent_is_still_an_edit(tab: Tab) -> None:
    page, area = tab.page, tab.page.locator("#composer textarea")
    await page.route("**/page/edit", refuse)
    await tab.goes_to("ask-privacy")
    await tab.writes("a slip of the pen")
    message = await tab.sees("a slip of the pen")
    await area.fill("begun before")
    await message.hover()
    await message.get_by_label("More actions").click()
    await message.get_by_role("button", name="Edit message").click()

    await area.fill("no slip")
    await area.press("Enter")

    await expect(page.locator("#toast")).to_have_text(_PROBLEM)
    await expect(area).to_have_value("no slip")
    await expect(page.locator("#composer .editing")).to_contain_text("Editing a message")
    await page.locator("#composer").get_by_role("button", name="Leave the message").click()
    await expect(area).to_have_value("begun before")
    await expect(page.locator("#composer .editing")).to_be_empty()


async def test_a_reply_to_what_stands_in_the_channel_too_goes_into_its_thread(
    tab: Tab, tried: Trial
) -> None:
    root = posted(tried, "the beginning")
    posted(tried, "for all to see", thread=root.ts, to_all=True)
    await tab.goes_to("ask-privacy")
    shown = tab.page.locator("#messages .message").filter(has_text="for all to see")
    await shown.hover()
    await shown.get_by_role("button", name="Reply in thread").click()
    await expect(tab.page.locator("#thread-messages")).to_contain_text("the beginning")

    area = tab.page.locator("#thread-composer textarea")
    await area.fill("my reply")
    await area.press("Enter")

    await expect(tab.page.locator("#thread-messages")).to_contain_text("my reply")
    replies = tried.sandbox.workspace.replies(ASK_PRIVACY, root.ts)
    assert [reply.text for reply in replies] == ["for all to see", "my reply"]


async def test_after_a_thread_is_gone_an_answer_still_opens_its_own(tab: Tab, tried: Trial) -> None:
    page, workspace = tab.page, tried.sandbox.workspace
    gone = posted(tried, "soon gone")
    await tab.goes_to("ask-privacy")
    message = await tab.sees("soon gone")
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#thread")).to_be_visible()

    workspace.delete(workspace.message(ASK_PRIVACY, gone.ts))
    await expect(page.locator("#thread")).to_be_hidden()
    await tab.writes("@privacy-helpdesk how long do you keep my data?")

    await expect(page.locator("#thread")).to_contain_text("as long as we need it")


async def test_a_story_that_is_begun_while_another_plays_is_told_alone(tab: Tab) -> None:
    page = tab.page
    may_play = asyncio.Event()

    async def play_late(route: Route) -> None:
        asked = route.request.post_data_json or {}
        if asked["story"] == 0:
            await may_play.wait()
        await route.continue_()

    await page.route("**/page/story", play_late)
    await page.locator("#stories summary").click()
    await page.locator("#story-choices button").first.click()
    await page.locator("#story-next").click()
    await page.locator("#stories summary").click()
    await page.locator("#story-choices button").last.click()

    await page.locator("#story-next").click()
    await expect(page.locator("#story-place")).to_contain_text("1 of")
    async with page.expect_response(lambda answer: "page/story" in answer.url):
        may_play.set()
    await page.locator("#story-next").click()

    await expect(page.locator("#story-place")).to_contain_text("2 of")
    await expect(page.locator("#story-title")).to_have_text(STORIES[-1].title)
    await expect(page.locator("#heading h1")).to_contain_text("compliance")


async def test_what_was_sent_for_a_message_that_is_gone_is_said_to_be_gone(
    browser: Browser, tried: Trial
) -> None:
    page = await browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.route("**/page/behind?*", lambda route: route.fulfill(status=404, json={}))
    tab = Tab(page, tried.address)
    await tab.open()
    posted(tried, "here today")
    await tab.goes_to("ask-privacy")
    message = await tab.sees("here today")

    await message.hover()
    await message.get_by_role("button", name="What was sent for this").click()

    await expect(page.locator("#toast")).to_have_text("That message is not there any more.")
    await expect(page.locator("#behind")).to_be_hidden()
    assert errors == []
