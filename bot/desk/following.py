"""What a message means that follows a case: an answer to it, more of the same, or a new one."""

from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Answer, Clarification
from bot.delivery.outgoing import Outgoing
from bot.desk.answering import say
from bot.desk.handover import tell_privately
from bot.desk.heard import Heard
from bot.desk.identity import Posted
from bot.desk.values import Desk
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.escalations.relay import is_internal
from bot.helpdesk import AskWhether, AskWhetherBreach, Decision, PassOn, Register, ReportBreach, Say
from bot.papers import PROVING
from bot.register import operations as register
from bot.register.lifecycle import Identity


def case_in_thread(session: Session, desk: Desk, heard: Heard) -> Escalation | None:
    """Return the writer's open case in whose thread it was written, if it was."""
    if heard.thread is None or not heard.is_reply:
        return None
    if is_internal(heard.thread, compliance=desk.compliance):
        return None
    return cases.in_thread(session, person=heard.writer.person, thread=heard.thread)


def add_to(session: Session, case: Escalation, question: Question, now: datetime) -> None:
    """Add the words to the case, for the officers to read."""
    escalations.add_words(
        session,
        escalation=case.id,
        who=case.card.who,
        words=question.words,
        key=f"added/{question.id}",
        now=now,
    )
    cases.tie(session, message=question.id, escalation=case.id)
    register.record(
        session, actor=question.asker, action="added words", case=case.reference, now=now
    )


def as_an_answer(decision: Decision, case: Escalation, posted: Posted) -> Decision:
    """Return what to do with words in the thread of a case that waits for its writer.

    Whoever was asked for something answers with it: evidence of who they are names passports and
    addresses, and is no request of its own; another right in such words is asked about.
    """
    if not isinstance(decision, Register) or not case.card.awaits:
        return decision
    new = set(decision.rights) - set(case.card.rights)
    brings = posted.files or PROVING.intersection(posted.papers)
    if brings and Identity.ASKED in case.card.awaits:
        return Register(case.card.rights)
    return AskWhether(decision.rights, decision.beside) if new else decision


def is_its_own_case(decision: Decision) -> bool:
    """Return whether a message opens a case, so that it belongs to no older one."""
    return isinstance(decision, Register | ReportBreach | PassOn)


def says_nothing_new(decision: Decision, case: Escalation | None) -> bool:
    """Return whether a later message only adds to the case.

    In the case's own thread a request for the rights it already has is more of the same; anywhere
    else it is a new request, because one that is missed is worse than one too many.
    """
    match decision:
        case Say(message):
            return not isinstance(message, Answer | Clarification)
        case Register(rights) | AskWhether(rights):
            return case is not None and set(rights) <= set(case.card.rights)
        case PassOn():
            return case is not None
        case ReportBreach() | AskWhetherBreach():
            return case is not None and case.case is Case.BREACH
        case _:
            assert_never(decision)


def noted(session: Session, question: Question, case: Escalation, now: datetime) -> Outgoing | None:
    """Tell the writer that it was added; return the sentence where there is no thread for it."""
    told = Told(text=f"I've added this to {case.reference} for the compliance team.")
    if case.case is Case.QUESTION:
        return say(session, question, told, key="noted", escalation=case.id, now=now)
    tell_privately(session, question, told, f"noted/{question.id}", case.id, now)
    return None
