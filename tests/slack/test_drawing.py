"""Whatever people write, what leaves is well-formed, dead and complete."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import (
    Answer,
    Clarification,
    NotCovered,
    OffTopic,
    QuestionPassedOn,
    SmallTalk,
)
from bot.delivery.for_colleagues import SearchAsked
from bot.delivery.for_officers import AddedWords, Card, Document, SentCopy, TeamNote
from bot.delivery.for_requesters import (
    BreachPassedOn,
    PapersPosted,
    Receipt,
    Relayed,
    RepliedPrivately,
    RequestQuestion,
)
from bot.delivery.outgoing import Outgoing
from bot.delivery.pieces import Choice, Named, Quoted
from bot.papers import Paper
from bot.places import PersonId
from bot.slack.blocks import draw
from bot.slack.checking import faults_of
from knowledge.rights import Right
from tests.slack.test_blocks import mrkdwn_of

NOTICE = date(2018, 5, 25)
KEEP = Quoted(section=2, title="How long?", text="Only for as long as we need it.")
LIVE = re.compile(r"<[@#!]|<https?:|<mailto:")


def a_card(words: str, name: str = "Tom") -> Card:
    return Card(
        case="request",
        escalation="c1",
        reference="RR-2026-0001",
        who=Named(name=name, organisation=name),
        audience="customer",
        words=words,
        received_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        state=words[:80] or "Registered",
        open=True,
        rights=(Right.ACCESS,),
        due=date(2026, 12, 29),
        working=("One month ends on 25 December (fact 4)",),
        subject=name,
    )


def a_receipt(**more: object) -> Receipt:
    said = {
        "request": "r1",
        "reference": "RR-2026-0001",
        "rights": (Right.ACCESS, Right.COMPLAINT),
        "received": date(2026, 11, 25),
        "due": date(2026, 12, 29),
        "identity": (Quoted(section=5, title="Rights", text="A valid Passport"),),
        "notice_date": NOTICE,
    }
    return Receipt.model_validate(said | more)


def everything(words: str) -> Iterator[Outgoing]:
    """Yield every kind of message, with a person's words wherever such may stand."""
    choices = (Choice(topic="rights.access", title="A copy"),)
    quote = Quoted(section=1, title=words or "-", text=words or "-")
    yield Answer(
        question="q1", lead="So it is.", quotes=(quote, KEEP), notice_date=NOTICE, staff_note=words
    )
    yield Clarification(question="q1", choices=choices, right=Right.ACCESS)
    yield NotCovered(question="q1", unsaid=words, suggestions=choices, notice_date=NOTICE)
    yield OffTopic(question="q1")
    yield SmallTalk()
    yield RepliedPrivately()
    yield RequestQuestion(request="r1", rights=tuple(Right))
    for answer in ("awaited", "confirmed", "ended"):
        yield a_receipt(answer=answer, logged_for=words)
    yield QuestionPassedOn(reference="QN-2026-0001")
    yield BreachPassedOn(reference="BR-2026-0001")
    yield PapersPosted(
        papers=tuple(Paper), files=2, in_form=False, evidence=(quote,), notice_date=NOTICE
    )
    yield Told(text=f"Noted: {words}")
    yield Relayed(reference="RR-2026-0001", words=words)
    yield a_card(words, words)
    yield Document(what="evidence", reference=words[:20], asked_by=Named(name=words or "Jo"))
    yield SearchAsked(task="t1", system="Slack", terms=words, by=date(2026, 12, 1))
    yield AddedWords(who=Named(name=words), words=words)
    yield TeamNote(text=f"Noted: {words}")
    yield SentCopy(officer=Named(name=words, person=PersonId(team="T1", user="U1")), words=words)


@given(st.text(max_size=200) | st.sampled_from(["<!here>", "<@U1>", "<#C1|x>", "<https://x.y|z>"]))
def test_no_words_of_a_person_are_live_in_any_message(words: str) -> None:
    for message in everything(words):
        drawn = draw(message)
        texts = [drawn.text, *mrkdwn_of(drawn.blocks)]
        alive = [LIVE.findall(text.replace("<@U1>", "", 1)) for text in texts]
        assert not any(alive), message.kind


@given(st.text(max_size=200))
def test_every_message_is_as_slack_wants_it(words: str) -> None:
    for message in everything(words):
        drawn = draw(message)
        assert faults_of({"text": drawn.text, "blocks": list(drawn.blocks)}) == (), message.kind


@pytest.mark.parametrize("words", ["x" * 40_000, "👩‍🚀" * 9_000, "\u202eabc", "\x00\x1b[31m"])
def test_no_length_and_no_sign_breaks_a_message(words: str) -> None:
    for message in everything(words):
        drawn = draw(message)
        assert faults_of({"text": drawn.text, "blocks": list(drawn.blocks)}) == (), message.kind
        assert len(drawn.text) <= 4_000
        assert "\u202e" not in str(drawn.blocks)


def test_an_answers_text_says_all_that_its_blocks_do() -> None:
    answer = Answer(question="q1", lead="Not for ever.", quotes=(KEEP,), notice_date=NOTICE)

    said = draw(answer).text

    assert "Not for ever." in said
    assert '"Only for as long as we need it." (Section 2 · How long?)' in said
    assert "Privacy notice of 25 May 2018" in said


def test_quotes_of_one_place_share_one_line_about_where_they_stand() -> None:
    more = Quoted(section=2, title="How long?", text="And no longer.")
    answer = Answer(question="q1", lead="So.", quotes=(KEEP, more), notice_date=NOTICE)

    kinds = [block["type"] for block in draw(answer).blocks]

    assert kinds == [
        "section",
        "rich_text",
        "rich_text",
        "context",
        "actions",
        "context_actions",
    ]


def test_a_receipts_text_has_what_the_requester_must_know() -> None:
    said = draw(a_receipt()).text

    assert "RR-2026-0001" in said
    assert "Tuesday 29 December 2026" in said
    assert "A valid Passport" in said
    assert "do not post identity papers in Slack" in said
    assert "acknowledges the complaint" in said


def test_a_receipt_offers_only_what_still_leads_somewhere() -> None:
    def offered(answer: str) -> list[str]:
        blocks = draw(a_receipt(answer=answer)).blocks
        rows = [block["elements"] for block in blocks if block["type"] == "actions"]
        return [element["text"]["text"] for row in rows for element in row]

    assert offered("awaited") == ["Yes, that is what I ask for", "I was only asking", "Add details"]
    assert offered("confirmed") == ["Add details"]
    assert offered("ended") == []


def test_the_neutral_line_betrays_nothing() -> None:
    assert draw(RepliedPrivately()).text == "I've replied to you privately."


def test_a_closed_card_shows_no_clock_and_offers_nothing() -> None:
    closed = draw(a_card("all of it").model_copy(update={"open": False}))

    assert "29 December" not in str(closed.blocks)
    assert [block for block in closed.blocks if block["type"] == "actions"] == []


def test_a_card_names_the_working_of_its_date() -> None:
    drawn = draw(a_card("all of it"))

    assert "ICO, how long we have" in str(drawn.blocks)
    assert "Tuesday 29 December 2026" in drawn.text
