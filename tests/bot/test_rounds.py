"""What is done by the clock is done once for each of its moments, whatever befalls the others."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session
from structlog.testing import capture_logs

from bot.database import Database
from bot.rounds import Round, Rounds, daily, every, in_transactions, nightly, one_by_one

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@dataclass
class Told:
    """A clock that is told the time, and what was walked when."""

    now: datetime = MORNING
    walked: list[tuple[str, datetime]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def __call__(self) -> datetime:
        return self.now

    def hourly(self, name: str) -> Round:
        async def walk(now: datetime) -> None:
            if name in self.failing:
                raise ValueError("words of a person")
            self.walked.append((name, now))

        return Round(name, every(timedelta(hours=1)), walk)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.walked]


async def test_every_round_is_walked_after_a_start_and_then_once_a_moment() -> None:
    clock = Told()
    rounds = Rounds([clock.hourly("a"), clock.hourly("b")], clock=clock)

    await rounds.walk_due()
    await rounds.walk_due()
    assert clock.names == ["a", "b"]

    clock.now += timedelta(minutes=59)
    await rounds.walk_due()
    assert clock.names == ["a", "b"]

    clock.now += timedelta(minutes=1)
    await rounds.walk_due()
    assert clock.names == ["a", "b", "a", "b"]


async def test_after_a_gap_a_round_is_walked_once() -> None:
    clock = Told()
    rounds = Rounds([clock.hourly("a")], clock=clock)
    await rounds.walk_due()

    clock.now += timedelta(days=30)
    await rounds.walk_due()

    assert clock.walked == [("a", MORNING), ("a", MORNING + timedelta(days=30))]


async def test_a_failing_round_is_named_stops_no_other_and_is_walked_again() -> None:
    clock = Told(failing={"a"})
    rounds = Rounds([clock.hourly("a"), clock.hourly("b")], clock=clock)

    with capture_logs() as logs:
        await rounds.walk_due()
    assert [(line["round"], line["exception"]) for line in logs] == [("a", "ValueError")]
    assert "words of a person" not in str(logs)
    assert clock.names == ["b"]

    clock.failing.clear()
    await rounds.walk_due()
    assert clock.names == ["b", "a"]


async def test_rounds_that_are_woken_look_at_once() -> None:
    clock = Told()
    rounds = Rounds([clock.hourly("a")], clock=clock)
    rounds.start()
    await rounds.settled()

    clock.now += timedelta(hours=3)
    rounds.wake()
    await rounds.settled()
    await rounds.stop()

    assert clock.names == ["a", "a"]


async def test_a_walk_goes_on_until_nothing_is_left_one_transaction_at_a_time(
    database: Database,
) -> None:

    left = [3, 2, 1, 0]

    def one(session: Session, *, now: datetime) -> bool:
        assert session.is_active
        assert now == MORNING
        return left.pop(0) > 0

    await in_transactions(database, one)(MORNING)

    assert left == []


async def test_one_case_that_breaks_stops_no_other(database: Database) -> None:
    done: list[str] = []

    def some(session: Session, *, after: str, now: datetime) -> list[str]:
        assert session.is_active
        assert now == MORNING
        return [case for case in "abcd" if case > after][:2]

    def one(session: Session, *, case: str, now: datetime) -> None:
        assert session.is_active
        assert now == MORNING
        if case == "b":
            raise ValueError("words of a person")
        done.append(case)

    with capture_logs() as logs:
        await one_by_one(database, some, one)(MORNING)

    assert done == ["a", "c", "d"]
    assert [(line["case"], line["exception"]) for line in logs] == [("b", "ValueError")]
    assert "words of a person" not in str(logs)


def test_a_daily_moment_is_of_the_companys_own_day_in_summer_too() -> None:
    nine = daily(time(9), LONDON)

    assert nine(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert nine(datetime(2026, 7, 1, 7, 59, tzinfo=UTC)) == datetime(2026, 6, 30, 8, 0, tzinfo=UTC)
    assert nine(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_what_is_done_at_night_is_due_again_and_again_until_its_hours_are_over() -> None:
    due = nightly(time(3), hours=5, pause=timedelta(minutes=5), zone=LONDON)
    three = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # three o'clock of a London summer

    assert due(three) == three
    assert due(three + timedelta(minutes=4)) == three
    assert due(three + timedelta(minutes=14)) == three + timedelta(minutes=10)
    assert due(three + timedelta(hours=9)) == three + timedelta(hours=5)
    assert due(three - timedelta(minutes=1)) == three - timedelta(hours=19)
