"""A message comes in: decide and record, in one transaction.

What was heard has been judged already. The register and the escalations keep it, and what is owed
for it is put, all in the caller's transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never

from sqlmodel import Session

from bot import arrivals
from bot.asked import doubts, questions
from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import InThread
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import (
    Answer,
    AwaitingApproval,
    Clarification,
    ForeignPassedOn,
    NotCovered,
)
from bot.delivery.for_requesters import (
    BreachPassedOn,
    BreachQuestion,
    RepliedPrivately,
    RequestQuestion,
    RequestSpotted,
)
from bot.delivery.outgoing import Outgoing
from bot.desk import channels
from bot.desk.handover import (
    WHETHER,
    hand_over_breach,
    hand_over_question,
    hand_over_request,
    tell_privately,
)
from bot.desk.identity import NOTHING_POSTED, Posted
from bot.desk.values import Desk, Writer, asker_of
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.escalations.relay import is_internal
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
from bot.papers import PROVING
from bot.places import ChannelId, Room, Thread
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import Identity
from bot.register.operations import Wish
from bot.register.requests import received_on
from knowledge.rights import Right
from knowledge.verdict import Verdict


@dataclass(frozen=True)
class Heard:
    """What somebody wrote, where, and whether it was meant for us."""

    key: str
    """The same message told twice has the same key."""
    writer: Writer
    room: Room
    thread: Thread | None
    """Where a reply belongs; None for a slash command, which is answered in its own window."""
    words: str
    at: datetime
    addressed: bool
    is_reply: bool
    """Whether its thread had begun before, and so may belong to a case."""
    link: str | None
    """Where officers can open it; None where they cannot."""
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""
    may_be_answered: bool = True
    """Whether its writer was not answered too often lately; what must be acted on is, always."""

    def as_question(self, verdict: Verdict) -> Question:
        """Return what is kept of it."""
        return Question(
            id=deliveries.id_of(self.key),
            asker=self.writer.person,
            name=self.writer.name,
            audience=self.writer.audience,
            room=self.room,
            thread=self.thread,
            link=self.link,
            words=self.words,
            verdict=verdict,
            asked_at=self.at,
        )


def concerns_us(session: Session, *, desk: Desk, heard: Heard) -> bool:
    """Return whether the message was meant for us or belongs to a case of its writer."""
    return heard.addressed or _case_in_thread(session, desk, heard) is not None


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
    case = noted_in or _case_in_thread(session, desk, heard)
    followed = case or (
        cases.latest_open(session, person=heard.writer.person)
        if heard.room is Room.DIRECT
        else None
    )
    decision = decide(
        desk.knowledge,
        verdict,
        question=question.id,
        readers=readers_in(heard.room, heard.writer.audience),
    )
    if case is not None:
        decision = _as_an_answer(decision, case, heard.posted)
    if noted_in is None and followed is not None and (case or not _is_its_own_case(decision)):
        _add_to(session, followed, question, now)
    if isinstance(decision, Say) and not heard.may_be_answered:
        return None
    if followed is not None and _says_nothing_new(decision, case):
        return _noted(session, question, followed, now)
    return _act(session, desk, question, decision, now)


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
    if not isinstance(decision, PassOn) and decision.beside is not None:
        tell_privately(session, question, decision.beside, f"beside/{question.id}", None, now)
    return RepliedPrivately() if question.thread is None else None


def answer_to(question: str) -> str:
    """Return the key of the delivery that answers a question where it was asked."""
    return f"{question}/answer"


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


def say(
    session: Session,
    question: Question,
    message: Outgoing,
    *,
    key: str,
    escalation: str | None,
    now: datetime,
) -> Outgoing | None:
    """Owe the message where the question was asked, or return it where there is no such place.

    In a channel shared with another company nothing is said until the officers allow it, but for
    one line, once.
    """
    if question.thread is None:
        return message
    if not answers_there(session, question):
        if not channels.tell_once(session, question.thread.channel):
            return None
        key, message = "awaiting-approval", AwaitingApproval()
    deliveries.put(
        session,
        key=f"{question.id}/{key}",
        address=InThread(thread=question.thread),
        message=message,
        now=now,
        escalation=escalation,
    )
    return None


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


def answers_there(session: Session, question: Question) -> bool:
    """Return whether the bot may answer in the room in which the question was asked."""
    if question.thread is None or question.room is not Room.SHARED:
        return True
    standing = channels.standing_of(session, question.thread.channel)
    return channels.may_answer(question.room, standing)


def _case_in_thread(session: Session, desk: Desk, heard: Heard) -> Escalation | None:
    if heard.thread is None or not heard.is_reply:
        return None
    if is_internal(heard.thread, compliance=desk.compliance):
        return None
    return cases.in_thread(session, person=heard.writer.person, thread=heard.thread)


def _add_to(session: Session, case: Escalation, question: Question, now: datetime) -> None:
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


def _as_an_answer(decision: Decision, case: Escalation, posted: Posted) -> Decision:
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


def _is_its_own_case(decision: Decision) -> bool:
    """Return whether a message opens a case, so that it belongs to no older one."""
    return isinstance(decision, Register | ReportBreach | PassOn)


def _says_nothing_new(decision: Decision, case: Escalation | None) -> bool:
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


def _noted(
    session: Session, question: Question, case: Escalation, now: datetime
) -> Outgoing | None:
    told = Told(text=f"I've added this to {case.reference} for the compliance team.")
    if case.case is Case.QUESTION:
        return say(session, question, told, key="noted", escalation=case.id, now=now)
    tell_privately(session, question, told, f"noted/{question.id}", case.id, now)
    return None
