"""What stands in the Home tab, for each who opens it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.desk.tabs import OfficersTab, RequestersTab, what_next
from bot.escalations.queue import Shown, ahead
from bot.places import Nation, PersonId
from bot.register.lifecycle import Clarity, Identity, Status, Step
from bot.register.progress import Asked, Outcome, Progress
from bot.register.punctuality import Ended
from bot.register.requests import RightsRequest
from bot.sandbox.limits import view_faults
from bot.slack.blocks.home import home
from bot.slack.blocks.queue import officers_home
from bot.slack.checking import faults_of
from knowledge.rights import Right
from knowledge.verdict import Audience

TODAY = date(2026, 11, 25)
JO = Named(name="Jo", person=PersonId(team="T0", user="U9"))


def a_request(status: Status = Status.RECEIVED, **progress: object) -> RightsRequest:
    return RightsRequest(
        id="r1",
        reference="RR-2026-0001",
        status=status,
        requester=PersonId(team="T1", user="U1"),
        requester_name="Tom",
        rights=(Right.ACCESS,),
        words="a copy",
        audience=Audience.EVERYONE,
        received=TODAY,
        received_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        nation=Nation.ENG,
        due=date(2026, 12, 29),
        progress=Progress.model_validate(progress),
    )


def a_card(**more: object) -> Card:
    said: dict[str, object] = {
        "case": "request",
        "escalation": "c1",
        "reference": "RR-2026-0001",
        "who": Named(name="Tom Ashworth"),
        "audience": "customer",
        "words": "my secret wish",
        "received_at": datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        "state": "Registered",
        "open": True,
        "rights": (Right.ACCESS,),
        "due": date(2026, 12, 1),
        "steps": ("no_identity_needed", "ask_identity", "search", "fulfil"),
    }
    return Card.model_validate(said | more)


def an_officers(*cards: Card, **more: object) -> dict[str, Any]:
    tab: dict[str, object] = {
        "shown": Shown.ALL,
        "page": 0,
        "cases": cards,
        "more": False,
        "counts": {Shown.ALL: len(cards)},
        "ahead": ahead({card.last_day: 1 for card in cards if card.last_day}, TODAY),
        "ended": (Ended(on=date(2026, 11, 1), requests=3, in_time=2),),
        "today": TODAY,
        "own": RequestersTab(today=TODAY, requests=()),
    }
    return officers_home(OfficersTab.model_validate(tab | more))


def labels(view: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [it["text"]["text"] for row in rows for it in row if it["type"] == "button"]


@pytest.mark.parametrize(
    ("progress", "needed"),
    [
        ({"identity": Identity.ASKED, "identity_asked": Asked(on=TODAY)}, "proof of who you are"),
        (
            {"clarity": Clarity.ASKED, "clarifications": (Asked(on=TODAY),)},
            "your answer to what",
        ),
        ({"fee": "fee_asked", "fee_asked": Asked(on=TODAY)}, "the fee"),
    ],
)
def test_a_requester_reads_what_is_needed_of_them(progress: dict[str, object], needed: str) -> None:
    shown = str(
        home(RequestersTab(today=TODAY, requests=(a_request(Status.RECEIVED, **progress),)))
    )

    assert f"*We need from you:* {needed}" in shown


def test_a_stopped_clock_promises_no_day() -> None:
    stopped = a_request(clarity=Clarity.ASKED, clarifications=(Asked(on=TODAY),))

    shown = str(home(RequestersTab(today=TODAY, requests=(stopped,))))

    assert "stands still until we have your answer" in shown
    assert "You will hear" not in shown


@pytest.mark.parametrize(
    ("today", "progress", "told"),
    [
        (date(2026, 12, 29), {}, "You will hear from the compliance team by Tuesday 29 December"),
        (date(2026, 12, 30), {}, "The last day was Tuesday 29 December 2026. You will hear"),
        (
            date(2026, 12, 30),
            {"identity": "identity_asked", "identity_asked": Asked(on=TODAY)},
            "The time to answer starts once we have what we asked for",
        ),
    ],
)
def test_a_requester_reads_how_the_time_stands(
    today: date, progress: dict[str, object], told: str
) -> None:
    shown = str(
        home(RequestersTab(today=today, requests=(a_request(Status.RECEIVED, **progress),)))
    )

    assert told in shown


def test_an_open_request_can_be_withdrawn_after_a_second_thought() -> None:
    view = home(RequestersTab(today=TODAY, requests=(a_request(),)))

    assert labels(view)[1:] == ["Add details", "Complain", "Withdraw"]
    assert "Withdraw RR-2026-0001?" in str(view)


def test_what_is_done_with_can_be_scored_and_complained_of() -> None:
    ended = {Right.ACCESS: Outcome(step=Step.FULFIL, on=TODAY)}
    done = a_request(Status.RESPONDED, outcomes=ended)

    fresh = home(RequestersTab(today=TODAY, requests=(done,)))
    scored = home(RequestersTab(today=TODAY, requests=(done,), scores={"r1": 4}))

    assert labels(fresh)[1:] == ["1", "2", "3", "4", "5", "Complain"]
    assert "You gave us 4 of 5" in str(scored)
    assert "Say why" in labels(scored)


def test_staff_read_how_to_recognise_a_request_and_customers_do_not() -> None:
    staff = home(RequestersTab(today=TODAY, requests=(), staff=True, contact="dpo@example.com"))
    customer = home(RequestersTab(today=TODAY, requests=(), contact="dpo@example.com"))

    assert "When somebody asks you about their data" in str(staff)
    assert "Log one for somebody else" in labels(staff)
    assert "When somebody asks you" not in str(customer)
    assert "dpo@example.com" in str(customer)


def test_the_queue_names_nobody_whom_a_case_concerns() -> None:
    shown = str(an_officers(a_card(owner=JO)))

    assert "RR-2026-0001" in shown
    assert "<@U9>" in shown
    assert "Tom" not in shown
    assert "my secret wish" not in shown


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (a_card(), "*6 days left*, Tue 1 Dec 2026"),
        (a_card(due=TODAY), "*Today is the last day*"),
        (a_card(due=TODAY - timedelta(days=1)), "*Overdue by 1 day*, the last day was "),
        (a_card(stopped=True), "The clock is stopped"),
        (a_card(case="question", due=None), "No day by law"),
        (a_card(case="breach", due=None), "*3 days left*, Sat 28 Nov 2026"),
    ],
)
def test_a_row_says_how_many_days_are_left(card: Card, words: str) -> None:
    assert words in str(an_officers(card))


def test_the_coming_days_stand_as_bars_with_their_numbers() -> None:
    view = an_officers(a_card(), a_card(due=TODAY - timedelta(days=3)), a_card(due=TODAY))
    (picture,) = (it for it in view["blocks"] if it["type"] == "rich_text")

    lines = picture["elements"][0]["elements"][0]["text"].splitlines()

    assert [" ".join(line.split()) for line in lines] == [
        "Overdue █ 1",
        "This week █ 1",
        "30 Nov-6 Dec █ 1",
        "7 Dec-13 Dec 0",
        "14 Dec-20 Dec 0",
        "Later 0",
    ]
    assert "November 2 of 3 (66%)" in str(view)


def test_a_full_page_fits_into_slacks_hundred_blocks() -> None:
    own = RequestersTab(
        today=TODAY, requests=(a_request(),) * 15, earlier=2, staff=True, contact="a@b.example"
    )

    view = an_officers(*[a_card(owner=JO)] * 12, page=1, more=True, own=own)

    assert faults_of(view) == ()
    assert view_faults(view) == []
    assert {"Earlier in the list", "Further down the list"} <= set(labels(view))


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (a_card(), "claim it"),
        (a_card(owner=JO), "decide whether proof of identity is needed"),
        (a_card(owner=JO, steps=("receive_identity", "search")), "record that the identity"),
        (a_card(owner=JO, steps=("search", "fulfil")), "search for the data"),
        (a_card(owner=JO, steps=("search", "fulfil"), searched=("Slack",)), "respond"),
        (a_card(owner=JO, steps=("fulfil",), rights=(Right.MARKETING_OPT_OUT,)), "respond"),
        (a_card(owner=JO, case="question"), "reply to the asker"),
        (a_card(owner=JO, case="breach", checklist=("a", "b"), ticked=("a",)), 'see to "b"'),
        (a_card(owner=JO, case="breach", checklist=("a",), ticked=("a",)), "close it"),
    ],
)
def test_what_comes_next_follows_from_the_card(card: Card, words: str) -> None:
    assert str(what_next(card)).startswith(words)


def test_nothing_comes_next_with_a_closed_case() -> None:
    assert what_next(a_card(open=False)) is None


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (Status.RESPONDED, True),
        (Status.REFUSED, True),
        (Status.LINKED, False),
        (Status.WITHDRAWN, False),
        (Status.ONLY_ASKING, False),
        (Status.REDIRECTED, False),
    ],
)
def test_only_who_was_answered_is_asked_how_it_was(status: Status, *, asked: bool) -> None:
    view = home(RequestersTab(today=TODAY, requests=(a_request(status),)))

    assert ("How did we do?" in str(view)) is asked
    assert ("rate_1" in str(view)) is asked


def test_a_row_says_that_it_is_for_somebody_else_and_not_who() -> None:
    drawn = str(an_officers(a_card(audience="staff", subject="Elsie Brown")))

    assert "for somebody else, logged by a member of staff" in drawn
    assert "Elsie" not in drawn


def test_a_row_leaves_out_what_an_officer_wrote_at_the_end() -> None:
    drawn = str(an_officers(a_card(open=False, state="Closed: Elsie Brown has her copy")))

    assert "Closed" in drawn
    assert "Elsie" not in drawn


def test_a_closed_case_is_with_nobody_yet_no_more() -> None:
    drawn = str(an_officers(a_card(open=False, state="Refused")))

    assert "With nobody" not in drawn
    assert "Refused" in drawn
