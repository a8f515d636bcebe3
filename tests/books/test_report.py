from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import Session

from bot.books.charts import pictures
from bot.books.report import (
    Beside,
    MonthStillToCome,
    Report,
    lines,
    month_of,
    report,
    title,
)
from bot.books.reporting import owe_report, report_on
from bot.database import Database
from bot.delivery.for_officers import MonthlyReport
from bot.register import figures, store
from bot.register.addition import added
from bot.register.lifecycle import Step
from bot.register.progress import Ground
from bot.register.requests import RightsRequest
from bot.register.retention import pseudonymised
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.books.builders import a_request
from tests.bot.desk import NOW, desk, hear, heard, judged, owed
from tests.register.test_retention import REQUESTS

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
LATER = date(2026, 11, 26)
NOTHING = Beside(breaches=0, questions=0, gaps=None)


def of(first: date, *requests: RightsRequest, today: date = LATER) -> Report:
    month = month_of(first, today)
    return report(requests, month, beside=NOTHING, received={}, closed={})


def on(day: int, month: int = 10) -> date:
    return date(2026, month, day)


def test_a_request_counts_in_the_month_in_which_it_came() -> None:
    both = a_request(Right.ACCESS, Right.ERASURE)

    found = of(SEPTEMBER, both, a_request())

    assert (found.received, found.by_right) == (2, ((Right.ACCESS, 2), (Right.ERASURE, 1)))
    assert of(OCTOBER, both).received == 0


def test_an_answer_counts_in_the_month_in_which_it_was_given() -> None:
    timely = a_request().after(Step.FULFIL, on=on(5))
    late = a_request().after(Step.FULFIL, on=on(6))

    found = of(OCTOBER, timely, late)

    assert (found.answered, found.in_time, found.share, found.median_days) == (2, 1, 50, 32.5)
    assert of(SEPTEMBER, timely).answered == 0


def test_who_withdrew_or_only_asked_was_not_answered() -> None:
    withdrawn = a_request().after(Step.WITHDRAW, on=on(6))
    only_asking = a_request().after(Step.ONLY_ASKING, on=on(6))

    found = of(OCTOBER, withdrawn, only_asking)

    assert (found.answered, found.withdrawn, found.only_asking, found.share) == (0, 1, 1, None)
    assert "Withdrawn: 1; only asking: 1." in lines(found)


def test_refusals_are_counted_by_ground() -> None:
    refused = a_request(Right.ACCESS, Right.ERASURE)
    refused = refused.after(Step.REFUSE, on=on(5), ground=Ground.EXEMPTION)

    found = of(OCTOBER, refused)

    assert found.refused == (("an exemption in data protection law applies", 2),)
    assert "Refused: 2 (an exemption in data protection law applies: 2)." in lines(found)


def test_extensions_and_complaints_are_counted_when_they_happened() -> None:
    extended = a_request().after(Step.EXTEND, on=on(1), why="complex")
    complaint = a_request(Right.COMPLAINT)
    decided = complaint.after(Step.NOT_UPHELD, on=on(2))

    september, october = (of(it, extended, decided) for it in (SEPTEMBER, OCTOBER))

    assert (september.extended, october.extended) == (0, 1)
    assert (september.complaints_received, september.complaints_decided) == (1, 0)
    assert (october.complaints_received, october.complaints_decided) == (0, 1)


def test_an_extension_that_went_along_with_its_request_is_counted_once() -> None:
    later = a_request().after(Step.EXTEND, on=on(1), why="complex")
    linked = later.after(Step.LINK, on=on(2))
    whole = added(a_request(Right.COMPLAINT), later, on=on(2))

    assert of(OCTOBER, whole, linked).extended == 1


def test_open_and_overdue_are_as_they_were_at_the_months_end() -> None:
    closed_later = a_request().after(Step.FULFIL, on=on(20, month=11))
    still_open = a_request()

    found = {it: of(it, closed_later, still_open) for it in (SEPTEMBER, OCTOBER)}
    november = of(date(2026, 11, 1), closed_later, still_open)

    assert (found[SEPTEMBER].open, found[SEPTEMBER].overdue) == (2, 0)
    assert (found[OCTOBER].open, found[OCTOBER].overdue) == (2, 2)
    assert (november.open, november.overdue) == (1, 1)
    assert "Open now: 1, of which overdue: 1." in lines(november)


def test_the_last_day_itself_is_not_overdue() -> None:
    assert of(OCTOBER, a_request(), today=on(5)).overdue == 0
    assert of(OCTOBER, a_request(), today=on(6)).overdue == 1


def test_a_month_that_is_not_over_says_how_far_it_goes() -> None:
    assert title(of(date(2026, 11, 1))) == "Rights requests in November 2026, up to 26 November"
    assert title(of(OCTOBER)) == "Rights requests in October 2026"
    assert month_of(OCTOBER, on(31)).over is False


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(MonthStillToCome, match=r"^December 2026 is still to come\.$"):
        month_of(date(2026, 12, 1), LATER)


def test_a_month_without_requests_has_its_lines_and_no_pictures() -> None:
    empty = of(OCTOBER)

    assert lines(empty)[:2] == ("Received: 0.", "Answered: 0.")
    assert pictures(empty) == ()


def test_months_are_compared_with_the_eleven_before() -> None:
    found = report(
        (),
        month_of(OCTOBER, LATER),
        beside=NOTHING,
        received={on(1): 2, on(31): 3, date(2025, 11, 1): 5, date(2025, 10, 31): 7},
        closed={on(30, month=9): 4},
    )

    assert len(found.flow) == 12
    assert (found.flow[0].first, found.flow[0].received) == (date(2025, 11, 1), 5)
    assert (found.flow[-1].received, found.flow[-1].closed) == (5, 0)
    assert found.flow[-2].closed == 4


@settings(deadline=None)
@given(requests=st.lists(REQUESTS, max_size=5), first=st.sampled_from([SEPTEMBER, OCTOBER]))
def test_no_month_is_changed_by_what_is_erased(requests: list[RightsRequest], first: date) -> None:
    erased = [pseudonymised(it, on=LATER) if it.closed_on else it for it in requests]

    assert of(first, *erased) == of(first, *requests)


def test_each_picture_opens_and_says_what_it_shows() -> None:
    found = report(
        [a_request(Right.ACCESS, Right.ERASURE)],
        month_of(SEPTEMBER, LATER),
        beside=NOTHING,
        received={on(3, month=9): 1_500},
        closed={},
    )

    rights, months = pictures(found)

    assert rights.alt == "What was asked for, September 2026: access 1, erasure 1."
    assert months.alt.endswith("Sep 2026 1500 and 0.")
    for picture in (rights, months):
        with Image.open(BytesIO(picture.png)) as image:
            assert image.format == "PNG"
            assert len(image.convert("L").getcolors() or ()) > 2


def test_the_register_is_read_for_its_month(database: Database) -> None:
    def work(session: Session) -> Report:
        store.save(session, a_request().after(Step.FULFIL, on=on(5)))
        store.save(session, a_request(received=on(20), called="second", reference="RR-2026-0002"))
        hear(session, judged(Kind.BREACH), heard("a bag"))
        return report_on(session, first=date(2026, 11, 1), today=LATER, zone=desk().zone, now=NOW)

    november = database.transact(work)

    assert (november.received, november.open, november.beside.breaches) == (0, 1, 1)
    assert [(it.received, it.closed) for it in november.flow][-3:] == [(1, 0), (1, 1), (0, 0)]


def owe(session: Session, now: datetime) -> None:
    owe_report(
        session, compliance=desk().compliance, nation=desk().nation, zone=desk().zone, now=now
    )


def reports(session: Session) -> list[MonthlyReport]:
    return [it for it in owed(session) if isinstance(it, MonthlyReport)]


def test_the_officers_are_owed_each_month_once_when_it_is_over(database: Database) -> None:
    def work(session: Session) -> None:
        store.save(session, a_request())
        for day in (1, 2, 25):
            owe(session, datetime(2026, 10, day, 9, tzinfo=UTC))

        (only,) = reports(session)
        assert only.title == "Rights requests in September 2026"
        assert only.lines[0] == "Received: 1 (access 1)."

    database.transact(work)


def test_a_desk_without_requests_by_then_reports_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        store.save(session, a_request())
        owe(session, datetime(2026, 9, 30, 9, tzinfo=UTC))

        assert reports(session) == []

    database.transact(work)


def test_the_report_waits_for_a_working_day(database: Database) -> None:
    def work(session: Session) -> None:
        store.save(session, a_request())
        for day in (1, 2, 3):  # New Year's Day, a Saturday, a Sunday
            owe(session, datetime(2027, 1, day, 9, tzinfo=UTC))
        assert reports(session) == []

        owe(session, datetime(2027, 1, 4, 9, tzinfo=UTC))
        assert [it.title for it in reports(session)] == ["Rights requests in December 2026"]

    database.transact(work)


def test_what_was_added_to_an_earlier_request_counts_once(database: Database) -> None:
    again = a_request(called="second", reference="RR-2026-0002")
    linked = again.after(Step.LINK, on=on(4), why="RR-2026-0001")

    def work(session: Session) -> tuple[Report, int]:
        store.save(session, a_request().after(Step.FULFIL, on=on(5)))
        store.save(session, linked)
        said = {"today": LATER, "zone": desk().zone, "now": NOW}
        october = report_on(session, first=OCTOBER, **said)  # type: ignore[arg-type]
        return october, sum(day.requests for day in figures.ended(session, since=OCTOBER))

    october, at_home = database.transact(work)

    assert (october.answered, october.in_time, october.share) == (1, 1, 100)
    assert at_home == october.answered
    assert [(it.received, it.closed) for it in october.flow][-2:] == [(1, 0), (0, 1)]
    assert of(SEPTEMBER, a_request(), linked).received == 1


def test_an_answer_to_one_right_counts_though_the_other_was_withdrawn() -> None:
    both = a_request(Right.ACCESS, Right.ERASURE)
    partly = both.after(Step.FULFIL, on=on(2), rights=(Right.ACCESS,))

    found = of(OCTOBER, partly.after(Step.WITHDRAW, on=on(5)))

    assert (found.answered, found.in_time, found.withdrawn) == (1, 1, 0)
