"""What a message means that follows a case: an answer to it, more of the same, or a new one."""

from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Answer, Clarification, NotCovered
from bot.delivery.outgoing import Outgoing
from bot.desk.answered import ended_in_thread, in_brief, show_words
from bot.desk.answering import say
from bot.desk.heard import Heard
from bot.desk.identity import Posted
from bot.desk.telling import said_at_once, tell_privately
from bot.desk.values import Desk, Writer
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.escalations.relay import is_internal
from bot.helpdesk import AskWhether, AskWhetherBreach, Decision, PassOn, Register, ReportBreach, Say
from bot.papers import PROVING
from bot.places import Room
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import Identity
from knowledge.withdrawing import takes_back


def case_in_thread(session: Session, desk: Desk, heard: Heard) -> Escalation | None:
    """Return the writer's case in whose thread it was written, if it was.

    An open one goes before one that has ended; those are found in direct messages only, since in a
    channel people go on talking below what was answered.
    """
    if heard.thread is None or not heard.is_reply:
        return None
    if is_internal(heard.thread, compliance=desk.compliance):
        return None
    person = heard.writer.person
    case = cases.in_thread(session, person=person, thread=heard.thread)
    if case is None and heard.room is Room.DIRECT:
        return ended_in_thread(session, person, heard.thread)
    return case


def taken_back(session: Session, heard: Heard, decision: Decision) -> Escalation | None:
    """Return the writer's own open request that a message takes back, wherever it was written.

    It sounds like another one ("I don't want the deletion any more"). Nothing is missed, because
    the request is for those rights; nor is it withdrawn, which takes a press.
    """
    if not isinstance(decision, Register | AskWhether) or not takes_back(heard.words):
        return None
    mine = (it for it in requests.of_requester(session, heard.writer.person) if not it.on_behalf)
    rights = set(decision.rights)
    request = next((it for it in mine if it.is_open and rights <= set(it.rights)), None)
    return None if request is None else cases.find(session, request.id)


def add_to(session: Session, case: Escalation, question: Question, now: datetime) -> None:
    """Add the words to the case, for the officers to read."""
    writer = Writer(question.asker, question.name, question.audience)
    key, words = f"added/{question.id}", question.words
    show_words(session, case, who=writer.named, words=words, key=key, edited=False, now=now)
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
        return Register(case.card.rights, decision.beside)
    return AskWhether(decision.rights, decision.beside) if new else decision


def with_silence_told(decision: Decision, case: Escalation) -> Decision:
    """Return what to do with words of somebody who has an open case and writes elsewhere.

    They are added to the case; where they ask what the notice does not say, it is said as well.
    """
    match decision:
        case Say(NotCovered(unsaid=str()) as silent):
            return Say(silent.model_copy(update={"added_to": case.reference}))
        case _:
            return decision


def is_its_own_case(decision: Decision) -> bool:
    """Return whether a message opens a case, so that it belongs to no older one."""
    return isinstance(decision, Register | ReportBreach | PassOn)


def says_nothing_new(decision: Decision, case: Escalation | None, followed: Escalation) -> bool:
    """Return whether a later message only adds to the case that it follows.

    `case` is the one in whose thread it stands. In that of an open case a request for the rights it
    already has is more of the same; anywhere else, and where the case has ended, it is a new
    request, because one that is missed is worse than one too many. Of somebody who was asked for
    something, what is no clear question is taken for the answer. A question beside what is not new
    is answered all the same.
    """
    goes_on = case is not None and case.card.open
    match decision:
        case Say(NotCovered(added_to=reference, perhaps_breach=doubted)) if reference or doubted:
            return False
        case Say(Clarification()):
            return bool(followed.card.awaits)
        case Say(message):
            return not isinstance(message, Answer)
        case Register(rights) | AskWhether(rights):
            return goes_on and case is not None and set(rights) <= set(case.card.rights)
        case PassOn():
            return goes_on
        case ReportBreach() | AskWhetherBreach():
            return goes_on and case is not None and case.case is Case.BREACH
        case _:
            assert_never(decision)


def noted(session: Session, question: Question, case: Escalation, now: datetime) -> Outgoing | None:
    """Tell the writer that it was added; return the sentence where there is no thread for it."""
    told = Told(text=_noted(session, case) + _how_to_withdraw(question, case))
    if case.case is Case.QUESTION:
        return say(session, question, told, key="noted", escalation=case.id, now=now)
    tell_privately(session, question, told, f"noted/{question.id}", case.id, now)
    return said_at_once(question)


def _noted(session: Session, case: Escalation) -> str:
    if case.card.open:
        return f"I've added this to {case.reference} for the compliance team."
    return (
        f"I've passed this on to the compliance team, who read it with {in_brief(session, case)}. "
        "If you ask for something new, say what, and I log it as a request of its own."
    )


def _how_to_withdraw(question: Question, case: Escalation) -> str:
    own = case.case is Case.REQUEST and case.card.open and case.card.subject is None
    if not (own and takes_back(question.words)):
        return ""
    return " Do you not want it any more? Then press *Withdraw* beside it in my Home tab."
