"""Who is the same person, and what a request repeats."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from bot.database import Database
from bot.places import Nation, PersonId
from bot.register import operations, store
from bot.register.lifecycle import Authority, Status, Step
from bot.register.on_behalf import Asking, OnBehalf, in_one_writing
from bot.register.operations import Actor, Wish
from bot.register.repetition import is_surely_the_same, repetition
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.rotation import rotate
from bot.sealing import look_up_keys
from knowledge.rights import Right
from knowledge.verdict import Audience

TOM, PRIYA = PersonId(team="T1", user="U1"), PersonId(team="T0", user="U2")
MARIA = OnBehalf(name="Maria Silva", contact="maria@silva.example")


def a_request(
    name: str = "a",
    *,
    behalf: OnBehalf | None = None,
    who: PersonId = TOM,
    rights: tuple[Right, ...] = (Right.ACCESS,),
    received: date = date(2026, 11, 25),
    status: Status = Status.RECEIVED,
    closed_on: date | None = None,
) -> RightsRequest:
    return RightsRequest(
        id=name,
        reference=f"RR-{name}",
        status=status,
        requester=who,
        requester_name="Tom Ashworth",
        on_behalf=behalf,
        rights=rights,
        words="all of it",
        audience=Audience.EVERYONE,
        received=received,
        received_at=datetime(received.year, received.month, received.day, 9, tzinfo=UTC),
        nation=Nation.ENG,
        due=date(2027, 12, 24),
        closed_on=closed_on,
    )


def named(name: str, contact: str = "") -> RightsRequest:
    return a_request(behalf=OnBehalf(name=name, contact=contact), who=PRIYA)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (a_request("a"), a_request("b"), True),
        (a_request("a"), a_request("b", who=PRIYA), False),
        (named("Maria Silva", "m@s.example"), named("maria  SILVA", "M@S.example"), True),
        (named("Maria Silva", "m@s.example"), named("M. Silva", "m@s.example"), True),
        (named("Maria Silva", "m@s.example"), named("Maria Silva"), False),
        (named("Maria Silva"), named("Maria Silva"), False),
        (named("Maria Silva", "m@s.example"), named("Maria Silva", "other@s.example"), False),
        (named("Maria Silva"), named("Ann Bee"), False),
        (a_request("a"), named("Tom Ashworth"), False),
    ],
    ids=[
        "one person in Slack",
        "two people in Slack",
        "the same written otherwise",
        "reached the same way",
        "reached in a way unknown",
        "two of whom only the name is known",
        "one name, two people",
        "nothing alike",
        "only the name agrees",
    ],
)
def test_who_is_surely_the_same_person(
    one: RightsRequest, other: RightsRequest, *, same: bool
) -> None:
    assert is_surely_the_same(one, other) is same
    assert is_surely_the_same(other, one) is same


def test_the_open_request_for_the_same_is_the_one_it_looks_like() -> None:
    again = a_request("d")
    closed = a_request("a", status=Status.RESPONDED, closed_on=date(2026, 11, 20))
    still_open = a_request("b", received=date(2026, 11, 1))
    other_right = a_request("c", rights=(Right.ERASURE,), received=date(2026, 11, 24))

    assert repetition(again, (closed, still_open, other_right)).like == still_open
    assert repetition(again, (closed, other_right)).like == closed


def test_a_request_may_join_the_open_one_that_it_is_like_else_another_open_one_of_the_person() -> (
    None
):
    again = a_request("z")
    closed = a_request("a", status=Status.RESPONDED, closed_on=date(2026, 11, 20))
    alike = a_request("b", received=date(2026, 11, 1))
    other_right = a_request("c", rights=(Right.ERASURE,), received=date(2026, 11, 24))

    assert repetition(again, (closed, alike, other_right)).may_join == alike
    assert repetition(again, (closed, other_right)).may_join == other_right
    assert repetition(again, (closed,)).may_join is None


def test_who_only_has_the_same_name_has_no_other_right_to_be_joined() -> None:
    other_right = a_request("c", rights=(Right.ERASURE,), behalf=OnBehalf(name="Tom Ashworth"))

    assert repetition(a_request("z"), (other_right,)).may_join is None


def test_what_was_closed_long_ago_is_counted_and_not_linked() -> None:
    old = a_request(
        "a",
        received=date(2026, 3, 1),
        status=Status.RESPONDED,
        closed_on=date(2026, 3, 20),
    )

    found = repetition(a_request("b"), (old,))

    assert (found.like, found.within_a_year) == (None, ("RR-a", "RR-b"))


def test_what_came_before_the_year_is_not_counted() -> None:
    found = repetition(a_request("b"), (a_request("a", received=date(2025, 11, 24)),))

    assert found.within_a_year == ("RR-b",)


def test_only_the_same_right_is_counted_and_no_complaint_no_opt_out_and_nothing_linked() -> None:
    again = a_request("z", rights=(Right.ERASURE, Right.COMPLAINT))
    others = (
        a_request("a", rights=(Right.ERASURE,), received=date(2026, 11, 2)),
        a_request("b", rights=(Right.COMPLAINT,)),
        a_request("c", rights=(Right.MARKETING_OPT_OUT,)),
        a_request("d", rights=(Right.ACCESS,)),
        a_request("e", rights=(Right.ERASURE,), status=Status.LINKED),
    )

    assert repetition(again, others).within_a_year == ("RR-a", "RR-z")
    assert repetition(a_request("y", rights=(Right.COMPLAINT,)), others).within_a_year == ()


def test_one_account_in_slack_is_one_person_and_a_like_name_only_perhaps() -> None:
    by_another = a_request("b", behalf=OnBehalf(name="Tom Ashworth"), who=PRIYA)

    assert repetition(a_request("z"), (a_request("a"),)).surely
    assert not repetition(a_request("z"), (a_request("a"), by_another)).surely


def receive(
    database: Database, name: str, *, behalf: OnBehalf | None, rights: tuple[Right, ...]
) -> RightsRequest:
    wish = Wish(
        id=name,
        requester=PRIYA,
        requester_name="Priya",
        audience=Audience.STAFF,
        rights=rights,
        words="all of it",
        origin=None,
        received_at=datetime(2026, 11, 25, 9, tzinfo=UTC),
        received=date(2026, 11, 25),
        nation=Nation.ENG,
        on_behalf=behalf,
    )
    actor = Actor(PRIYA, "Priya", ZoneInfo("Europe/London"))
    now = wish.received_at
    return database.transact(
        lambda session: operations.receive(session, wish=wish, actor=actor, now=now)
    )


def test_an_erasure_is_held_by_the_same_data_subjects_access_and_by_nobody_elses(
    database: Database,
) -> None:
    access, erasure = (Right.ACCESS,), (Right.ERASURE,)
    of_maria = receive(database, "a", behalf=MARIA, rights=access)
    own = receive(database, "b", behalf=None, rights=access)
    to_erase = receive(database, "c", behalf=MARIA, rights=erasure)
    others = receive(database, "d", behalf=OnBehalf(name="Ann Bee"), rights=erasure)
    a_namesakes = receive(database, "e", behalf=OnBehalf(name="Maria Silva"), rights=erasure)

    def held(request: RightsRequest) -> tuple[str, ...]:
        return database.transact(lambda session: store.holding(session, request))

    assert held(to_erase) == (of_maria.reference,)
    assert held(others) == ()
    assert held(a_namesakes) == ()
    assert held(own) == ()


def test_what_is_linked_is_added_and_keeps_the_earlier_day_of_receipt(database: Database) -> None:
    first = receive(database, "a", behalf=MARIA, rights=(Right.ACCESS,))
    later = receive(database, "b", behalf=MARIA, rights=(Right.ERASURE,))
    actor = Actor(PRIYA, "Priya", ZoneInfo("Europe/London"))

    linked, earlier = database.transact(
        lambda session: operations.link(
            session, request=later.id, earlier=first.id, actor=actor, now=later.received_at
        )
    )

    assert (linked.status, linked.progress.linked_to) == (Status.LINKED, first.reference)
    assert earlier.rights == (Right.ACCESS, Right.ERASURE)
    assert earlier.words == "all of it\nall of it"

    before = first.with_added(details="", rights=(), received=date(2026, 11, 3))
    assert (before.received, before.due) == (date(2026, 11, 3), date(2026, 12, 3))


def test_equal_texts_are_found_again_even_after_a_new_key(database: Database) -> None:
    old, new = "x" * 43 + "=", "y" * 43 + "="
    with_old = Database(database.url, [old])
    with_both = Database(database.url, [new, old])

    (kept,) = with_old.transact(lambda _: look_up_keys("maria silva"))
    found = with_both.transact(lambda _: look_up_keys("maria silva"))
    other = with_both.transact(lambda _: look_up_keys("ann bee"))

    assert kept in found
    assert kept != found[0]
    assert not set(found) & set(other)
    assert "maria" not in kept
    assert with_old.transact(lambda _: look_up_keys("")) == ()
    with_old.close()
    with_both.close()


def test_a_person_is_found_again_when_the_key_was_changed_and_the_old_one_dropped(
    database_url: str,
) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    before, between, after = (Database(database_url, keys) for keys in ([old], [new, old], [new]))
    receive(before, "a", behalf=MARIA, rights=(Right.ACCESS,))

    rotate(between)
    again = receive(after, "b", behalf=MARIA, rights=(Right.ACCESS,))
    found = after.transact(lambda session: store.of_same_person(session, again))

    assert [it.id for it in found] == ["a"]
    for opened in (before, between, after):
        opened.close()


def test_names_are_compared_as_people_read_them() -> None:
    assert in_one_writing("  Maria\u00a0SILVA\n") == in_one_writing("maria silva")
    assert in_one_writing("Ann Bee") != in_one_writing("Ann B")


def test_a_request_that_was_logged_for_another_is_not_responded_to_before_authority(
    database: Database,
) -> None:
    for_maria = MARIA.model_copy(update={"asking": Asking.AGENT, "authority": Authority.AWAITED})
    request = receive(database, "a", behalf=for_maria, rights=(Right.ACCESS,))
    on = request.received

    with pytest.raises(StepNotAllowed, match="authority of who asks"):
        request.after(Step.FULFIL, on=on)
    shown = request.after(Step.SHOW_AUTHORITY, on=on)

    assert shown.progress.authority_shown == on
    assert shown.after(Step.FULFIL, on=on).status is Status.RESPONDED
