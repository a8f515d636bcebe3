"""Every working morning one message lists what waits; a morning with nothing has none."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

import knowledge
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.for_officers import Morning, TeamNote
from bot.desk import forms, intake, morning, officer
from bot.desk.forms import Form
from bot.places import Thread
from bot.register import audit_records
from bot.register.audit import Broken, Intact, verify
from bot.register.lifecycle import Step
from bot.register.on_behalf import Asking, OnBehalf
from bot.register.operations import Act
from bot.slack.blocks import draw
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, PRIYA, TOM, by_letter, desk, hear, heard, judged, owed

THURSDAY = NOW + timedelta(days=1)


def link_to(message: Thread) -> str:
    return f"https://home.example/archives/{message.channel}/p{message.ts.replace('.', '')}"


def digest(session: Session, now: datetime, *flags: str) -> Morning | None:
    """Walk the round and return the digest that is newly owed."""
    before = len(digests(session))
    morning.owe_digest(session, desk=desk(), flags=flags, link_to=link_to, now=now)
    return digests(session)[-1] if len(digests(session)) > before else None


def digests(session: Session) -> list[Morning]:
    return [it for it in owed(session) if isinstance(it, Morning)]


def titles(found: Morning | None) -> dict[str, int]:
    return {one.title: one.count for one in found.lists} if found else {}


def test_a_morning_with_nothing_has_no_message(database: Database) -> None:
    database.transact(lambda session: _assert_none(session, THURSDAY))


def _assert_none(session: Session, now: datetime) -> None:
    assert digest(session, now) is None


def test_what_is_new_and_with_nobody_is_listed_and_once_a_day(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))
        hear(session, judged(Kind.BREACH), heard(key="m2"))

        found = digest(session, THURSDAY)
        assert titles(found) == {"New": 2, "With nobody": 2, "Due within 7 days": 1}
        assert digest(session, THURSDAY + timedelta(hours=6)) is None
        later = digest(session, THURSDAY + timedelta(days=1))
        assert titles(later) == {"With nobody": 2, "Due within 7 days": 1}

    database.transact(story)


def test_the_lists_follow_a_case_through_its_month(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        officer.claim(session, escalation=request, officer=JO, now=NOW)

        def on(day: date) -> dict[str, int]:
            return titles(digest(session, datetime(day.year, day.month, day.day, 9, tzinfo=UTC)))

        assert on(date(2026, 12, 21)) == {}
        assert on(date(2026, 12, 22)) == {"Due within 7 days": 1}
        assert on(date(2026, 12, 29)) == {"Due within 7 days": 1}
        assert on(date(2026, 12, 30)) == {"Overdue": 1}

    database.transact(story)


def test_of_a_breach_it_is_said_when_its_72_hours_end_or_ended(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.BREACH))

        def said(day: date) -> str:
            found = digest(session, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
            return found.lists[-1].lines[0].note if found else ""

        assert "72 hours end Sat 28 Nov 2026" in said(date(2026, 11, 26))
        assert "72 hours ended Sat 28 Nov 2026" in said(date(2026, 11, 30))

    database.transact(story)


def test_what_the_requester_owes_us_is_a_list_of_its_own(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        officer.claim(session, escalation=request, officer=JO, now=NOW)
        by_letter(session, request, Act(Step.ASK_IDENTITY))

        found = digest(session, datetime(2026, 12, 7, 9, tzinfo=UTC))

        assert titles(found) == {"Waiting for the requester": 1}
        assert found
        assert found.lists[0].lines[0].note == "identity asked for"

    database.transact(story)


def test_of_what_was_logged_later_it_is_said_when_it_was_received(database: Database) -> None:
    def story(session: Session) -> None:
        form = Form(
            key="f",
            writer=PRIYA,
            rights=(Right.ACCESS,),
            details="she wants a copy",
            on_behalf=OnBehalf(name="Maria", asking=Asking.THEMSELVES),
            received=date(2026, 11, 18),
        )
        forms.receive_form(session, desk=desk(), form=form, now=NOW)

        found = digest(session, THURSDAY)

        assert found
        (alone,) = [one for one in found.lists if one.title == "With nobody"]
        assert alone.lines[0].note.endswith("came on Wed 18 Nov 2026")

    database.transact(story)


def test_there_is_none_on_a_day_off_and_after_it_all_that_came_meanwhile(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        friday = datetime(2026, 11, 27, 15, tzinfo=UTC)
        intake.hear(session, desk=desk(), heard=heard(), verdict=judged(Kind.REQUEST), now=friday)

        assert digest(session, friday + timedelta(days=1)) is None
        assert digest(session, friday + timedelta(days=2)) is None
        monday = digest(session, datetime(2026, 11, 30, 9, tzinfo=UTC))
        assert titles(monday)["New"] == 1

    database.transact(story)


def test_who_starts_the_bot_at_night_is_not_greeted(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        assert digest(session, datetime(2026, 11, 26, 3, tzinfo=UTC)) is None
        assert digest(session, datetime(2026, 11, 26, 23, tzinfo=UTC)) is None
        assert digest(session, datetime(2026, 11, 26, 15, tzinfo=UTC)) is not None

    database.transact(story)


def test_a_list_names_ten_and_says_how_many_more(database: Database) -> None:
    def story(session: Session) -> None:
        for number in range(12):
            hear(session, judged(Kind.REQUEST), heard(key=f"m{number}"))

        found = digest(session, THURSDAY)

        assert found
        assert titles(found) == {"New": 12, "With nobody": 12}
        drawn = draw(found)
        assert drawn.text.count("and 2 more") == 2
        assert drawn.text.count("• RR-2026-") == 20

    database.transact(story)


def test_a_case_whose_card_is_sent_is_linked_and_no_persons_words_are_shown(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST), heard("my own canary words", writer=TOM))
        card = deliveries.find(session, deliveries.id_of(f"{request}/card"))
        assert card
        settling.mark(session, card, channel=desk().compliance, thread_ts=None, now=NOW)
        settling.sent(session, card.id, ts="17.000001")

        found = digest(session, THURSDAY)

        assert found
        said = draw(found).text
        assert "<https://home.example/archives/C9/p17000001|RR-2026-0001>" in said
        assert "canary" not in said
        assert "Tom" not in said

    database.transact(story)


def test_flags_of_the_knowledge_and_questions_without_an_answer_are_told(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        for number in range(3):
            hear(session, judged(Kind.NOT_COVERED), heard(key=f"q{number}"))
        hear(session, judged(Kind.SMALL_TALK), heard(key="hello"))

        found = digest(session, THURSDAY, "1 fact of law past the review date: helpdesk check")

        assert found
        assert found.lists == ()
        assert found.flags[0].startswith("3 questions since Wed 25 Nov 2026 had no answer")
        assert found.flags[1].startswith("1 fact of law")

    database.transact(story)


def test_law_past_its_review_and_a_faulty_folder_are_flags(tmp_path: Path) -> None:
    assert morning.flags_of(knowledge.DEFAULT, date(2026, 11, 25)) == ()
    later = morning.flags_of(knowledge.DEFAULT, date(2090, 1, 1))
    assert "of law past the review date" in later[0]
    assert "to mend in the knowledge folder" in morning.flags_of(tmp_path, date(2026, 11, 25))[0]


def anchors(session: Session) -> list[str]:
    return [it.text for it in owed(session) if isinstance(it, TeamNote) and "anchor" in it.text]


def test_the_head_of_the_audit_chain_is_told_once_for_each_head(database: Database) -> None:
    def story(session: Session) -> None:
        morning.owe_anchor(session, desk=desk(), now=NOW)
        assert anchors(session) == []

        hear(session, judged(Kind.REQUEST))
        morning.owe_anchor(session, desk=desk(), now=NOW)
        morning.owe_anchor(session, desk=desk(), now=THURSDAY)
        assert len(anchors(session)) == 1

        hear(session, judged(Kind.REQUEST), heard(key="m2"))
        morning.owe_anchor(session, desk=desk(), now=THURSDAY)
        assert len(anchors(session)) == 2

    database.transact(story)


def test_what_the_channel_keeps_finds_a_chain_that_was_cut(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))
        hear(session, judged(Kind.REQUEST), heard(key="m2"))
        morning.owe_anchor(session, desk=desk(), now=NOW)
        count, _, head = anchors(session)[0].rpartition(" ")[2].partition(":")
        anchor = Intact(head=head, count=int(count))
        chain = audit_records.page(session, after=None, most=100)

        assert isinstance(verify(chain, anchor=anchor), Intact)
        assert isinstance(verify(chain[:-1], anchor=anchor), Broken)

    database.transact(story)
