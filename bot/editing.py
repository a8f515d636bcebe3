"""A message is edited: answered anew in place, or heard as what it has become."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot import questions
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf
from bot.handover import Desk
from bot.helpdesk import Say, decide, readers_in
from bot.intake import Heard, answer_to, answers_there, hear
from bot.questions import Question
from knowledge.verdict import Kind, Verdict

_ANSWERED_ANEW: Final = timedelta(minutes=5)
"""For so long after a question its answer changes with it; later it would confuse the readers."""
_ACTED_ON: Final = frozenset({Kind.REQUEST, Kind.BREACH})


@dataclass(frozen=True)
class Edit:
    """A message as it now reads."""

    heard: Heard
    at: datetime
    key: str
    """The same edit told twice has the same key."""


def hear_edit(session: Session, *, desk: Desk, edit: Edit, verdict: Verdict, now: datetime) -> None:
    """Act on an edited message.

    A question is answered anew in place of its answer for five minutes. What has become a request
    or a report is heard as one at any time, from the time of the edit; what was one already has
    its new words added to its case. A message that was not for us may have become one for us.
    """
    heard = edit.heard
    before = questions.find(session, deliveries.id_of(heard.key))
    if before is None:
        if heard.addressed:
            hear(session, desk=desk, heard=heard, verdict=verdict, now=now)
        return
    if before.words == heard.words:
        return
    asked = heard.as_question(verdict)
    if _is_answered_in_place(session, desk, before, asked, edit, now):
        questions.reword(session, asked)
    elif verdict.kind in _ACTED_ON or before.verdict.kind in _ACTED_ON:
        anew = replace(heard, key=edit.key, at=edit.at, is_reply=True)
        hear(session, desk=desk, heard=anew, verdict=verdict, now=now)


def _is_answered_in_place(
    session: Session, desk: Desk, before: Question, asked: Question, edit: Edit, now: datetime
) -> bool:
    """Return whether a new answer is owed in place of the old one."""
    told = deliveries.id_of(answer_to(before.id))
    if edit.at - asked.asked_at > _ANSWERED_ANEW or deliveries.find(session, told) is None:
        return False
    if not answers_there(session, asked):
        return False
    readers = readers_in(asked.room, asked.audience)
    decision = decide(desk.knowledge, asked.verdict, question=asked.id, readers=readers)
    if not isinstance(decision, Say):
        return False
    deliveries.put(
        session,
        key=f"{answer_to(before.id)}/{edit.key}",
        address=InPlaceOf(delivery=told),
        message=decision.message,
        now=now,
    )
    return True
