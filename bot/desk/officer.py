"""What an officer does with a case, or says of a channel; one function is one transaction."""

from datetime import date, datetime

from sqlmodel import Session

from bot import tasks
from bot.access import Deed, Role, Whose, require
from bot.asked import opinions, questions
from bot.asked.scale import BEST
from bot.delivery.pieces import Named
from bot.desk import channels, drafts, intake
from bot.desk.casefile import AskedSearch, CaseFile
from bot.desk.channels import Standing
from bot.desk.drafts import Draft
from bot.desk.values import Desk, Officer
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Escalation
from bot.escalations.relay import address_of_reply, is_for_all
from bot.register import operations as register
from bot.register import steps_taken
from bot.register import store as requests
from bot.register.ledger import Line, ledger, needs_search
from bot.register.requests import RightsRequest
from bot.register.what_if import what_ifs
from bot.tasks import State
from knowledge.law import named_in
from knowledge.verdict import Verdict


def claim(session: Session, *, escalation: str, officer: Officer, now: datetime) -> None:
    """Give the case to the officer; raises `NoSuchCase`, `AlreadyClaimed` and `Closed`."""
    case = cases.get(session, escalation)
    escalations.claim(session, escalation=escalation, officer=officer.named, now=now)
    register.record(session, actor=officer.person, action="claimed", case=case.reference, now=now)


def give(
    session: Session, *, escalation: str, to: Named, officer: Officer, key: str, now: datetime
) -> None:
    """Hand the case to another officer, once for each form; raises `NoSuchCase` and `Closed`."""
    case = cases.get(session, escalation)
    escalations.give(session, escalation=escalation, officer=to, by=officer.named, key=key, now=now)
    register.record(session, actor=officer.person, action="handed on", case=case.reference, now=now)


def draft_reply(
    session: Session, *, escalation: str, officer: Officer, words: str, now: datetime
) -> tuple[Draft, Escalation]:
    """Keep an officer's words until they are sent, and return them; raises `NoSuchCase`."""
    case = cases.get(session, escalation)
    draft = Draft(
        id=drafts.new_id(),
        escalation=escalation,
        author=officer.person,
        author_name=officer.name,
        words=words,
    )
    drafts.keep(session, draft, now=now)
    return draft, case


def reply(session: Session, *, draft: str, officer: Officer, now: datetime) -> None:
    """Carry an officer's words to the person; raises `NoSuchDraft` and `NoSuchCase`.

    A letter is no reply: it goes with its step only, and past the second pair of eyes.
    """
    written = drafts.take(session, draft)
    if written.act is not None:
        raise drafts.NoSuchDraft
    case = cases.get(session, written.escalation)
    escalations.reply(
        session,
        escalation=case.id,
        officer=officer.named,
        words=written.words,
        key=written.id,
        now=now,
        answers_there=_answers_there(session, case),
    )
    register.record(session, actor=officer.person, action="replied", case=case.reference, now=now)


def replies_to_all(session: Session, case: Escalation, *, officer: Officer) -> bool:
    """Return whether a reply would be read by everybody in the channel where it was asked."""
    del officer
    reply = address_of_reply(case, answers_there=_answers_there(session, case))
    return is_for_all(reply, room=case.room)


def _answers_there(session: Session, case: Escalation) -> bool:
    """Return whether the bot may answer where the case began."""
    standing = channels.standing_of(session, case.origin.channel) if case.origin else None
    return channels.may_answer(case.room, standing)


def rule(
    session: Session, *, desk: Desk, card: str, standing: Standing, officer: Officer, now: datetime
) -> None:
    """Rule whether the bot answers in a channel; once it may, answer what was asked there before.

    Raises `CardOutOfDate`.
    """
    require(Role.OFFICER, Deed.RULE, Whose.NOBODYS)
    channel = channels.rule(
        session, card=card, standing=standing, by=officer.named, person=officer.person, now=now
    )
    if standing is Standing.APPROVED:
        intake.answer_what_waited(session, desk=desk, channel=channel, now=now)


def look_at(session: Session, *, escalation: str, officer: Officer) -> Escalation:
    """Return the case; raises `NoSuchCase`."""
    del officer  # who has none to give may not look
    return cases.get(session, escalation)


def verdict_on(session: Session, *, question: str, officer: Officer) -> Verdict:
    """Return what was made of somebody's words; raises `NoSuchQuestion`."""
    del officer
    return questions.get(session, question).verdict


def look_into(
    session: Session, *, desk: Desk, escalation: str, officer: Officer, now: datetime
) -> CaseFile:
    """Return all that is known of a case, and record who looked; raises `NoSuchCase`."""
    case = cases.get(session, escalation)
    register.record(session, actor=officer.person, action="looked at", case=case.reference, now=now)
    file = CaseFile(
        card=case.card,
        place=escalations.place_of_card(session, escalation=escalation),
        said=len(cases.spoken(session, escalation)),
    )
    request = requests.find(session, escalation)
    return file if request is None else _of_request(session, desk, file, request, desk.today(now))


def _of_request(
    session: Session, desk: Desk, file: CaseFile, request: RightsRequest, today: date
) -> CaseFile:
    ifs = what_ifs(request, today)
    law = tuple(fact.line for fact in named_in((*request.working, *ifs), desk.papers.law))
    clock = {"working": request.working, "what_ifs": ifs, "law": law}
    known = {
        "history": steps_taken.history(session, request.id),
        "ledger": _ledger(desk, request),
        "asked": _asked(session, request.id),
        "opinion": _opinion(session, request.id),
    }
    return file.model_copy(update=known | (clock if request.is_open else {}))


def _ledger(desk: Desk, request: RightsRequest) -> tuple[Line, ...]:
    searches = request.progress.searches
    if not (needs_search(request.rights) or searches):
        return ()
    return ledger(desk.papers.casework.systems, searches)


def _asked(session: Session, request: str) -> tuple[AskedSearch, ...]:
    return tuple(
        AskedSearch(task=task.id, system=task.system, name=task.name, by=task.by)
        for task in tasks.of(session, request)
        if task.state is State.ASKED
    )


def _opinion(session: Session, request: str) -> str:
    given = opinions.of(session, (request,)).get(request)
    if given is None:
        return ""
    return f"{given.score} of {BEST}" + (f": {given.words}" if given.words else "")
