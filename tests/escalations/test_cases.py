from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.delivery import Delivery
from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.delivery.settling import WordsErased
from bot.escalations import operations, store
from bot.escalations.escalation import AlreadyClaimed, Case, Closed, Escalation
from bot.escalations.relay import address_of_reply, is_for_all
from bot.escalations.store import NoSuchCase
from bot.places import ChannelId, PersonId, Room, Thread

TOM = PersonId(team="T1", user="U1")
JO, SAM = Named(name="Jo"), Named(name="Sam")
ORIGIN = Thread(channel=ChannelId("C1"), ts="1.0")
COMPLIANCE = ChannelId("C9")
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def a_case(
    case: Case = Case.REQUEST,
    *,
    room: Room = Room.SHARED,
    origin: Thread | None = ORIGIN,
    name: str = "c1",
    still_open: bool = True,
) -> Escalation:
    card = Card(
        case=case.value,
        escalation=name,
        reference=f"RR-2026-{name}",
        who=Named(name="Tom"),
        audience="customer",
        words="all of it",
        received_at=NOW,
        state="Registered",
        open=still_open,
    )
    return Escalation(
        id=name,
        reference=card.reference,
        case=case,
        asker=TOM,
        room=room,
        origin=origin,
        card=card,
    )


def test_an_erased_card_names_nobody_and_says_nothing_of_what_was_written() -> None:
    canary = "canary"
    of_a_person = {
        "who": Named(name=canary),
        "words": canary,
        "subject": canary,
        "contact": canary,
        "state": f"Closed: {canary}",
        "owner": Named(name=canary),
        "origin": canary,
        "flags": (canary,),
        "question": canary,
    }
    case = a_case(Case.QUESTION)
    known = case.model_copy(update={"card": case.card.model_copy(update=of_a_person)})

    assert canary not in known.erased().model_dump_json()


def test_a_closed_cases_link_follows_its_channel_without_the_card_being_drawn_for_it(
    database: Database,
) -> None:
    def work(session: Session) -> list[Delivery]:
        begun = a_case(Case.QUESTION, room=Room.OPEN)
        link = begun.card.model_copy(update={"origin": "https://home.example/archives/C1/p10"})
        case = begun.model_copy(update={"card": link})
        operations.hand_over(session, escalation=case, compliance=COMPLIANCE, now=NOW)
        closed = store.get(session, "c1").closed_as("answered", NOW)
        operations.redraw(session, escalation="c1", card=closed, now=NOW)
        owed = len(deliveries.of_case(session, "c1"))
        operations.move(session, old=ChannelId("C1"), new=ChannelId("C2"), now=NOW)
        assert len(deliveries.of_case(session, "c1")) == owed
        opened = store.get(session, "c1").opened_again()
        operations.redraw(session, escalation="c1", card=opened, now=NOW)
        return list(deliveries.of_case(session, "c1"))

    *_, last = database.transact(work)

    assert isinstance(last.message, Card)
    assert last.message.origin == "https://home.example/archives/C2/p10"


def test_the_second_to_claim_is_told_who_has_it(database: Database) -> None:
    def work(session: Session) -> None:
        operations.hand_over(session, escalation=a_case(), compliance=COMPLIANCE, now=NOW)
        operations.claim(session, escalation="c1", officer=JO, now=NOW)
        with pytest.raises(AlreadyClaimed, match="already with Jo"):
            operations.claim(session, escalation="c1", officer=SAM, now=NOW)

    database.transact(work)


def test_a_closed_case_cannot_be_claimed() -> None:
    with pytest.raises(Closed, match="is closed"):
        a_case(still_open=False).claimed_by(JO)


def test_a_case_that_is_not_there_is_said_to_be_not_there(database: Database) -> None:
    with pytest.raises(NoSuchCase):
        database.transact(lambda session: store.get(session, "c7"))
    with pytest.raises(NoSuchCase):
        database.transact(lambda session: store.by_reference(session, "RR-2026-0007"))


def test_a_reply_is_owed_to_the_person_and_its_copy_to_the_officers(database: Database) -> None:
    def work(session: Session) -> list[Delivery]:
        operations.hand_over(session, escalation=a_case(), compliance=COMPLIANCE, now=NOW)
        operations.reply(
            session, escalation="c1", officer=JO, words="Here you are.", key="f", now=NOW
        )
        return deliveries.unsettled(session)

    owed = database.transact(work)

    assert [(it.message and it.message.kind, it.address.kind) for it in owed] == [
        ("card", "to_compliance"),
        ("relayed", "privately"),
        ("sent_copy", "beneath"),
    ]
    relayed = next(it.message for it in owed if it.message and it.message.kind == "relayed")
    assert "Jo" not in relayed.model_dump_json()


def test_a_thread_belongs_to_the_persons_open_case_that_began_there(database: Database) -> None:
    def work(session: Session) -> list[str | None]:
        operations.hand_over(session, escalation=a_case(), compliance=COMPLIANCE, now=NOW)
        others = PersonId(team="T1", user="U2")
        elsewhere = Thread(channel=ORIGIN.channel, ts="2.0")
        return [
            found.id if found else None
            for found in (
                store.in_thread(session, person=TOM, thread=ORIGIN),
                store.in_thread(session, person=others, thread=ORIGIN),
                store.in_thread(session, person=TOM, thread=elsewhere),
            )
        ]

    assert database.transact(work) == ["c1", None, None]


def test_a_thread_below_our_message_belongs_to_its_case(database: Database) -> None:
    below = Thread(channel=ChannelId("D1"), ts="7.0")

    def work(session: Session) -> Escalation | None:
        operations.hand_over(session, escalation=a_case(), compliance=COMPLIANCE, now=NOW)
        operations.reply(session, escalation="c1", officer=JO, words="Hello", key="f", now=NOW)
        owed = next(
            it
            for it in deliveries.unsettled(session)
            if it.message and it.message.kind == "relayed"
        )
        settling.mark(session, owed, channel=below.channel, thread_ts=None, now=NOW)
        settling.sent(session, owed.id, ts=below.ts)
        return store.in_thread(session, person=TOM, thread=below)

    found = database.transact(work)

    assert found is not None
    assert found.id == "c1"


def test_a_card_that_was_given_up_keeps_no_words_once_its_case_is_erased(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        operations.hand_over(session, escalation=a_case(), compliance=COMPLIANCE, now=NOW)
        (card,) = deliveries.of_case(session, "c1")
        settling.bury(session, card, reason="channel_not_found")

        operations.erase(session, escalation="c1", on=NOW.date(), now=NOW)

        left = deliveries.of_case(session, "c1")
        assert not [it for it in left if it.message and "all of it" in it.message.model_dump_json()]
        with pytest.raises(WordsErased):
            settling.revive(session, card.id, now=NOW)

    database.transact(work)


@pytest.mark.parametrize("room", [it for it in Room if it is not Room.DIRECT])
def test_a_reply_to_what_we_could_not_read_is_private(room: Room) -> None:
    case = a_case(Case.QUESTION, room=room)
    alone = case.model_copy(update={"card": case.card.model_copy(update={"for_them_alone": True})})

    assert is_for_all(address_of_reply(case, answers_there=True), room=room)
    assert not is_for_all(address_of_reply(alone, answers_there=True), room=room)
    assert not is_for_all(address_of_reply(case, answers_there=False), room=room)


def test_a_reply_in_ones_own_direct_message_is_for_them_alone() -> None:
    case = a_case(Case.QUESTION, room=Room.DIRECT)

    assert not is_for_all(address_of_reply(case, answers_there=True), room=Room.DIRECT)
