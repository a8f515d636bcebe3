"""What one does in the page with the mouse and the keyboard."""

from playwright.async_api import expect

from tests.browser.tab import Tab


async def test_a_question_is_answered_in_the_thread_that_opens_by_itself(tab: Tab) -> None:
    await tab.goes_to("ask-privacy")

    await tab.writes("@privacy-helpdesk how long do you keep my data?")

    await expect(tab.page.locator("#thread")).to_contain_text("as long as we need it")


async def test_a_form_with_an_error_says_so_at_the_field_and_keeps_what_was_typed(
    tab: Tab,
) -> None:
    await tab.is_person("Tom Ashworth")
    await tab.goes_to("privacy-helpdesk")
    await tab.page.get_by_role("button", name="Home").click()
    await tab.page.get_by_role("button", name="Make a rights request").click()

    await tab.modal.get_by_role("textbox").first.fill("My router, please")
    await tab.page.locator("#modal-submit").click()

    await expect(tab.modal.locator(".error:not(:empty)").first).to_be_visible()
    await expect(tab.modal.get_by_role("textbox").first).to_have_value("My router, please")
    wrong = tab.modal.locator('[aria-invalid="true"]').first
    assert await wrong.evaluate("field => field.contains(document.activeElement)")
    await expect(tab.modal.locator(".error:not(:empty)").first).to_be_in_viewport()


async def test_what_is_suggested_is_asked_by_one_press(tab: Tab) -> None:
    await tab.goes_to("privacy-helpdesk")

    await tab.page.get_by_role("button", name="How long is data kept?").click()

    await tab.sees("How long do you keep personal data?")
    await expect(tab.page.locator("#thread")).to_contain_text("as long as we need it")


async def test_who_becomes_somebody_else_at_the_home_tab_sees_theirs_from_its_top(
    tab: Tab,
) -> None:
    page = tab.page
    await page.set_viewport_size({"width": 1280, "height": 320})
    await tab.is_person("Jo Okafor")
    await tab.goes_to("privacy-helpdesk")
    await page.get_by_role("button", name="Home").click()
    await expect(page.locator("#home")).to_contain_text("The compliance team's queue")

    await tab.is_person("Sam Reid")

    await expect(page.locator("#home")).to_contain_text("The compliance team's queue")
    await expect(page.locator("#home .block").first).to_be_in_viewport(ratio=1)


async def test_what_is_begun_waits_for_who_began_it(tab: Tab) -> None:
    area = tab.page.locator("#composer textarea")
    await tab.goes_to("ask-privacy")
    await area.fill("I have begun")

    await tab.goes_to("privacy-helpdesk")
    await expect(area).to_have_value("")
    await tab.is_person("Jo Okafor")
    await tab.goes_to("ask-privacy")
    await expect(area).to_have_value("")
    await tab.is_person("Priya Nair")

    await expect(area).to_have_value("I have begun")


async def test_the_keyboard_alone_is_enough(tab: Tab) -> None:
    page = tab.page
    await page.locator("#sidebar").get_by_role("button", name="ask-privacy").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer textarea")).to_be_focused()
    await page.keyboard.type("@privacy-h")
    await page.keyboard.press("Tab")
    await page.keyboard.type("who do you share my data with?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread")).to_contain_text("Section 3")

    await page.keyboard.press("Escape")

    await expect(page.locator("#thread")).to_be_hidden()


async def test_who_works_a_case_by_the_keyboard_stays_at_its_card(tab: Tab) -> None:
    page = tab.page
    await tab.is_person("Tom Ashworth")
    await tab.goes_to("privacy-helpdesk")
    await tab.writes("please send me a copy of everything you hold about me")
    await tab.sees("RR-")
    await page.locator("#people").get_by_role("button", name="Jo Okafor").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator('#people [aria-pressed="true"]')).to_contain_text("Jo Okafor")
    await expect(page.locator("#people").get_by_role("button", name="Jo Okafor")).to_be_focused()
    await tab.goes_to("compliance")
    card = tab.card

    await card.get_by_role("button", name="Claim").focus()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(card).to_contain_text("with @Jo Okafor")
    await expect(card.locator(":focus")).to_have_count(1)
    reply = card.get_by_role("button", name="Reply to requester")
    await reply.focus()
    await page.keyboard.press("Enter")
    await expect(tab.modal).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(tab.modal).to_be_hidden()
    await expect(reply).to_be_focused()


async def test_the_same_is_chosen_again_from_a_menu_after_its_form_was_left(tab: Tab) -> None:
    page = tab.page
    await tab.is_person("Tom Ashworth")
    await tab.goes_to("privacy-helpdesk")
    await tab.writes("please send me a copy of everything you hold about me")
    await tab.sees("RR-")
    await tab.is_person("Jo Okafor")
    await tab.goes_to("compliance")
    menu = tab.card.locator("select")

    for _ in range(2):
        await menu.select_option(label="Ask what is meant")
        await expect(tab.modal).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(tab.modal).to_be_hidden()

    await expect(menu.locator("option:checked")).to_have_text("Next step")


async def test_what_was_sent_for_a_message_is_shown(tab: Tab) -> None:
    await tab.goes_to("ask-privacy")
    await tab.writes("@privacy-helpdesk how long do you keep my data?")
    answer = await tab.sees("as long as we need it")

    await answer.hover()
    await answer.get_by_role("button", name="What was sent for this").click()

    drawer = tab.page.locator("#behind")
    await expect(drawer).to_contain_text("chat.postMessage")
    await expect(drawer).to_contain_text("delivery_id")
    await tab.page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_time_can_be_let_pass(tab: Tab) -> None:
    clock = tab.page.locator("#clock-words")
    before = await clock.inner_text()

    await tab.page.locator("#clock summary").click()
    await tab.page.get_by_role("button", name="A month later").click()

    await expect(clock).not_to_have_text(before)
