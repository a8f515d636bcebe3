"""A message comes in: decide and record, in one transaction.

What was heard has been judged already. The register and the escalations keep it, and what is owed
for it is put, all in the caller's transaction.
"""

from datetime import datetime, timedelta
from typing import Final, assert_never

from sqlmodel import Session

from bot import arrivals
from bot.asked import doubts, questions
from bot.asked.questions import Question
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Answer, Clarification, ForeignPassedOn, NotCovered
from bot.delivery.for_requesters import (
    BreachPassedOn,
    BreachQuestion,
    RepliedPrivately,
    RequestQuestion,
    RequestSpotted,
)
from bot.delivery.outgoing import Outgoing
from bot.desk.answering import answers_there, say
from bot.desk.following import (
    add_to,
    as_an_answer,
    case_in_thread,
    is_its_own_case,
    noted,
    says_nothing_new,
    taken_back,
    with_silence_told,
)
from bot.desk.handover import hand_over_breach, hand_over_question, hand_over_request
from bot.desk.heard import Heard
from bot.desk.telling import WHETHER, said_at_once, tell_privately
from bot.desk.values import Desk, asker_of
from bot.escalations import store as cases
from bot.escalations.escalation import Escalation
from bot.helpdesk import (
    ONLY_ENGLISH,
    AskWhether,
    AskWhetherBreach,
    Decision,
    PassOn,
    Register,
    ReportBreach,
    Say,
    contact_of,
    decide,
    readers_in,
)
from bot.places import ChannelId, Room
from bot.register import operations as register
from bot.register import store as requests
from bot.register.operations import Wish
from bot.register.working_days import received_on
from knowledge.rights import Right
from knowledge.verdict import Verdict


def concerns_us(session: Session, *, desk: Desk, heard: Heard) -> bool:
    """Return whether the message was meant for us or belongs to a case of its writer."""
    return heard.addressed or case_in_thread(session, desk, heard) is not None


def hear(
    session: Session,
    *,
    desk: Desk,
    heard: Heard,
    verdict: Verdict,
    now: datetime,
    noted_in: Escalation | None = None,
) -> Outgoing | None:
    """Act on what was heard; return what to say at once where there is no thread to say it in.

    `noted_in` is the case that has these words already, since they edit a message of it.
    """
    question = heard.as_question(verdict)
    if not (arrivals.is_new(session, key=heard.key, now=now) and _is_unheard(session, question)):
        return None
    questions.keep(session, question)
    readers = readers_in(heard.room, heard.writer.audience)
    decision = decide(desk.knowledge, verdict, question=question.id, readers=readers)
    case = noted_in or case_in_thread(session, desk, heard) or taken_back(session, heard, decision)
    followed = case or (
        cases.latest_open(session, person=heard.writer.person)
        if heard.room is Room.DIRECT
        else None
    )
    if case is not None:
        decision = as_an_answer(decision, case, heard.posted)
    elif followed is not None:
        decision = with_silence_told(decision, followed)
    if noted_in is None and followed is not None and (case or not is_its_own_case(decision)):
        add_to(session, followed, question, now)
    if isinstance(decision, Say) and not heard.may_be_answered:
        return None
    if followed is not None and says_nothing_new(decision, case, followed):
        told = noted(session, question, followed, now)
    else:
        told = _act(session, desk, question, decision, now)
    _answer_beside(session, question, decision, now)
    return told


def _is_unheard(session: Session, question: Question) -> bool:
    """Return whether nothing is kept of it: keys are forgotten long before what they led to."""
    kept = questions.find(session, question.id) or requests.find(session, question.id)
    return kept is None


def look_at(
    session: Session, *, desk: Desk, heard: Heard, verdict: Verdict, now: datetime
) -> Outgoing:
    """Return what to say to somebody who asks what a message is; it may be another person's.

    So nothing is registered in the name of who asks; a possible breach is asked about.
    """
    question = heard.as_question(verdict)
    questions.keep(session, question)
    readers = readers_in(heard.room, heard.writer.audience)
    decision = decide(desk.knowledge, verdict, question=question.id, readers=readers)
    match decision:
        case Say(message):
            return message
        case Register(rights) | AskWhether(rights):
            return RequestSpotted(question=question.id, rights=rights)
        case ReportBreach() | AskWhetherBreach():
            _ask_whether(session, question, BreachQuestion(question=question.id), "breach", now)
            return RepliedPrivately()
        case PassOn():
            return Told(text=ONLY_ENGLISH)
        case _:
            assert_never(decision)


def _act(
    session: Session, desk: Desk, question: Question, decision: Decision, now: datetime
) -> Outgoing | None:
    match decision:
        case Say(message):
            return say(session, question, message, key="answer", escalation=None, now=now)
        case Register(rights):
            by = asker_of(desk, question)
            request = register.receive(
                session, wish=wish(desk, question, rights), actor=by, now=now
            )
            hand_over_request(session, desk=desk, request=request, question=question, now=now)
        case AskWhether(rights):
            register.propose(session, wish=wish(desk, question, rights), now=now)
            asking = RequestQuestion(request=question.id, rights=rights)
            _ask_whether(session, question, asking, "request", now)
        case ReportBreach():
            report_breach(session, desk=desk, question=question, now=now)
        case AskWhetherBreach():
            _ask_whether(session, question, BreachQuestion(question=question.id), "breach", now)
        case PassOn(language):
            pass_on(session, desk=desk, question=question, language=language, now=now)
        case _:
            assert_never(decision)
    return said_at_once(question)


def _answer_beside(session: Session, question: Question, decision: Decision, now: datetime) -> None:
    """Owe the answer to what was asked beside a request or a report, be it new or made again."""
    if not isinstance(decision, Say | PassOn) and decision.beside is not None:
        tell_privately(session, question, decision.beside, f"beside/{question.id}", None, now)


def report_breach(session: Session, *, desk: Desk, question: Question, now: datetime) -> Escalation:
    """Tell the officers of a possible breach, and the reporter that they know."""
    case = hand_over_breach(session, desk=desk, question=question, now=now)
    told = BreachPassedOn(reference=case.reference)
    tell_privately(session, question, told, "passed-on", case.id, now)
    return case


def pass_on(
    session: Session, *, desk: Desk, question: Question, language: str, now: datetime
) -> None:
    """Hand what we cannot read to the officers, and say so in its language."""
    case = hand_over_question(session, desk=desk, question=question, now=now)
    told = ForeignPassedOn(
        language=language, contact=contact_of(desk.knowledge), reference=case.reference
    )
    tell_privately(session, question, told, "passed-on", case.id, now)


def _ask_whether(
    session: Session,
    question: Question,
    asking: RequestQuestion | BreachQuestion,
    perhaps: doubts.Perhaps,
    now: datetime,
) -> None:
    """Ask what it is, and keep the doubt until somebody says."""
    doubts.keep(session, question=question.id, perhaps=perhaps, now=now)
    tell_privately(session, question, asking, WHETHER, None, now)


def wish(desk: Desk, question: Question, rights: tuple[Right, ...]) -> Wish:
    """Return the wish that a message expresses."""
    return Wish(
        id=question.id,
        requester=question.asker,
        requester_name=question.name,
        audience=question.audience,
        rights=rights,
        words=question.words,
        origin=question.thread,
        received_at=question.asked_at,
        received=received_on(question.asked_at, desk.zone),
        nation=desk.nation,
    )


def answer_what_waited(session: Session, *, desk: Desk, channel: ChannelId, now: datetime) -> None:
    """Owe the answers to what was lately asked in a channel that was not approved, each once."""
    for question in questions.in_channel(session, channel, since=now - _WORTH_AN_ANSWER):
        if cases.made_of(session, question.id) or not answers_there(session, question):
            continue
        readers = readers_in(question.room, question.audience)
        decision = decide(desk.knowledge, question.verdict, question=question.id, readers=readers)
        if isinstance(decision, Say) and isinstance(decision.message, _ANSWERS):
            say(session, question, decision.message, key="answer", escalation=None, now=now)


_WORTH_AN_ANSWER: Final = timedelta(hours=24)
_ANSWERS: Final = (Answer, Clarification, NotCovered)
"""What is still worth saying later; a greeting is not."""
