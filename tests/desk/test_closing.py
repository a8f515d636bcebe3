"""A possible breach is closed when its list is done, or by somebody who says why it is not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_officers import TeamNote
from bot.desk import closing
from bot.desk.closing import Known, NotAllDone
from bot.escalations import store as cases
from bot.escalations.escalation import Escalation
from bot.register.operations import StillToCome
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, desk, hear, judged, owed


def a_breach(session: Session) -> Escalation:
    hear(session, judged(Kind.BREACH))
    return cases.by_reference(session, "BR-2026-0001")


NOTHING_KNOWN = Known(aware_at=None, ico_told_on=None, ico_reference="")


def tick(
    session: Session,
    case: Escalation,
    *,
    key: str,
    lines: tuple[str, ...] = (),
    known: Known = NOTHING_KNOWN,
) -> None:
    closing.tick(
        session,
        desk=desk(),
        escalation=case.id,
        lines=lines,
        known=known,
        officer=JO,
        key=key,
        now=NOW,
    )


def close(session: Session, case: Escalation, *, all_the_same: str = "") -> Escalation:
    closing.close(
        session,
        desk=desk(),
        escalation=case.id,
        outcome="Recalled unread",
        all_the_same=all_the_same,
        officer=JO,
        key="close",
        now=NOW,
    )
    return cases.get(session, case.id)


async def test_with_lines_left_it_stays_open_unless_somebody_says_why(database: Database) -> None:
    def work(session: Session) -> None:
        case = a_breach(session)
        with pytest.raises(NotAllDone):
            close(session, case)
        assert cases.get(session, case.id).card.open

        closed = close(session, case, all_the_same="a false alarm")

        assert not closed.card.open
        assert "Closed with lines left: a false alarm" in closed.card.state

    await database.in_transaction(work)


async def test_with_everything_done_nothing_need_be_said(database: Database) -> None:
    def work(session: Session) -> None:
        case = a_breach(session)
        tick(session, case, key="t", lines=case.card.checklist)

        assert not close(session, case).card.open

    await database.in_transaction(work)


async def test_what_is_recorded_of_a_breach_and_what_is_taken_back_stands_in_its_thread(
    database: Database,
) -> None:
    def work(session: Session) -> list[str]:
        case = a_breach(session)
        before = NOW.astimezone(desk().zone) - timedelta(hours=2)
        known = Known(aware_at=before, ico_told_on=NOW.date(), ico_reference="IC-1")
        tick(session, case, key="all", known=known)
        tick(session, case, key="less", known=replace(known, aware_at=None, ico_reference="IC-2"))
        return [it.text for it in owed(session) if isinstance(it, TeamNote)]

    aware = "we knew on Wed 25 Nov 2026, 07:30"
    assert await database.in_transaction(work) == [
        f"Jo: recorded: {aware}; the ICO was told on Wed 25 Nov 2026; the ICO's reference is IC-1.",
        "Jo: recorded: the ICO's reference is IC-2.",
        f"Jo: taken back: {aware}.",
    ]


async def test_the_ico_cannot_have_been_told_on_a_day_to_come(database: Database) -> None:
    def work(session: Session) -> None:
        case = a_breach(session)
        tomorrow = replace(NOTHING_KNOWN, ico_told_on=NOW.date() + timedelta(days=1))

        with pytest.raises(StillToCome):
            tick(session, case, key="t", known=tomorrow)

        assert cases.get(session, case.id).card.ico_told_on is None

    await database.in_transaction(work)


async def test_a_line_that_was_taken_back_meanwhile_is_left(database: Database) -> None:
    def work(session: Session) -> None:
        case = a_breach(session)
        tick(session, case, key="all", lines=case.card.checklist)
        tick(session, case, key="fewer", lines=case.card.checklist[1:])

        with pytest.raises(NotAllDone):
            close(session, case)

    await database.in_transaction(work)
