"""Somebody asks, and reads the notice's own words where they asked."""

from datetime import UTC, datetime

from sqlmodel import Session, col, select

from bot.arrivals import ArrivalRow
from bot.asked import feedback
from bot.asked.feedback import Feedback
from bot.asked.questions import QuestionRow
from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import Refuses
from bot.trial import Trial
from tests.journeys.ruling import approves

ASK, SHARED, COMPLIANCE = "#ask-privacy", "#shared-acme", "#compliance"
BOT = "@privacy-helpdesk"
KEEP = "we will only keep the information for as long as we need it"


async def feedback_of(tried: Trial) -> tuple[Feedback, ...]:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    return await tried.helpdesk.database.in_transaction(
        lambda session: feedback.given(session, since=since)
    )


async def test_a_question_in_a_channel_is_answered_in_its_thread(slack: Driver) -> None:
    said = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)

    answer = await slack.sees("Priya", KEEP, at=ASK, thread=said)

    assert answer.mentions("How long will you keep my personal data?")
    assert answer.mentions("25 May 2018")
    assert KEEP in answer.text
    assert "Ask the compliance team" in answer.buttons
    assert [delivery.statuses for delivery in said.deliveries] == [[200], [200]]


async def test_a_mention_told_twice_is_answered_once(slack: Driver) -> None:
    said = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.sees("Priya", KEEP, at=ASK, thread=said)
    for delivery in said.deliveries:
        await slack.sandbox.announcer.redeliver(delivery)
    await slack.says("Priya", "who is your data protection officer?")
    await slack.sees("Priya", "Satswana", at=DM)

    assert len(slack.thread(said, as_person="Priya")) == 1


async def test_a_typing_error_is_forgiven(slack: Driver) -> None:
    await slack.says("Priya", "how lnog do yuo keep my persnal data")

    await slack.sees("Priya", KEEP, at=DM)


async def test_where_the_notice_is_silent_the_bot_says_so_and_offers_a_person(
    slack: Driver,
) -> None:
    await slack.says("Tom", "is my data encrypted at rest on your servers?")

    answer = await slack.sees("Tom", "The notice does not say", at=DM)

    assert "Ask the compliance team" in answer.buttons


async def test_what_is_not_about_personal_data_gets_one_kind_line(slack: Driver) -> None:
    await slack.says("Priya", "what's for lunch in the canteen today?")

    answer = await slack.sees("Priya", "personal data", at=DM)

    assert answer.is_by_app


async def test_a_customer_is_answered_in_the_shared_channel(slack: Driver) -> None:
    await approves(slack)
    said = await slack.says("Tom", f"{BOT} who do you share my data with?", to=SHARED)

    answer = await slack.sees("Tom", "partners, suppliers", at=SHARED, thread=said)

    assert not answer.mentions("For staff")


async def test_a_question_for_the_team_comes_back_where_it_was_asked(slack: Driver) -> None:
    await approves(slack)
    said = await slack.says("Tom", f"{BOT} is my data encrypted at rest?", to=SHARED)
    answer = await slack.sees("Tom", "The notice does not say", at=SHARED, thread=said)
    await slack.presses("Tom", "Ask the compliance team", on=answer)
    card = await slack.sees("Jo", "is my data encrypted at rest?", at=COMPLIANCE)
    await slack.sees("Tom", "QN-", at=SHARED, thread=said)

    await slack.presses("Jo", "Claim", on=card)
    await slack.presses("Jo", "reply_to_requester", on=card)
    await slack.submits("Jo", {"reply": "Yes, with AES."})
    preview = await slack.modal("Jo")
    assert preview.mentions("Yes, with AES.")
    await slack.submits("Jo")

    reply = await slack.sees("Tom", "Yes, with AES.", at=SHARED, thread=said)
    assert not reply.mentions("Jo")
    assert (await slack.sees("Jo", "Yes, with AES.", at=COMPLIANCE, thread=card)).mentions("Jo")


async def test_officers_may_see_why_a_question_was_answered_so(slack: Driver) -> None:
    await slack.says("Tom", "is my data encrypted at rest?")
    answer = await slack.sees("Tom", "The notice does not say", at=DM)
    await slack.presses("Tom", "Ask the compliance team", on=answer)
    card = await slack.sees("Jo", "is my data encrypted at rest?", at=COMPLIANCE)

    await slack.presses("Jo", "Why this answer?", on=card)

    reasons = await slack.modal("Jo")
    assert reasons.mentions("a question on which the notice is silent")
    assert reasons.mentions("Nearest phrasing")
    assert reasons.mentions("Runner-up")
    assert reasons.mentions("not_covered needs")
    assert not reasons.mentions("small_talk")


async def test_officers_see_what_to_mind_of_what_was_answered(slack: Driver) -> None:
    await slack.says("Tom", "is my data protected when it goes to the US?")
    answer = await slack.sees("Tom", "Privacy Shield", at=DM)
    await slack.presses("Tom", "Ask the compliance team", on=answer)
    card = await slack.sees("Jo", "when it goes to the US", at=COMPLIANCE)

    await slack.presses("Jo", "Why this answer?", on=card)

    assert (await slack.modal("Jo")).mentions("Important for officers")


async def test_a_question_by_command_is_answered_to_the_asker_alone(slack: Driver) -> None:
    await slack.commands("Priya", "/privacy how long do you keep my data?", at=ASK)

    answer = await slack.sees("Priya", KEEP, at=ASK)

    assert answer.is_ephemeral


async def test_help_says_how_to_ask(slack: Driver) -> None:
    await slack.commands("Priya", "/privacy help", at=ASK)

    await slack.sees("Priya", "/privacy status", at=ASK)


async def test_a_thumb_is_taken(slack: Driver) -> None:
    await slack.says("Priya", "how long do you keep my data?")
    answer = await slack.sees("Priya", KEEP, at=DM)

    await slack.presses("Priya", "This helped", on=answer)

    thanks = await slack.sees("Priya", "Thank you.", at=DM)
    assert thanks.is_ephemeral


async def test_words_are_kept_for_the_authors_only_after_a_yes(slack: Driver, tried: Trial) -> None:
    await slack.says("Priya", "how long do you keep my data?")
    answer = await slack.sees("Priya", KEEP, at=DM)
    await slack.presses("Priya", "This did not help", on=answer)
    asked = await slack.sees("Priya", "May I show your question", at=DM)
    assert [it.words for it in await feedback_of(tried)] == [None]

    await slack.presses("Priya", "Yes, show it", on=asked)

    await slack.sees("Priya", "helps to answer better", at=DM)
    assert [it.words for it in await feedback_of(tried)] == ["how long do you keep my data?"]


async def test_what_the_blocks_cost_is_never_the_message(slack: Driver) -> None:
    slack.breaks("chat.postMessage", Refuses("invalid_blocks"))

    await slack.says("Priya", "how long do you keep my data?")

    answer = await slack.sees("Priya", KEEP, at=DM)
    assert answer.message.blocks == ()


async def test_talk_that_is_not_for_the_bot_is_left_alone_and_not_kept(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Priya", "please delete my data from the whiteboard", to=ASK)
    question = await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", KEEP, at=DM)

    def kept(session: Session) -> int:
        events = select(ArrivalRow).where(col(ArrivalRow.key).startswith("event:"))
        return len(session.exec(events).all())

    assert question.deliveries
    assert await tried.helpdesk.database.in_transaction(kept) == 1
    assert slack.thread(said, as_person="Priya") == []
    assert slack.messages(COMPLIANCE, as_person="Jo") == []


async def test_the_buttons_under_a_commands_answer_work_where_the_bot_is_no_member(
    slack: Driver,
) -> None:
    await slack.leaves("privacy-helpdesk", ASK)
    await slack.commands("Priya", "/privacy who is your data protection officer?", at=ASK)
    answer = await slack.sees("Priya", "Satswana", at=ASK)

    await slack.presses("Priya", "Ask the compliance team", on=answer)

    told = await slack.sees("Priya", "QN-", at=ASK)
    assert told.is_ephemeral
    await slack.sees("Jo", "QN-", at=COMPLIANCE)


async def test_a_choice_made_under_a_command_is_answered_there(slack: Driver) -> None:
    await slack.commands("Priya", "/privacy tell me about collection", at=ASK)
    asked = await slack.sees("Priya", "Ask the compliance team", at=ASK)

    await slack.presses("Priya", asked.buttons[0], on=asked)

    answer = await slack.sees("Priya", "Privacy notice of", at=ASK)
    assert answer.is_ephemeral


async def test_a_follow_up_in_the_thread_is_understood(slack: Driver) -> None:
    said = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.sees("Priya", KEEP, at=ASK, thread=said)

    await slack.says("Priya", f"{BOT} and after I leave?", to=ASK, thread=said)

    await slack.until(lambda: len(slack.thread(said, as_person="Priya")) >= 3 or None)
    answer = slack.thread(said, as_person="Priya")[-1]
    assert answer.mentions("after you've left us") or answer.mentions("after you leave")


async def test_a_follow_up_is_heard_although_its_topic_has_gone_from_the_notice(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.sees("Priya", KEEP, at=ASK, thread=said)

    def of_an_earlier_notice(session: Session) -> None:
        (row,) = session.exec(select(QuestionRow))
        assert "retention.period" in row.verdict
        row.verdict = row.verdict.replace("retention.period", "retention.by_post")

    await tried.helpdesk.database.in_transaction(of_an_earlier_notice)
    await slack.says("Priya", f"{BOT} and after I leave?", to=ASK, thread=said)

    await slack.until(lambda: len(slack.thread(said, as_person="Priya")) >= 3 or None)


async def test_two_questions_in_one_message_get_both_answers(slack: Driver) -> None:
    await slack.says("Tom", "how long do you keep my data and who do you share it with?")

    answer = await slack.sees("Tom", KEEP, at=DM)

    assert answer.mentions("How long will you keep my personal data?")
    assert answer.mentions("partners, suppliers")


async def test_another_language_gets_a_sentence_of_its_own_and_reaches_the_officers(
    slack: Driver,
) -> None:
    await slack.says("Tom", "quiero una copia de todos los datos que tienen sobre mí")

    told = await slack.sees("Tom", "Solo entiendo inglés", at=DM)
    assert told.mentions("compliance@nextconnex.com")
    card = await slack.sees("Jo", "quiero una copia", at=COMPLIANCE)
    assert card.mentions("Written in Spanish")
