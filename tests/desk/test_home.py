"""The queue: what an officer finds, sorted and counted by the database alone."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.desk import home
from bot.desk.tabs import OfficersTab
from bot.escalations import store
from bot.escalations.escalation import Case, Escalation
from bot.escalations.queue import Shown
from bot.places import PersonId, Room
from bot.register.punctuality import Ended, by_month, first_of
from tests.bot.desk import JO, NOW, desk

TODAY = date(2026, 11, 25)


def a_case(session: Session, name: str, **more: object) -> None:
    said: dict[str, object] = {
        "case": "request",
        "escalation": name,
        "reference": name,
        "who": Named(name="Tom"),
        "audience": "customer",
        "words": "",
        "received_at": NOW,
        "state": "Registered",
        "open": True,
    }
    card = Card.model_validate(said | more)
    kept = Escalation(
        id=name,
        reference=name,
        case=Case(card.case),
        asker=PersonId(team="T1", user="U1"),
        room=Room.DIRECT,
        origin=None,
        card=card,
    )
    store.add(session, kept, now=NOW)
    if not card.open:
        store.close(session, name, TODAY)


def look(database: Database, shown: Shown = Shown.ALL, page: int = 0) -> OfficersTab:
    return database.transact(
        lambda session: home.of_officer(
            session, desk=desk(), officer=JO, shown=shown, page=page, now=NOW
        )
    )


def fill(session: Session) -> None:
    owner = Named(name="Jo", person=JO.person)
    a_case(session, "late", due=TODAY - timedelta(days=1))
    a_case(session, "soon", due=TODAY + timedelta(days=7), owner=owner)
    a_case(session, "far", due=TODAY + timedelta(days=8), awaits=("identity_asked",))
    a_case(session, "stopped", due=TODAY - timedelta(days=9), stopped=True)
    a_case(session, "question", case="question")
    a_case(session, "breach", case="breach")
    a_case(session, "over", open=False, due=TODAY - timedelta(days=9))


@pytest.fixture
def queue(database: Database) -> Database:
    database.transact(fill)
    return database


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (Shown.ALL, ["late", "breach", "soon", "far", "question", "stopped"]),
        (Shown.MINE, ["soon"]),
        (Shown.UNCLAIMED, ["late", "breach", "far", "question", "stopped"]),
        (Shown.SOON, ["breach", "soon"]),
        (Shown.OVERDUE, ["late"]),
        (Shown.WAITING, ["far"]),
        (Shown.BREACHES, ["breach"]),
        (Shown.QUESTIONS, ["question"]),
        (Shown.CLOSED, ["over"]),
    ],
)
def test_an_officer_sees_what_they_look_for_the_most_urgent_first(
    queue: Database, shown: Shown, found: list[str]
) -> None:
    tab = look(queue, shown)

    assert [card.reference for card in tab.cases] == found
    assert tab.counts.get(shown, 1) == len(found)


def test_every_open_case_is_on_one_page_just_once(database: Database) -> None:
    def open_many(session: Session) -> None:
        for number in range(home.PAGE * 2 + 1):
            a_case(session, f"c{number:02}", due=TODAY + timedelta(days=number % 3))

    database.transact(open_many)

    pages = [look(database, page=page) for page in range(3)]

    seen = [card.reference for tab in pages for card in tab.cases]
    assert sorted(seen) == [f"c{number:02}" for number in range(home.PAGE * 2 + 1)]
    assert [tab.more for tab in pages] == [True, True, False]


def test_who_pages_beyond_the_end_is_back_at_the_first_page(queue: Database) -> None:
    tab = look(queue, page=9)

    assert tab.page == 0
    assert len(tab.cases) == 6


def test_the_coming_last_days_are_counted_by_weeks(queue: Database) -> None:
    tab = look(queue)

    assert [span.cases for span in tab.ahead] == [1, 1, 2, 0, 0, 0]


def test_months_are_told_apart_by_the_day_of_the_end() -> None:
    days = (
        Ended(on=date(2026, 9, 1), requests=2, in_time=2),
        Ended(on=date(2026, 9, 30), requests=1, in_time=0),
        Ended(on=date(2026, 11, 25), requests=4, in_time=3),
    )

    months = by_month(days, today=TODAY, months=3)

    assert first_of(TODAY, months=3) == date(2026, 9, 1)
    assert [(it.on.month, it.requests, it.share) for it in months] == [
        (9, 3, 66),
        (10, 0, None),
        (11, 4, 75),
    ]
