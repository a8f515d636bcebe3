"""A colleague is asked to search one system, and answers; each function is one transaction.

What they answer stands in the case's search ledger under their name, like an officer's own search.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot import tasks
from bot.access import Deed
from bot.desk import cards
from bot.desk.values import Desk, Officer, Writer, actor, require_may
from bot.escalations import operations as escalations
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import Step
from bot.register.operations import Act
from bot.register.progress import Search
from bot.register.working_days import in_words
from bot.tasks import State, Task
from knowledge.verdict import Audience


class NotOneOfUs(Exception):
    """The one who would be asked is no colleague."""

    def __init__(self) -> None:
        super().__init__("Only one of our own people can be asked to search.")


class DayHasPassed(Exception):
    """It would be asked for by a day that is over."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{in_words(day)} has passed already.")


class NoSuchSystem(Exception):
    """The knowledge folder does not list it."""

    def __init__(self) -> None:
        super().__init__("That system is not in the list of systems to search.")


@dataclass(frozen=True)
class Wanted:
    """What an officer asks for."""

    system: str
    terms: str
    by: date
    to: Writer


def send(
    session: Session,
    *,
    desk: Desk,
    escalation: str,
    wanted: Wanted,
    officer: Officer,
    now: datetime,
) -> None:
    """Ask a colleague to search one system.

    Raises `NoSuchRequest`, `StepNotAllowed`, `NotOneOfUs`, `DayHasPassed` and `NoSuchSystem`.
    """
    request, today = requests.get(session, escalation), desk.today(now)
    request.after(Step.SEARCH, on=max(today, request.received))  # says why not
    if wanted.to.audience is not Audience.STAFF:
        raise NotOneOfUs
    if wanted.by < today:
        raise DayHasPassed(wanted.by)
    if wanted.system not in desk.papers.casework.systems:
        raise NoSuchSystem
    task = Task(
        id=tasks.new_id(),
        escalation=escalation,
        system=wanted.system,
        terms=wanted.terms,
        by=wanted.by,
        to=wanted.to.person,
        name=wanted.to.name,
    )
    tasks.ask(session, task, now=now)
    asked = f"asked {task.name} to search {task.system} by {in_words(task.by)}"
    _note(session, task, f"{officer.named.name} {asked}.", "asked", now)
    case = request.called
    register.record(session, actor=officer.person, action="search asked", case=case, now=now)


def withdraw(session: Session, *, task: str, officer: Officer, now: datetime) -> str:
    """Ask no more, and return the case; raises `NoLongerAsked`."""
    found = tasks.get(session, task)
    tasks.end(session, task, State.WITHDRAWN, now=now)
    said = f"{officer.named.name} no longer asks {found.name} to search {found.system}."
    _note(session, found, said, "withdrawn", now)
    request = requests.get(session, found.escalation)
    case = request.called
    register.record(session, actor=officer.person, action="search withdrawn", case=case, now=now)
    return found.escalation


def look_at(session: Session, *, task: str, colleague: Writer) -> Task:
    """Return the colleague's own task; raises `NoLongerAsked` and `NotAllowed`."""
    found = tasks.get(session, task)
    require_may(colleague, Deed.SEARCH, concerning=found.to)
    return found


def answer(
    session: Session,
    *,
    desk: Desk,
    task: str,
    found: str,
    note: str,
    colleague: Writer,
    now: datetime,
) -> None:
    """Take a colleague's answer into the ledger and the case's thread.

    Raises `NoLongerAsked`, `NotAllowed`, and `StepNotAllowed` where the case is over.
    """
    asked = look_at(session, task=task, colleague=colleague)
    by, today = actor(desk, colleague), desk.today(now)
    search = Search(
        system=asked.system, on=today, who=by.name, terms=asked.terms, found=found, note=note
    )
    act = Act(Step.SEARCH, why=search.sentence, search=search)
    request = register.take(session, request=asked.escalation, act=act, actor=by, now=now)
    tasks.end(session, task, State.ANSWERED, now=now)
    said = f"{by.name} has searched. {search.sentence}"
    cards.show(session, request, said=said, key=f"task/{task}", today=today, now=now)


def _note(session: Session, task: Task, said: str, what: str, now: datetime) -> None:
    key = f"task/{task.id}/{what}"
    escalations.note(session, escalation=task.escalation, key=key, text=said, now=now)
