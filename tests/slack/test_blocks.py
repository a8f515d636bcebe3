"""What each message says, where a person's words stand in it, and how the main cards look."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from syrupy.assertion import SnapshotAssertion

from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import (
    Answer,
    Clarification,
    NotCovered,
    OffTopic,
    QuestionPassedOn,
    SmallTalk,
)
from bot.delivery.for_officers import (
    AddedWords,
    Card,
    Line,
    Listed,
    Morning,
    Reminder,
    SentCopy,
    TeamNote,
)
from bot.delivery.for_requesters import (
    BreachPassedOn,
    Receipt,
    Relayed,
    RepliedPrivately,
    RequestQuestion,
)
from bot.delivery.outgoing import Outgoing
from bot.delivery.pieces import Choice, Named, Quoted
from bot.desk.tabs import RequestersTab
from bot.places import Nation, PersonId
from bot.register.lifecycle import Clarity, Fee, Identity, State, Status
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.working_days import in_full
from bot.sandbox.limits import message_faults, view_faults
from bot.slack.blocks import draw
from bot.slack.blocks.harmless import escape, harmless
from bot.slack.blocks.home import home
from bot.slack.blocks.parts import clip
from bot.slack.blocks.receipt import my_requests
from bot.slack.checking import faults_of
from knowledge.rights import Right
from knowledge.verdict import Audience

NOTICE = date(2018, 5, 25)
PRIYA = PersonId(team="T0HOME", user="U0PRIYA")
KEEP = Quoted(section=4, title="Keeping", text="Only for as long as we need it.")
FOOT = Quoted(section=0, title="Head of the notice", text="Effective from 25 May 2018.")
PASSPORT = Quoted(section=5, title="Rights", text="A certified copy of a passport, by post.")
COPY = Choice(topic="rights.access", title="A copy of my data")
STOP = Choice(topic="rights.marketing", title="No more post")

LIVE_MENTIONS = {f"<@{PRIYA.user}>"}
"""The only tokens that may ever be live: a colleague whom we mean to mention."""

TOKENS = (
    "<!here>",
    "<!channel|all>",
    "<!subteam^S1>",
    "<!date^1^{date}|x>",
    "<@U0TOM>",
    "<#C0COMPLY|compliance>",
    "<https://bad.example|your bank>",
    "<mailto:a@example.com|b>",
    "&lt;!here&gt;",
    "<\u200b!here>",
    "<<!here>>",
)

hostile = st.lists(
    st.sampled_from([*TOKENS, "<", ">", "&", "|", "!", "@U0TOM", "*", "```", "\n", "\u202e"])
    | st.text(max_size=20),
    max_size=8,
).map("".join)


def a_card(**more: object) -> Card:
    said = {
        "case": "request",
        "escalation": "c1",
        "reference": "RR-2026-0001",
        "who": Named(name="Tom Ashworth", organisation="Acme Ltd"),
        "audience": "customer",
        "words": "Please send me all that you hold on me.",
        "received_at": datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        "state": "Registered",
        "open": True,
        "rights": (Right.ACCESS,),
        "due": date(2026, 12, 29),
        "working": ("One month from 25 November ends on 25 December (fact 4)",),
        "flags": ("The notice is older than the Act of 2025.",),
    }
    return Card.model_validate(said | more)


def a_receipt(**more: object) -> Receipt:
    said = {
        "request": "r1",
        "reference": "RR-2026-0001",
        "rights": (Right.ACCESS,),
        "received": date(2026, 11, 25),
        "due": date(2026, 12, 29),
        "identity": (PASSPORT,),
        "quotes": (KEEP,),
        "notice_date": NOTICE,
    }
    return Receipt.model_validate(said | more)


def an_answer(**more: object) -> Answer:
    said = {"question": "q1", "lead": "Not for ever.", "quotes": (KEEP,), "notice_date": NOTICE}
    return Answer.model_validate(said | more)


TODAY = date(2026, 11, 25)


def a_request(status: Status = Status.RECEIVED, **more: object) -> RightsRequest:
    said = {
        "id": "r1",
        "reference": "RR-2026-0001",
        "status": status,
        "requester": PRIYA,
        "requester_name": "Priya Nair",
        "rights": (Right.ACCESS, Right.MARKETING_OPT_OUT),
        "words": "a copy, and no more post",
        "audience": Audience.STAFF,
        "received": date(2026, 11, 25),
        "received_at": datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        "nation": Nation.ENG,
        "due": date(2026, 12, 29),
    }
    return RightsRequest.model_validate(said | more)


def not_covered(**more: object) -> NotCovered:
    said = {"question": "q1", "unsaid": None, "suggestions": (), "notice_date": NOTICE}
    return NotCovered.model_validate(said | more)


def blocks_of(message: Outgoing) -> list[dict[str, Any]]:
    return list(draw(message).blocks)


def labels(message: Outgoing) -> list[str]:
    rows = [block["elements"] for block in blocks_of(message) if block["type"] == "actions"]
    return [(it.get("text") or it["placeholder"])["text"] for row in rows for it in row]


def mrkdwn_of(part: object) -> Iterator[str]:
    """Yield every text in which Slack would make a token live."""
    if isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "markdown"}:
            yield part["text"]
        for below in part.values():
            yield from mrkdwn_of(below)
    if isinstance(part, list | tuple):
        for below in part:
            yield from mrkdwn_of(below)


def live_tokens(message: Outgoing) -> set[str]:
    """Return whatever Slack would not show as it is: from any `<` to its `>`, or to the end."""
    drawn = draw(message)
    texts = [drawn.text, *mrkdwn_of(drawn.blocks)]
    return {token for text in texts for token in re.findall(r"<[^>]*>?", text)}


def with_words(words: str) -> Iterator[Outgoing]:
    """Yield every kind of message that can hold the words of a person or of the notice.

    A sentence of our own never consists of a person's words alone.
    """
    said, ours = words or "-", f"Noted: {words}"
    quote = Quoted(section=3, title=said, text=said)
    choice = Choice(topic="a.b", title=said)
    nobody = Named(name=said, organisation=said)
    colleague = Named(name=said, person=PRIYA)
    yield an_answer(lead=ours, quotes=(quote,), staff_note=said)
    yield an_answer(more=(an_answer(lead=ours, quotes=(quote,), staff_note=said),))
    yield Clarification(question="q1", choices=(choice,))
    yield not_covered(unsaid=said, suggestions=(choice,), staff_note=said)
    yield a_receipt(logged_for=said, identity=(quote,), quotes=(quote,))
    yield Told(text=ours)
    yield Relayed(reference="RR-2026-0001", words=said)
    yield a_card(who=nobody, subject=said, words=said, flags=(said,), working=(ours,), state=ours)
    yield a_card(who=colleague, owner=nobody, case="question", rights=(), words=said)
    yield AddedWords(who=nobody, words=said)
    yield TeamNote(text=ours)
    yield SentCopy(officer=colleague, words=said)
    yield Reminder(reference="RR-2026-0001", text=ours, owner=nobody, aloud=True)
    line = Line(reference="RR-2026-0001", note=said, link=None)
    yield Morning(day=NOTICE, lists=(Listed(title="New", count=1, lines=(line,)),), flags=(said,))


EVERY_KIND: tuple[tuple[Outgoing, tuple[str, ...]], ...] = (
    (
        an_answer(quotes=(KEEP, FOOT), staff_note="Ask Jo."),
        (
            "Not for ever.",
            '"Only for as long as we need it." (Section 4 · Keeping)',
            '"Effective from 25 May 2018." (Head of the notice)',
            "Privacy notice of 25 May 2018",
            "For staff: Ask Jo.",
        ),
    ),
    (
        an_answer(more=(an_answer(lead="By post, too.", quotes=(PASSPORT,)),)),
        ("Not for ever.", "(Section 4 · Keeping)", "By post, too.", "(Section 5 · Rights)"),
    ),
    (
        Clarification(question="q1", choices=(COPY, STOP)),
        ("A copy of my data; No more post", "compliance team"),
    ),
    (
        not_covered(unsaid="where the servers stand", suggestions=(COPY,)),
        (
            "The notice does not say where the servers stand.",
            "25 May 2018: A copy of my data.",
            "The compliance team can answer you.",
        ),
    ),
    (
        not_covered(unsaid="where the servers stand", added_to="RR-2026-0001"),
        (
            "The notice does not say where the servers stand.",
            "I've added this to RR-2026-0001 for the compliance team, who can answer you.",
        ),
    ),
    (not_covered(), ("I found nothing in the notice on that.", "The compliance team can")),
    (
        not_covered(unsaid="where the servers stand", perhaps_breach=True),
        ("The notice does not say where", "If something has happened"),
    ),
    (OffTopic(question="q1"), ("personal data", "ask the compliance team")),
    (SmallTalk(), ("privacy helpdesk", "never post identity papers in Slack")),
    (RepliedPrivately(), ("I've replied to you privately.",)),
    (
        RequestQuestion(request="r1", rights=(Right.ACCESS, Right.MARKETING_OPT_OUT)),
        ("a copy of personal data, and no more marketing?", "counts from your message"),
    ),
    (
        a_receipt(logged_for="Tom Ashworth"),
        (
            "RR-2026-0001",
            "for Tom Ashworth",
            "Received Wednesday 25 November 2026",
            "by Tuesday 29 December 2026",
            '"A certified copy of a passport, by post." (Section 5 · Rights)',
            '"Only for as long as we need it." (Section 4 · Keeping)',
            "do not post identity papers in Slack",
        ),
    ),
    (a_receipt(answer="confirmed"), ("you have confirmed this request", "29 December 2026")),
    (
        a_receipt(answer="ended", stands="Answered: the compliance team has written to you"),
        ("RR-2026-0001: closed", "Answered: the compliance team has written to you."),
    ),
    (
        a_receipt(rights=(Right.COMPLAINT,), identity=(), quotes=()),
        ("This message acknowledges the complaint", "You need not do anything now."),
    ),
    (QuestionPassedOn(reference="QN-2026-0002"), ("QN-2026-0002", "They will answer you.")),
    (BreachPassedOn(reference="BR-2026-0003"), ("BR-2026-0003", "do not delete")),
    (Told(text="The compliance team has this already."), ("The compliance team has this",)),
    (
        Relayed(reference="RR-2026-0001", words="It is on its way."),
        ("Compliance team (RR-2026-0001): It is on its way.",),
    ),
    (
        a_card(subject="Ann Bee", owner=Named(name="Jo", person=PRIYA)),
        (
            "RR-2026-0001",
            "a copy of personal data",
            "Tom Ashworth (Acme Ltd), customer, for Ann Bee",
            "Wednesday 25 November 2026, 09:30",
            "Tuesday 29 December 2026",
            "Registered, with <@U0PRIYA>",
            "Please send me all that you hold on me.",
        ),
    ),
    (AddedWords(who=Named(name="Tom"), words="From 2024 on."), ("Tom added: From 2024 on.",)),
    (TeamNote(text="Closed by Jo."), ("Closed by Jo.",)),
    (
        SentCopy(officer=Named(name="Jo", person=PRIYA), words="It is on its way."),
        ("Sent by <@U0PRIYA>: It is on its way.",),
    ),
    (
        Reminder(
            reference="RR-2026-0001",
            text="Due tomorrow.",
            owner=Named(name="Jo", person=PRIYA),
            aloud=False,
        ),
        ("<@U0PRIYA> *RR-2026-0001* · Due tomorrow.",),
    ),
    (
        Morning(
            day=date(2026, 12, 1),
            lists=(
                Listed(
                    title="Overdue",
                    count=1_204,
                    lines=(
                        Line(reference="RR-2026-0001", note="due Mon", link="https://a.example/p1"),
                    ),
                ),
            ),
            flags=("2 facts of law",),
        ),
        (
            "Tuesday 1 December 2026",
            "*Overdue: 1,204*",
            "<https://a.example/p1|RR-2026-0001> due Mon",
            "and 1,203 more",
            "2 facts of law",
        ),
    ),
)


@pytest.mark.parametrize(
    ("message", "said"), EVERY_KIND, ids=[message.kind for message, _ in EVERY_KIND]
)
def test_the_text_says_all_to_who_does_not_see_the_blocks(
    message: Outgoing, said: tuple[str, ...]
) -> None:
    text = draw(message).text

    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize(
    "message",
    [message for message, _ in EVERY_KIND],
    ids=[message.kind for message, _ in EVERY_KIND],
)
def test_no_message_is_one_that_slack_would_refuse(message: Outgoing) -> None:
    drawn = draw(message)

    assert faults_of({"text": drawn.text, "blocks": list(drawn.blocks)}) == ()
    assert message_faults(list(drawn.blocks)) == []
    for block in Block.parse_all(list(drawn.blocks)):
        block.validate_json()


@given(hostile)
def test_only_a_colleague_whom_we_mean_is_ever_live(words: str) -> None:
    for message in with_words(words):
        assert live_tokens(message) <= LIVE_MENTIONS, message.kind


@given(hostile)
def test_hostile_words_break_no_message(words: str) -> None:
    for message in with_words(words):
        drawn = draw(message)

        assert faults_of({"text": drawn.text, "blocks": list(drawn.blocks)}) == (), message.kind
        assert message_faults(list(drawn.blocks)) == [], message.kind


@given(hostile)
def test_escaped_words_read_as_they_were_written(words: str) -> None:
    shown = escape(words)

    assert html.unescape(shown) == harmless(words)
    assert not set("<>") & set(shown)
    assert harmless(harmless(words)) == harmless(words)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_a_clipped_text_fits_and_shows_that_something_is_missing(text: str, most: int) -> None:
    shown = clip(text, most)

    assert len(shown) <= most
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_a_letter_is_not_cut_from_its_accent() -> None:
    assert clip("cafe\u0301 au lait", 5) == "caf…"


def test_a_channels_neutral_line_has_nothing_to_betray() -> None:
    drawn = draw(RepliedPrivately())

    assert set(RepliedPrivately.model_fields) == {"kind"}
    assert list(mrkdwn_of(drawn.blocks)) == [drawn.text]
    assert [block["type"] for block in drawn.blocks] == ["section"]
    assert not re.search(r"[A-Z]{2}-\d|right|request|data|complian|breach|\d", drawn.text)


@pytest.mark.parametrize("status", ["awaited", "confirmed"])
def test_no_receipt_asks_for_papers_in_slack(status: str) -> None:
    for identity in ((), (PASSPORT,)):
        drawn = draw(a_receipt(answer=status, identity=identity))

        assert "do not post identity papers in Slack" in drawn.text
        assert "do not post identity papers in Slack" in str(drawn.blocks)


def test_a_receipt_says_what_to_do_before_it_quotes_what_may_be_asked_for() -> None:
    blocks = list(map(str, draw(a_receipt()).blocks))
    (do,) = (place for place, block in enumerate(blocks) if "need not do anything now" in block)
    (evidence,) = (place for place, block in enumerate(blocks) if "copy of a passport" in block)

    assert do < evidence
    assert "Only if the compliance team asks you" in blocks[do]


@pytest.mark.parametrize(
    ("awaited", "told"),
    [
        (Identity.ASKED, "*We wait for evidence of who you are:* please send what our message"),
        (Clarity.ASKED, "*We wait for your answer to our question:* please tell us what you mean."),
        (Fee.ASKED, "*We wait for the fee:* please pay it as our message says."),
    ],
)
def test_a_receipt_of_what_waits_for_the_requester_says_for_what(awaited: State, told: str) -> None:
    drawn = draw(a_receipt(timing="anew", awaits=(awaited,)))

    assert told in drawn.text
    assert told in str(drawn.blocks)
    assert "need not do anything" not in str(drawn)
    assert ("Only if the compliance team asks" in drawn.text) is (awaited is not Identity.ASKED)


def test_a_receipt_that_waits_for_two_things_names_both() -> None:
    said = draw(a_receipt(awaits=(Identity.ASKED, Clarity.ASKED))).text

    assert "We wait for evidence of who you are" in said
    assert "We wait for your answer" in said


def test_a_receipt_of_what_has_ended_is_short_and_has_no_button() -> None:
    blocks = draw(a_receipt(answer="ended", stands="Withdrawn")).blocks

    assert [block["type"] for block in blocks] == ["header", "section"]


def test_to_stop_marketing_has_its_own_day_and_needs_no_proof() -> None:
    stop = {"rights": (Right.MARKETING_OPT_OUT,), "identity": (), "quotes": ()}
    said = draw(a_receipt(target=date(2026, 12, 1), **stop)).text

    assert "We aim to stop it by Tuesday 1 December 2026." in said
    assert "you need not prove who you are" in said
    assert "You will hear" not in said
    assert "evidence of identity" not in said


def test_a_complaint_is_promised_no_day_that_the_law_does_not_know() -> None:
    drawn = draw(a_receipt(rights=(Right.COMPLAINT,), identity=(), quotes=()))

    assert "Your complaint has the reference RR-2026-0001." in drawn.text
    assert "We will tell you how it goes, and the outcome, without undue delay." in drawn.text
    assert "December" not in drawn.text
    assert "Complaint RR-2026-0001: registered" in str(drawn.blocks)
    assert "registered a request" not in str(drawn)


def test_who_logs_for_another_is_told_to_ask_for_no_papers() -> None:
    drawn = draw(a_receipt(logged_for="Elsie Brown", answer="by_hand", identity=()))

    assert "They will hear from the compliance team by" in drawn.text
    assert "ask the person for no identity papers" in drawn.text
    assert "ask the person for no identity papers" in str(drawn.blocks)


def test_buttons_carry_ids_and_never_words() -> None:
    values = [
        element["value"]
        for message, _ in EVERY_KIND
        for block in blocks_of(message)
        if block["type"] == "actions"
        for element in block["elements"]
        if "value" in element
    ]

    assert values
    assert [value for value in values if not re.fullmatch(r"[a-z]\w*(:[\w.]+)?", value)] == []


def test_an_answer_offers_the_right_that_it_is_about() -> None:
    assert labels(an_answer()) == ["Ask the compliance team"]
    assert labels(an_answer(right=Right.ACCESS)) == ["Make this request", "Ask the compliance team"]
    assert labels(an_answer(more=(an_answer(right=Right.ERASURE),)))[0] == "Make this request"


@pytest.mark.parametrize(
    "message",
    [
        an_answer(right=Right.ACCESS, for_staff=True),
        Clarification(question="q1", choices=(COPY,), right=Right.ACCESS, for_staff=True),
        not_covered(unsaid="who has it", suggestions=(), right=Right.ACCESS, for_staff=True),
    ],
)
def test_staff_are_offered_to_log_it_for_whom_it_is_about(message: Outgoing) -> None:
    assert "Log a rights request" in labels(message)
    assert "Make this request" not in labels(message)


def test_a_card_with_an_owner_can_no_longer_be_claimed() -> None:
    assert labels(a_card()) == ["Claim", "Reply to requester", "Why this date?", "Next step"]
    assert labels(a_card(owner=Named(name="Jo"))) == [
        "Reply to requester",
        "Why this date?",
        "Next step",
    ]
    assert labels(a_card(open=False)) == []


def test_a_breachs_card_names_the_hours_and_leaves_the_judgement() -> None:
    shown = str(blocks_of(a_card(case="breach", rights=(), reference="BR-2026-0003")))

    assert "BR-2026-0003 · a possible breach" in shown
    assert "72 hours" in shown
    assert "is for the compliance team" in shown


@pytest.mark.parametrize("kept", [False, True], ids=["as drawn first", "as kept"])
def test_the_hours_of_a_breach_pass_when_the_clocks_change_too(*, kept: bool) -> None:
    london = ZoneInfo("Europe/London")  # where they go back on Sun 25 Oct 2026
    known = datetime(2026, 10, 24, 0, 30, tzinfo=london)
    card = a_card(case="breach", rights=(), due=None, received_at=known, zone=london)
    card = Card.model_validate_json(card.model_dump_json()) if kept else card

    assert "*72 hours end* Monday 26 October 2026, 23:30" in str(blocks_of(card))
    assert card.last_day == date(2026, 10, 26)


def test_a_customer_is_named_and_never_mentioned() -> None:
    wrote = AddedWords(who=Named(name="Tom <@U1>", organisation="A & B"), words="hello")

    assert draw(wrote).text.startswith("Tom &lt;@U1&gt; (A &amp; B) added:")


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        ((Right.ACCESS,), "a copy of personal data"),
        ((Right.ACCESS, Right.OTHER), "a copy of personal data, and another right"),
    ],
)
def test_rights_are_told_in_plain_words(rights: tuple[Right, ...], words: str) -> None:
    assert rights_in_words(rights).startswith(words)


def test_a_day_is_told_with_its_weekday() -> None:
    assert in_full(date(2026, 12, 1)) == "Tuesday 1 December 2026"


def at_home(*requests: RightsRequest) -> dict[str, Any]:
    return home(RequestersTab(today=TODAY, requests=requests))


def test_the_home_tab_shows_no_date_once_nothing_is_owed() -> None:
    open_one, over = at_home(a_request()), at_home(a_request(Status.ONLY_ASKING))

    assert "You will hear from the compliance team by Tuesday 29 December 2026." in str(open_one)
    assert "You will hear" not in str(over)


def test_the_home_tab_says_how_many_requests_it_does_not_show() -> None:
    many = home(RequestersTab(today=TODAY, requests=(a_request(),) * 15, earlier=3))

    assert "and 3 earlier ones" in str(many)
    assert faults_of(many) == ()
    assert view_faults(many) == []


def test_who_has_asked_for_nothing_is_told_so() -> None:
    assert "You have made no requests." in str(at_home())
    assert my_requests([], TODAY) == "You have made no requests."


def test_my_requests_stand_a_line_each() -> None:
    lines = my_requests([a_request(), a_request(Status.ONLY_ASKING)], TODAY).splitlines()

    assert lines[0].endswith(" by Tuesday 29 December 2026.")
    assert "only asking" in lines[1]


@pytest.mark.parametrize(
    "message",
    [
        an_answer(staff_note="Ask Jo.", right=Right.ACCESS),
        not_covered(unsaid="where the servers stand", suggestions=(COPY, STOP)),
        a_receipt(),
        a_card(subject="Ann Bee", origin="https://home.example/archives/C1/p1"),
    ],
    ids=["answer", "not_covered", "receipt", "card"],
)
def test_the_main_messages_look_as_before(message: Outgoing, snapshot: SnapshotAssertion) -> None:
    assert blocks_of(message) == snapshot


def test_the_home_tab_looks_as_before(snapshot: SnapshotAssertion) -> None:
    assert at_home(a_request()) == snapshot


def test_a_receipt_read_aloud_dates_the_notice_and_keeps_the_evidence_of_identity() -> None:
    long = Quoted(section=2, title="How long", text="a very long paragraph " * 400)
    evidence = Quoted(section=5, title="Rights", text="Passport or Driving License")

    said = draw(a_receipt(identity=(evidence,), quotes=(long,))).text

    assert "Privacy notice of 25 May 2018." in said
    assert "Passport or Driving License" in said


def test_a_card_read_aloud_names_flags_working_and_the_72_hours() -> None:
    said = draw(a_card(case="breach", flags=("Identity papers seen",), working=("(fact 4)",))).text

    assert "Identity papers seen" in said
    assert "ICO, how long we have" in said
    assert "72 hours" in said


def test_no_bare_address_in_a_name_becomes_a_link() -> None:
    drawn = draw(a_card(who=Named(name="http://example.com/free-money")))

    texts = [block["text"] for block in drawn.blocks if block["type"] == "section"]
    assert all(text["verbatim"] for text in texts)


def test_who_asked_more_than_is_answered_at_once_is_asked_for_the_rest() -> None:
    drawn = draw(an_answer(more_asked=True))

    assert "missing here, please ask it by itself" in drawn.text
    assert "missing here, please ask it by itself" in str(drawn.blocks)


def test_a_possible_breach_calls_everybody_where_the_desk_wants_that_until_it_is_claimed() -> None:
    calling = a_card(case="breach", rights=(), due=None, working=(), calls_here=True)

    assert "<!here>" in draw(calling).text
    assert "<!here>" in str(draw(calling).blocks)
    for settled in ({"owner": Named(name="Jo")}, {"open": False}, {"calls_here": False}):
        assert "<!here>" not in draw(calling.model_copy(update=settled)).text
