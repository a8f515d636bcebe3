"""A message is edited or deleted: its cases note it; a question is answered anew in place."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot import arrivals
from bot.asked import doubts, questions
from bot.asked.doubts import Doubt
from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf, Privately
from bot.delivery.for_anybody import Told
from bot.desk import answered
from bot.desk.answering import answer_to, answers_there
from bot.desk.asker import drop_doubt
from bot.desk.heard import Heard
from bot.desk.intake import hear
from bot.desk.values import Desk, asker_of
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.helpdesk import Say, decide, readers_in
from bot.places import PersonId, Thread
from bot.register import operations as register
from knowledge.verdict import ACTED_ON, Verdict

_ANSWERED_ANEW: Final = timedelta(minutes=5)
"""For so long after a question its answer changes with it; later it would confuse the readers."""
_SOMEBODY: Final = PersonId(team="slack", user="somebody")
"""Who deleted a message, of whom Slack does not say who it was."""


@dataclass(frozen=True)
class Edit:
    """A message as it now reads."""

    heard: Heard
    at: datetime
    key: str
    """The same edit told twice has the same key."""


def hear_edit(session: Session, *, desk: Desk, edit: Edit, verdict: Verdict, now: datetime) -> None:
    """Act on an edited message; one that is told twice changes nothing.

    The cases that are made of it read what it says now. A question is answered anew in place of its
    answer for five minutes. What has become a request or a report is heard as one at any time, from
    the time of the edit. A message that was not for us may have become one for us.
    """
    heard, message = edit.heard, deliveries.id_of(edit.heard.key)
    before = questions.find(session, message)
    if before is not None and before.words == heard.words:
        return
    if not arrivals.is_new(session, key=f"noted:{edit.key}", now=now):
        return
    noted_in = _note_edit(session, edit, message, now)
    if before is None:
        if heard.addressed and noted_in is None:
            at_the_edit = replace(heard, at=edit.at)
            hear(session, desk=desk, heard=at_the_edit, verdict=verdict, now=now)
        return
    asked = replace(heard, at=before.asked_at).as_question(verdict)
    if _is_answered_in_place(session, desk, asked, edit, now):
        questions.reword(session, asked)
        return
    if verdict.kind in ACTED_ON or before.verdict.kind in ACTED_ON:
        _hear_anew(session, desk, before, edit, verdict, noted_in, now)
    if noted_in is not None and doubts.find(session, message) is None:
        questions.reword(session, _with_what_was_added(before, heard.words, verdict))


def _hear_anew(
    session: Session,
    desk: Desk,
    before: Question,
    edit: Edit,
    verdict: Verdict,
    noted_in: Escalation | None,
    now: datetime,
) -> None:
    """Hear what a message has become.

    Where we had asked whether it is what it is now, that is not asked any more; and since it may
    have been so from the first, the time of the message counts and not that of the edit. A doubt
    of another kind stays: nobody has said that it was none.
    """
    doubt = doubts.find(session, before.id)
    at = edit.at
    if doubt is not None and doubt.perhaps == verdict.kind:
        _ask_no_more(session, desk, before, doubt, now)
        at = before.asked_at
    anew = replace(edit.heard, key=edit.key, at=at, is_reply=True)
    verdict = _without_what_was_answered(verdict, before.verdict)
    hear(session, desk=desk, heard=anew, verdict=verdict, now=now, noted_in=noted_in)
    for case in cases.made_of(session, deliveries.id_of(edit.key)):
        cases.tie(session, message=before.id, escalation=case.id)


def _with_what_was_added(before: Question, words: str, verdict: Verdict) -> Question:
    """Return what was first heard as it reads now, with all that has been answered beside it."""
    answers = tuple(dict.fromkeys((*before.verdict.answers, *verdict.answers)))
    known = before.verdict.model_copy(update={"answers": answers})
    return before.model_copy(update={"words": words, "verdict": known})


def _without_what_was_answered(verdict: Verdict, before: Verdict) -> Verdict:
    """Return the verdict without the questions that stood beside the request or report before."""
    known = before.answers if {before.kind, verdict.kind} <= ACTED_ON else ()
    new = tuple(topic for topic in verdict.answers if topic not in known)
    return verdict.model_copy(update={"answers": new})


def _ask_no_more(
    session: Session, desk: Desk, before: Question, doubt: Doubt, now: datetime
) -> None:
    if doubt.perhaps == "request":
        register.dismiss(session, request=before.id, actor=asker_of(desk, before), now=now)
    text = "You have changed that message, so I go by what it says now."
    drop_doubt(session, before.id, text, now)


def hear_deletion(session: Session, *, message: str, gone: Thread, now: datetime) -> None:
    """Note in its cases that a message is gone; `message` is the key under which it was heard.

    `gone` is where it stood. Who made a request with it is told that the request stands.
    """
    heard_as = deliveries.id_of(message)
    for case in cases.made_of(session, heard_as):
        began = case.origin == gone or case.id.startswith(heard_as)
        key = f"deleted/{heard_as}"
        is_news = escalations.deleted_at_source(
            session, escalation=case.id, who=case.card.who, began=began, key=key, now=now
        )
        if is_news:
            action = "deleted at the source"
            register.record(session, actor=_SOMEBODY, action=action, case=case.reference, now=now)
        if is_news and began and case.case is Case.REQUEST and case.card.open:
            _tell_that_it_stands(session, case, key, now)


def _tell_that_it_stands(session: Session, case: Escalation, key: str, now: datetime) -> None:
    text = (
        f"The message with which you made {case.reference} was deleted. The request goes on; "
        "if you do not want it any more, tell me so here."
    )
    deliveries.put(
        session,
        key=f"{case.id}/told/{key}",
        address=Privately(person=case.asker),
        message=Told(text=text),
        now=now,
        escalation=case.id,
    )


def _note_edit(session: Session, edit: Edit, message: str, now: datetime) -> Escalation | None:
    """Show the message's cases what it reads now, and return the writer's own, if there is one."""
    found = cases.made_of(session, message)
    for case in found:
        answered.show_words(
            session,
            case,
            who=edit.heard.writer.named,
            words=edit.heard.words,
            key=f"edited/{edit.key}",
            edited=True,
            now=now,
        )
        by, action = edit.heard.writer.person, "edited at the source"
        register.record(session, actor=by, action=action, case=case.reference, now=now)
    return next((case for case in found if case.asker == edit.heard.writer.person), None)


def _is_answered_in_place(
    session: Session, desk: Desk, asked: Question, edit: Edit, now: datetime
) -> bool:
    """Return whether a new answer is owed in place of the old one."""
    told = deliveries.id_of(answer_to(asked.id))
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
        key=f"{answer_to(asked.id)}/{edit.key}",
        address=InPlaceOf(delivery=told),
        message=decision.message,
        now=now,
    )
    return True
