"""Somebody edits what they wrote."""

from bot.sandbox.driver import DM, Driver
from bot.trial import Trial
from tests.journeys.test_requesting import registered

ASK, COMPLIANCE = "#ask-privacy", "#compliance"
BOT = "@privacy-helpdesk"
KEEP = "we will only keep the information for as long as we need it"
ABROAD, SHARED = "European Economic Area", "partners, suppliers"


async def test_an_edited_question_is_answered_anew_in_place(slack: Driver) -> None:
    said = await slack.says("Priya", "how long do you keep my data?")
    answer = await slack.sees("Priya", KEEP, at=DM)

    await slack.edits(said, "who is your data protection officer?")

    redrawn = await slack.sees("Priya", "Satswana", at=DM)
    assert redrawn.message.ts == answer.message.ts
    assert not redrawn.mentions(KEEP)
    assert len(slack.thread(said, as_person="Priya")) == 1


async def test_an_edited_follow_up_is_understood_by_what_was_asked_before_it(slack: Driver) -> None:
    said = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.sees("Priya", KEEP, at=ASK, thread=said)
    follow_up = await slack.says("Priya", f"{BOT} and outside the UK?", to=ASK, thread=said)
    await slack.sees("Priya", ABROAD, at=ASK, thread=said)
    await slack.says("Priya", f"{BOT} who do you share my data with?", to=ASK, thread=said)
    await slack.sees("Priya", SHARED, at=ASK, thread=said)

    await slack.edits(follow_up, f"{BOT} and elsewhere?")

    await slack.until(lambda: not slack.thread(said, as_person="Priya")[2].mentions(ABROAD) or None)
    first, _, edited, _, last = slack.thread(said, as_person="Priya")
    assert edited.mentions(KEEP)
    assert first.mentions(KEEP)
    assert last.mentions(SHARED)


async def test_a_mention_added_by_an_edit_is_heard(slack: Driver) -> None:
    said = await slack.says("Priya", "how long do you keep my data?", to=ASK)

    await slack.edits(said, f"{BOT} how long do you keep my data?")

    await slack.sees("Priya", KEEP, at=ASK, thread=said)


async def test_a_question_that_becomes_a_request_is_registered(slack: Driver, tried: Trial) -> None:
    said = await slack.says("Tom", "how long do you keep my data?")
    await slack.sees("Tom", KEEP, at=DM)

    await slack.edits(said, "Please send me a copy of all the personal data you hold about me.")

    await slack.sees("Tom", "RR-", at=DM)
    assert len(await registered(tried)) == 1


async def test_an_edited_request_stays_one_and_its_officers_read_the_new_words(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says(
        "Tom", "Please send me a copy of all the personal data you hold about me."
    )
    await slack.sees("Tom", "RR-", at=DM)

    await slack.edits(
        said, "Please send me a copy of all the personal data you hold about me, and the calls."
    )

    await slack.sees("Jo", "and the calls", at=COMPLIANCE)
    assert len(await registered(tried)) == 1


async def test_an_edit_told_twice_changes_nothing_more(slack: Driver) -> None:
    said = await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", KEEP, at=DM)
    edited = await slack.edits(said, "who is your data protection officer?")
    await slack.sees("Priya", "Satswana", at=DM)

    for delivery in edited.deliveries:
        await slack.sandbox.announcer.redeliver(delivery)
    await slack.says("Priya", "who do you share my data with?")
    await slack.sees("Priya", SHARED, at=DM)

    assert len(slack.thread(said, as_person="Priya")) == 1
