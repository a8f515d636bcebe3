"""What an asker decides by button; one function is one transaction.

A button is for the person whose message it belongs to; the value it carries is only an id.
"""

from datetime import datetime

from sqlmodel import Session

from bot.access import Deed, Whose, whose
from bot.asked import doubts, feedback, questions
from bot.asked.feedback import Thumb
from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import MayWeKeep, QuestionPassedOn
from bot.delivery.outgoing import Outgoing
from bot.desk.answering import answers_there, say
from bot.desk.handover import case_of_breach, case_of_question, hand_over_question
from bot.desk.intake import report_breach
from bot.desk.telling import WHETHER, told_earlier
from bot.desk.values import Desk, Writer, require_may
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.helpdesk import answer, readers_in


class NoSuchTopic(Exception):
    """The notice is another than when it was offered, or it was never offered."""

    def __init__(self) -> None:
        super().__init__("I no longer have that choice; please ask again.")


class NotAnsweredThere(Exception):
    """The officers have not approved of answers in the channel, or do not any more."""

    def __init__(self) -> None:
        super().__init__("I may not answer in this channel; please write to me directly.")


def ask_team(
    session: Session, *, desk: Desk, question: str, writer: Writer, now: datetime
) -> Outgoing | None:
    """Hand a question to the officers.

    Return what to say at once where there is no thread to say it in.
    Raises `NoSuchQuestion`, `NotAllowed` and `NotAnsweredThere`.
    """
    asked = own_question(session, question, writer)
    if not answers_there(session, asked):
        raise NotAnsweredThere
    if cases.find(session, case_of_question(question)) is not None:
        return Told(text="The compliance team has this question already.")
    case = hand_over_question(session, desk=desk, question=asked, now=now)
    passed_on = QuestionPassedOn(reference=case.reference)
    return say(session, asked, passed_on, key="passed-on", escalation=case.id, now=now)


def choose_topic(
    session: Session, *, desk: Desk, question: str, topic: str, writer: Writer, now: datetime
) -> Outgoing | None:
    """Answer the asker's question with the topic that they picked.

    Return the answer where there is no thread to say it in.
    Raises `NoSuchQuestion`, `NotAllowed`, `NoSuchTopic` and `NotAnsweredThere`.
    """
    asked = own_question(session, question, writer)
    readers = readers_in(asked.room, asked.audience)
    if not desk.knowledge.is_for(readers, topic):
        raise NoSuchTopic
    if not answers_there(session, asked):
        raise NotAnsweredThere
    feedback.choose(session, asked, topic, now)
    message = answer(desk.knowledge, topic, question=question, readers=readers)
    return say(session, asked, message, key=f"answer/{topic}", escalation=None, now=now)


def rate(
    session: Session, *, question: str, thumb: Thumb, writer: Writer, now: datetime
) -> Outgoing:
    """Keep what was thought of an answer, and return our thanks; raises `NoSuchQuestion`.

    Only the asker can agree that the words may be read, so only the asker is asked.
    """
    asked = questions.get(session, question)
    feedback.rate(session, asked, thumb, now)
    own = whose(presser=writer.person.user, concerned=asked.asker.user) is Whose.OWN
    return MayWeKeep(question=question) if thumb is Thumb.DOWN and own else Told(text="Thank you.")


def may_keep(session: Session, *, question: str, writer: Writer, now: datetime) -> Outgoing:
    """Keep the asker's words for the authors; raises `NoSuchQuestion` and `NotAllowed`."""
    asked = own_question(session, question, writer)
    feedback.agree(session, asked, now)
    return Told(text="Thank you, that helps to answer better.")


def it_has_happened(
    session: Session, *, desk: Desk, question: str, writer: Writer, now: datetime
) -> Outgoing | None:
    """Tell the officers of a possible breach after all, once.

    Return what to say at once where they know already.
    Raises `NoSuchQuestion` and `NotAllowed`.
    """
    asked = own_question(session, question, writer)
    if cases.find(session, case_of_breach(question)) is not None:
        return Told(text="The compliance team has been told of this already.")
    case = report_breach(session, desk=desk, question=asked, now=now)
    if doubts.find(session, question):
        drop_doubt(session, question, f"Passed on as {case.reference}.", now)
    return None


def nothing_has_happened(
    session: Session, *, question: str, writer: Writer, now: datetime
) -> Outgoing | None:
    """Record that it was no report of a breach; raises `NoSuchQuestion` and `NotAllowed`.

    Where the officers have it already, they read that in its thread; return what the reporter is
    told then.
    """
    own_question(session, question, writer)
    case = cases.find(session, case_of_breach(question))
    if case is not None:
        said = f"{writer.named.name}, who wrote it, says now that nothing has happened."
        escalations.note(session, escalation=case.id, key="nothing-happened", text=said, now=now)
        return Told(text=f"The compliance team, who have it as {case.reference}, will read that.")
    if doubts.find(session, question):
        text = "All right, I have not told the compliance team. If something happens, tell me."
        drop_doubt(session, question, text, now)
    return None


def own_question(session: Session, question: str, writer: Writer) -> Question:
    """Return the presser's own question; raises `NoSuchQuestion` and `NotAllowed`."""
    asked = questions.get(session, question)
    require_may(writer, Deed.DECIDE, concerning=asked.asker)
    return asked


def drop_doubt(session: Session, question: str, text: str, now: datetime) -> None:
    """Drop a doubt, and say what became of it in place of the question about it, if that stands."""
    doubts.drop(session, question)
    whether = told_earlier(question, WHETHER)
    if deliveries.find(session, whether) is None:
        return
    deliveries.put(
        session,
        key=f"{question}/settled",
        address=InPlaceOf(delivery=whether),
        message=Told(text=text),
        now=now,
    )
