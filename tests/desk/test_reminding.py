"""Officers are reminded in the case's thread, once, and the channel hears what nobody stirs for."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from bot import backfill
from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.for_officers import Card, Reminder
from bot.delivery.outgoing import Outgoing
from bot.delivery.tables import DeliveryRow
from bot.desk import forms, intake, officer, reminding
from bot.desk.forms import Form
from bot.escalations import store as cases
from bot.escalations import waiting
from bot.escalations.queue import Shown
from bot.register.lifecycle import Authority, Step
from bot.register.on_behalf import Asking, OnBehalf
from bot.register.operations import Act
from bot.register.tables import RightsRequestRow
from bot.slack.blocks import draw
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, PRIYA, by_letter, desk, hear, heard, judged

DUE = date(2026, 12, 29)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)


def december(day: int, hour: int = 9) -> datetime:
    return at(date(2026, 12, day), hour)


def remind(session: Session, now: datetime) -> None:
    """Walk the round of reminders to its end."""
    after = ""
    while found := reminding.to_remind_of(session, desk=desk(), after=after, now=now):
        for case in found:
            reminding.remind(session, desk=desk(), case=case, now=now)
        after = found[-1]


def mark_overdue(session: Session, now: datetime) -> None:
    for case in reminding.overdue(session, desk=desk(), after="", now=now):
        reminding.mark_overdue(session, desk=desk(), case=case, now=now)


def owed(session: Session) -> list[Outgoing]:
    return [it.message for it in deliveries.unsettled(session) if it.message is not None]


def end(session: Session, request: str) -> None:
    by_letter(session, request, Act(Step.NOTHING_HELD))


def reminders(session: Session) -> list[Reminder]:
    return [it for it in owed(session) if isinstance(it, Reminder)]


def test_the_owner_is_reminded_in_the_thread_and_only_once(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        officer.claim(session, escalation=request, officer=JO, now=NOW)

        remind(session, december(15))
        remind(session, december(15, 11))
        remind(session, december(16))

        (one,) = reminders(session)
        assert one.text.startswith("Due in 14 days: the last day is Tue 29 Dec 2026.")
        assert one.owner == JO.named
        assert not one.aloud
        (row,) = session.exec(select(DeliveryRow).where(col(DeliveryRow.seq) == _last(session)))
        assert row.escalation == request
        assert "beneath" in row.address

    database.transact(story)


def _last(session: Session) -> int:
    return max(seq for seq in session.exec(select(DeliveryRow.seq)) if seq is not None)


def test_nothing_is_said_before_the_office_opens_or_on_a_day_off(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        remind(session, december(15, 8))
        remind(session, december(19))  # a Saturday
        remind(session, december(25))
        assert reminders(session) == []

        remind(session, december(21))
        assert [it.text.partition(":")[0] for it in reminders(session)] == ["Due in 8 days"]

    database.transact(story)


def test_an_acknowledged_complaint_is_never_overdue(database: Database) -> None:
    def story(session: Session) -> None:
        complains = judged(Kind.REQUEST).model_copy(update={"rights": (Right.COMPLAINT,)})
        complaint = hear(session, complains)
        january = at(date(2027, 1, 20))

        mark_overdue(session, january)

        card = cases.get(session, complaint).card
        assert not card.overdue
        assert card.last_day is None
        assert waiting.counted(session, officer=JO.person, today=january.date())[Shown.OVERDUE] == 0
        drawn = str(draw(card).blocks)
        assert "*Acknowledged* on Wednesday 25 November 2026" in drawn
        assert "*Due*" not in drawn

    database.transact(story)


def test_beside_an_acknowledged_complaint_the_other_rights_keep_their_date(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        both = judged(Kind.REQUEST).model_copy(update={"rights": (Right.ACCESS, Right.COMPLAINT)})
        request = hear(session, both)
        assert cases.get(session, request).card.last_day == DUE

        mark_overdue(session, at(DUE + timedelta(days=1)))

        assert cases.get(session, request).card.overdue

    database.transact(story)


def test_after_closing_nothing_is_said(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        end(session, request)

        for day in range(1, 32):
            remind(session, december(day))
            mark_overdue(session, december(day))

        assert reminders(session) == []

    database.transact(story)


def test_many_requests_are_found_at_several_looks(database: Database) -> None:
    def story(session: Session) -> None:
        for number in range(103):
            hear(session, judged(Kind.REQUEST), heard(key=f"m{number}"))

        first = reminding.to_remind_of(session, desk=desk(), after="", now=december(15))
        assert len(first) == 100
        remind(session, december(15))
        assert len(reminders(session)) == 103

    database.transact(story)


def test_a_card_is_redrawn_on_the_first_day_on_which_it_is_overdue(database: Database) -> None:
    def cards(session: Session) -> list[bool]:
        return [it.overdue for it in owed(session) if isinstance(it, Card)]

    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        mark_overdue(session, at(DUE, 23))
        assert cards(session) == [False]
        mark_overdue(session, at(DUE + timedelta(days=1), 0))
        mark_overdue(session, at(DUE + timedelta(days=2), 0))
        assert cards(session) == [False, True]

    database.transact(story)


def test_a_possible_breach_is_reminded_of_at_night_and_each_mark_once(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.BREACH))

        for hours in (1, 25, 26, 49, 75, 75.1):
            now = NOW + timedelta(hours=hours)
            reminding.count_hours(session, desk=desk(), now=now)

        said = [it.text.partition(":")[0] for it in reminders(session)]
        assert said[:2] == ["47 of the 72 hours are left", "23 of the 72 hours are left"]
        assert said[2].startswith("The 72 hours ended on Sat 28 Nov 2026, 09")
        assert len(said) == 3
        assert all(it.aloud for it in reminders(session))

    database.transact(story)


def test_a_possible_breach_that_nobody_has_calls_everybody_at_the_next_mark_after_its_hours(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.BREACH))

        for hours in range(70, 121):
            reminding.count_hours(session, desk=desk(), now=NOW + timedelta(hours=hours))

        assert [it.calls_here for it in reminders(session)] == [False, False, True, False]

    database.transact(story)


def test_what_nobody_claims_is_called_for_again_once_in_office_hours(database: Database) -> None:
    def called(session: Session, now: datetime) -> int:
        reminding.call_again(session, desk=desk(), now=now)
        return len(reminders(session))

    def story(session: Session) -> None:
        late = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # a Friday
        question = judged(Kind.NOT_COVERED)
        said = heard("do you sell my gait data?", writer=PRIYA)
        intake.hear(session, desk=desk(), heard=said, verdict=question, now=late)
        request = hear(session, judged(Kind.REQUEST), heard(key="m2"))
        officer.claim(session, escalation=request, officer=JO, now=NOW)
        hear_late = heard(key="m3")
        intake.hear(session, desk=desk(), heard=hear_late, verdict=judged(Kind.REQUEST), now=late)

        assert called(session, late + timedelta(hours=3)) == 0
        assert called(session, late + timedelta(days=1)) == 0
        assert called(session, datetime(2026, 11, 30, 10, 30, tzinfo=UTC)) == 0
        assert called(session, datetime(2026, 11, 30, 11, 5, tzinfo=UTC)) == 1
        assert called(session, datetime(2026, 11, 30, 15, 5, tzinfo=UTC)) == 1
        (one,) = reminders(session)
        assert one.text == "Nobody has claimed it since Fri 27 Nov 2026, 15:00."
        assert one.aloud

    database.transact(story)


def test_a_possible_breach_is_called_for_by_the_hours_of_the_clock(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.BREACH))

        reminding.call_again(session, desk=desk(), now=NOW + timedelta(hours=3, minutes=59))
        assert reminders(session) == []
        reminding.call_again(session, desk=desk(), now=NOW + timedelta(hours=14))
        assert len(reminders(session)) == 1

    database.transact(story)


def test_a_case_is_called_for_on_a_day_without_another_reminder(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        remind(session, december(15))

        reminding.call_again(session, desk=desk(), now=december(15, 14))
        assert len(reminders(session)) == 1
        reminding.call_again(session, desk=desk(), now=december(16, 14))
        assert len(reminders(session)) == 2
        assert request

    database.transact(story)


def test_what_nobody_has_is_called_for_on_every_working_day(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        for day in (1, 1, 2, 5, 6, 7):  # the 5th and 6th are a weekend
            reminding.call_again(session, desk=desk(), now=december(day, 14))

        assert len(reminders(session)) == 3
        assert not any(it.calls_here for it in reminders(session))

    database.transact(story)


def test_what_is_overdue_and_with_nobody_calls_everybody_once_a_week(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))

        for day in range(13, 23):  # from a Wednesday to the Friday of the week after
            remind(session, at(date(2027, 1, day)))
        officer.claim(session, escalation=request, officer=JO, now=at(date(2027, 1, 22)))
        remind(session, at(date(2027, 1, 27)))

        *nobodys, jos = reminders(session)
        assert [it.calls_here for it in nobodys] == [day in {0, 5} for day in range(8)]
        assert all(it.aloud for it in nobodys)
        assert nobodys[0].text.startswith("Overdue by 15 days")
        assert "<!here> Nobody has this:" in draw(nobodys[0]).text
        assert "<!here>" not in draw(nobodys[1]).text
        assert not jos.calls_here

    database.transact(story)


def test_authority_and_a_receipt_by_hand_are_not_forgotten(database: Database) -> None:
    behalf = OnBehalf(name="Elsie", asking=Asking.SOLICITOR, authority=Authority.AWAITED)
    form = Form(
        key="form:1",
        writer=PRIYA,
        rights=(Right.ACCESS,),
        details="all of it",
        on_behalf=behalf,
        received=NOW.date(),
    )

    def story(session: Session) -> None:
        forms.receive_form(session, desk=desk(), form=form, now=NOW)
        (card,) = (it for it in owed(session) if isinstance(it, Card))
        officer.claim(session, escalation=card.escalation, officer=JO, now=NOW)

        for day in range(1, 5):
            remind(session, december(day))

        assert card.awaits == ("authority_awaited",)
        texts = [it.text for it in reminders(session)]
        assert len(texts) == 2
        assert texts[0].startswith(
            "The authority of who asks for the person has not come; it has been"
        )
        assert texts[1] == "The receipt is still to be sent by hand, 8 days after the request came."

    database.transact(story)


def test_a_row_of_an_earlier_version_learns_what_it_awaits(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        row = session.get_one(RightsRequestRow, request)
        forgotten = {"awaits": None, "stopped": None}
        row.sqlmodel_update(forgotten)
        session.flush()

        assert backfill.bring_up_to_date(session, now=NOW)
        assert not backfill.bring_up_to_date(session, now=NOW)
        assert (row.awaits, row.stopped) == ("", False)

    database.transact(story)
