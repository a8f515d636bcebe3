"""What the officers' desk costs on a large register, printed by `poe bench`; nothing is asserted.

python tests/benchmarks/desk.py [CASES]
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlmodel import Session

import knowledge
from bot import schema
from bot.access import Role
from bot.database import Database
from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.desk import home, officer
from bot.desk.values import Desk, Writer, as_officer
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.escalations.queue import Shown
from bot.places import ChannelId, Nation, PersonId, Room
from bot.register import store as requests
from bot.register.deadlines import on_receipt
from bot.register.lifecycle import Status, Step
from bot.register.progress import Outcome, Progress
from bot.register.requests import RightsRequest
from bot.register.standing import state_of
from bot.slack.blocks.casefile import case_file
from bot.slack.blocks.home import home as requesters_home
from bot.slack.blocks.queue import officers_home
from knowledge.rights import Right
from knowledge.verdict import Audience

NOW: Final = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
TODAY: Final = NOW.date()
JO: Final = as_officer(Writer(PersonId(team="T0", user="U9"), "Jo", Audience.STAFF), Role.OFFICER)
TOM: Final = Writer(PersonId(team="T1", user="U7"), "Tom", Audience.EVERYONE)
OPEN_ONE_IN: Final = 20
RIGHTS: Final = (Right.ACCESS, Right.ERASURE, Right.RECTIFICATION, Right.MARKETING_OPT_OUT)
AT_ONCE: Final = 2_000
TIMES: Final = 20


def a_case(number: int) -> tuple[RightsRequest, Escalation]:
    """Return one case of a register that has grown over three years."""
    is_open = number % OPEN_ONE_IN == 0
    received = TODAY - timedelta(days=number % (28 if is_open else 1_000))
    rights = (RIGHTS[number % len(RIGHTS)],)
    deadline = on_receipt(received=received, rights=rights, nation=Nation.ENG)
    who = PersonId(team="T1", user=f"U{number % 5_000}")
    request = RightsRequest(
        id=f"c{number}",
        status=Status.CANDIDATE,
        requester=who,
        requester_name="Tom Ashworth",
        rights=rights,
        words="Please send me a copy of all the personal data you hold about me.",
        audience=Audience.EVERYONE,
        received=received,
        received_at=datetime(received.year, received.month, received.day, 9, tzinfo=UTC),
        nation=Nation.ENG,
    ).logged(reference=f"RR-{received.year}-{number:06}", deadline=deadline, on=received)
    closed = None if is_open else min(received + timedelta(days=number % 35), TODAY)
    ended = request if closed is None else _ended(request, rights, closed)
    return ended, _escalation(ended, number, is_open=is_open)


def _ended(request: RightsRequest, rights: tuple[Right, ...], on: date) -> RightsRequest:
    outcome = Outcome(step=Step.FULFIL, on=on)
    done = {"outcomes": dict.fromkeys(rights, outcome)}
    changed = {"status": Status.RESPONDED, "closed_on": on, "progress": Progress(**done)}
    return request.model_copy(update=changed)


def _escalation(request: RightsRequest, number: int, *, is_open: bool) -> Escalation:
    card = Card(
        case="request",
        escalation=request.id,
        reference=request.reference or "",
        who=Named(name=request.requester_name),
        audience="customer",
        words=request.words,
        received_at=request.received_at,
        state=state_of(request),
        open=is_open,
        owner=Named(name="Jo", person=JO.person) if number % 3 else None,
        rights=request.rights,
        due=request.due,
        working=request.working,
        steps=tuple(request.allowed(TODAY)) if is_open else ("reopen",),
    )
    return Escalation(
        id=request.id,
        reference=card.reference,
        case=Case.REQUEST,
        asker=request.requester,
        room=Room.DIRECT,
        origin=None,
        card=card,
    )


def fill(database: Database, count: int) -> None:
    """Write the register, so many cases a transaction."""
    for begin in range(0, count, AT_ONCE):
        database.transact(partial(_write, range(begin, min(begin + AT_ONCE, count))))


def _write(numbers: range, session: Session) -> None:
    for number in numbers:
        request, case = a_case(number)
        requests.save(session, request)
        cases.add(session, case, now=NOW)
        if request.closed_on:
            cases.close(session, case.id, request.closed_on)
    session.expunge_all()


def looks(desk: Desk) -> Iterator[tuple[str, Callable[[Session], object]]]:
    """Return each look at the desk, with its name."""
    for shown in Shown:
        yield f"officer's Home tab, {shown}", partial(_queue, desk, shown, 0)
    yield "officer's Home tab, page 200", partial(_queue, desk, Shown.ALL, 200)
    yield "requester's Home tab", partial(_own, desk)
    yield "a case opened", partial(_opened, desk)


def _queue(desk: Desk, shown: Shown, page: int, session: Session) -> object:
    tab = home.of_officer(session, desk=desk, officer=JO, shown=shown, page=page, now=NOW)
    return officers_home(tab)


def _own(desk: Desk, session: Session) -> object:
    return requesters_home(home.of_requester(session, desk=desk, person=TOM))


def _opened(desk: Desk, session: Session) -> object:
    found = officer.look_into(session, desk=desk, escalation="c20", officer=JO, now=NOW)
    return case_file(found, None)


def milliseconds(database: Database, look: Callable[[Session], object]) -> list[float]:
    """Return what each of some repetitions took."""
    taken = []
    for _ in range(TIMES):
        begun = perf_counter()
        database.transact(look)
        taken.append((perf_counter() - begun) * 1_000)
    return sorted(taken)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark speaks


def main(count: int) -> None:
    """Print the figures."""
    desk = Desk(
        knowledge=knowledge.load(),
        compliance=ChannelId("C9"),
        nation=Nation.ENG,
        zone=ZoneInfo("Europe/London"),
        papers=knowledge.officers_papers(),
    )
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
        database = Database(url, [Fernet.generate_key().decode()])
        schema.upgrade(database)
        fill(database, count)
        _say(f"{count:,} cases, {count // OPEN_ONE_IN:,} of them open; milliseconds, {TIMES} looks")
        for name, look in looks(desk):
            taken = milliseconds(database, look)
            _say(f"  {name:34} median {statistics.median(taken):6.1f}  worst {taken[-1]:6.1f}")
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
