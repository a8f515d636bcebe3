"""What crosses between a person and the officers, and where to."""

import pytest

from bot.delivery.addresses import InThread, Privately
from bot.escalations.escalation import Case
from bot.escalations.relay import (
    address_of_reply,
    is_for_all,
    is_internal,
    said_of_deletion,
)
from bot.places import ChannelId, Room, Thread
from tests.escalations.test_cases import COMPLIANCE, ORIGIN, TOM, a_case


@pytest.mark.parametrize("room", Room)
@pytest.mark.parametrize("case", [Case.REQUEST, Case.BREACH])
def test_a_reply_to_a_request_or_report_is_private_wherever_it_was_written(
    room: Room, case: Case
) -> None:
    address = address_of_reply(a_case(case, room=room), answers_there=True)

    private = (
        InThread(thread=ORIGIN) if room is Room.DIRECT else Privately(person=TOM, wrote_in=ORIGIN)
    )
    assert address == private


@pytest.mark.parametrize("room", Room)
def test_a_question_is_answered_where_it_was_asked(room: Room) -> None:
    assert address_of_reply(a_case(Case.QUESTION, room=room), answers_there=True) == InThread(
        thread=ORIGIN
    )


@pytest.mark.parametrize("case", Case)
def test_what_came_by_a_form_is_answered_in_private(case: Case) -> None:
    assert address_of_reply(a_case(case, origin=None), answers_there=True) == Privately(person=TOM)


@pytest.mark.parametrize("room", sorted(set(Room) - {Room.DIRECT}))
def test_a_question_is_answered_in_private_where_the_bot_may_not_speak_any_more(
    room: Room,
) -> None:
    assert address_of_reply(a_case(Case.QUESTION, room=room), answers_there=False) == Privately(
        person=TOM, wrote_in=ORIGIN
    )


def test_what_is_written_in_the_compliance_channel_is_officers_talk() -> None:
    there = Thread(channel=COMPLIANCE, ts="1.0")

    assert is_internal(there, compliance=COMPLIANCE)
    assert not is_internal(there, compliance=ChannelId("C1"))


@pytest.mark.parametrize("room", Room)
def test_others_read_a_reply_in_a_thread_unless_the_thread_is_private(room: Room) -> None:
    assert is_for_all(InThread(thread=ORIGIN), room=room) is (room is not Room.DIRECT)
    assert not is_for_all(Privately(person=TOM, wrote_in=ORIGIN), room=room)


def test_of_a_message_that_is_gone_officers_read_which_it_was_and_that_its_words_stay() -> None:
    stays = " was deleted in Slack. Its words stay here, and nothing is withdrawn by that."

    assert said_of_deletion(began=True) == f"The message that this came from{stays}"
    assert said_of_deletion(began=False) == f"A message that was added to this{stays}"
