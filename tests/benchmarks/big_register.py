"""A register of any size for the benchmarks: the same every time, and made fast.

A few thousand cases are worked by the product itself; each is then copied row by row under another
name, as the database holds it. The audit chain is made by the product over all of them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, text
from sqlmodel import Session, SQLModel, update

from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import Privately, ToCompliance
from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.delivery.tables import DeliveryRow
from bot.desk.cards import face_of
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.places import ChannelId, Nation, PersonId, Room
from bot.register import steps_taken, store
from bot.register.audit import AuditRecord, chain
from bot.register.deadlines import on_receipt
from bot.register.history import Taken
from bot.register.lifecycle import Status, Step
from bot.register.progress import Ground
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from knowledge.rights import Right
from knowledge.verdict import Audience

T = TypeVar("T")

TODAY: Final = date(2026, 11, 25)
NOW: Final = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
COMPLIANCE: Final = ChannelId("C9")
OFFICER: Final = PersonId(team="T0", user="U9")
_WORKED: Final = 1_000
_DAYS_BACK: Final = 5 * 365
_OPEN_DAYS: Final = 36
"""What came in so lately is open still, some of it overdue."""
RECORDS_EACH: Final = 3
_AT_ONCE: Final = 5_000
_CACHE_KIB: Final = 6 << 20
_ENDS: Final = (
    *(Step.FULFIL, Step.FULFIL, Step.FULFIL_PARTLY, Step.NOTHING_HELD, Step.REFUSE),
    *(Step.WITHDRAW, Step.ONLY_ASKING),
)
_WORDS: Final = (
    "Please send me a copy of everything that you hold about me, in e-mails and in notes too, "
    "and tell me with whom it was shared in the last two years. "
)


def fill(database: Database, *, requests: int) -> None:
    """Fill an empty database of this version with so many requests."""
    worked = min(requests, _WORKED)
    database.transact(lambda session: _work(session, worked, Random(7)))  # noqa: S311 - the same each time
    with database.engine.begin() as connection:
        if not database.on_server:  # else each index is written anew for every few rows
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
        for table in ("rights_requests", "escalations", "request_steps", "deliveries"):
            _copy(connection, table, -(-requests // worked), requests)
    _chain(database, requests)


def _work(session: Session, worked: int, chance: Random) -> None:
    for number in range(worked):
        request = _ended(_registered(number, worked, chance), chance)
        store.save(session, request)
        steps_taken.add(session, _logged(request))
        _hand_over(session, request, chance)
    session.flush()
    session.connection().execute(update(DeliveryRow).values(channel=COMPLIANCE))


def _registered(number: int, worked: int, chance: Random) -> RightsRequest:
    received = TODAY - timedelta(days=_DAYS_BACK - number * _DAYS_BACK // worked)
    rights = tuple(dict.fromkeys(chance.choices(list(Right), k=chance.choice((1, 1, 1, 2)))))
    candidate = RightsRequest(
        id=f"{number:06d}",
        status=Status.CANDIDATE,
        requester=PersonId(team="T1", user=f"U{number:06d}"),
        requester_name=f"Requester {number}",
        rights=rights,
        words=_WORDS * chance.randint(1, 4),
        audience=Audience.EVERYONE,
        received=received,
        received_at=datetime.combine(received, time(9), UTC),
        nation=Nation.ENG,
    )
    deadline = on_receipt(received=received, rights=rights, nation=Nation.ENG)
    return candidate.logged(reference=f"RR-{number:06d}", deadline=deadline, on=received)


def _ended(request: RightsRequest, chance: Random) -> RightsRequest:
    if request.received > TODAY - timedelta(days=_OPEN_DAYS):
        return request
    on = request.received + timedelta(days=chance.randint(1, 34))
    while request.is_open:
        try:
            request = request.after(
                chance.choice(_ENDS), on=on, why="As the file shows.", ground=Ground.NO_RIGHT
            )
        except StepNotAllowed:
            request = request.after(Step.WITHDRAW, on=on)
    return request


def _logged(request: RightsRequest) -> Taken:
    return Taken(
        request=request.id,
        number=1,
        at=request.received_at,
        who=request.requester,
        name=request.requester_name,
        step=Step.LOG,
        on=request.received,
    )


def _hand_over(session: Session, request: RightsRequest, chance: Random) -> None:
    owner = Named(name="Jo", person=OFFICER) if chance.random() < 0.8 else None
    card = Card(
        case="request",
        escalation=request.id,
        reference=str(request.reference),
        who=Named(name=request.requester_name),
        audience="customer",
        words=request.words,
        received_at=request.received_at,
        owner=owner,
        **face_of(request, TODAY),
    )
    escalation = Escalation(
        id=request.id,
        reference=card.reference,
        case=Case.REQUEST,
        asker=request.requester,
        room=Room.DIRECT,
        origin=None,
        card=card,
    )
    to = ToCompliance(channel=COMPLIANCE)
    escalations.hand_over(
        session, escalation=escalation, compliance=to.channel, now=request.received_at
    )
    cases.redraw(session, request.id, card)
    cases.close(session, request.id, request.closed_on)
    deliveries.put(
        session,
        key=f"{request.id}/receipt",
        address=Privately(person=request.requester),
        message=card,
        now=request.received_at,
        escalation=request.id,
    )
    for what in ("card", "receipt"):
        settling.sent(session, deliveries.id_of(f"{request.id}/{what}"), ts=f"{request.id}.0")


def _copy(connection: Connection, table: str, times: int, most: int) -> None:
    """Copy what is in a table under other names until there is enough."""
    found = connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own names
    names = list(found.keys())
    rows = [tuple(row) for row in found]
    short = most * len(rows) // min(most, _WORKED) - len(rows)
    copies = (_renamed(row, names, copy) for copy in range(1, times) for row in rows)
    counted = [name for name in names if name != "seq"]
    for some in _batched(_first(copies, short), _AT_ONCE):
        _insert(connection, table, counted, some)


def _insert(
    connection: Connection, table: str, names: list[str], rows: tuple[tuple[object, ...], ...]
) -> None:
    """Write rows in the fastest way that the database has."""
    raw: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    into = f"{table} ({columns})"
    if connection.dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copying:
            for row in rows:
                copying.write_row(row)
    else:
        places = ", ".join("?" * len(names))
        raw.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 - likewise


def _batched(each: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    passing = iter(each)
    while batch := tuple(islice(passing, most)):
        yield batch


def _first(copies: Iterator[tuple[object, ...]], most: int) -> Iterator[tuple[object, ...]]:
    return (copy for copy, _ in zip(copies, range(most), strict=False))


_OWN_NAMES: Final = frozenset(
    {"id", "reference", "user_id", "escalation", "request", "lane", "whose"}
)


def _renamed(row: tuple[object, ...], names: list[str], copy: int) -> tuple[object, ...]:
    """Return a row of another case; what hangs below the card of a case must find it."""
    fields = dict(zip(names, row, strict=True))
    renamed = {
        name: f"{cell}-{copy}" if name in _OWN_NAMES and cell else cell
        for name, cell in fields.items()
    }
    if "seq" in fields:
        case = fields["escalation"]
        what = "card" if fields["id"] == deliveries.id_of(f"{case}/card") else "receipt"
        renamed["id"] = deliveries.id_of(f"{case}-{copy}/{what}")
        del renamed["seq"]  # counted by the database
    return tuple(renamed.values())


def _chain(database: Database, requests: int) -> None:
    table = SQLModel.metadata.tables["audit_records"]
    with database.engine.begin() as connection:
        for some in _batched(_records(requests * RECORDS_EACH), _AT_ONCE):
            connection.execute(table.insert(), [it.model_dump() for it in some])
        if database.on_server:  # it does so by itself, now and then; a file never does
            connection.execute(text("ANALYZE"))


def _records(count: int) -> Iterator[AuditRecord]:
    last: AuditRecord | None = None
    for number in range(count):
        last = chain(
            last,
            at=NOW - timedelta(days=_DAYS_BACK) + timedelta(minutes=number),
            actor="T0/U9",
            action="log",
            subject=f"RR-{number // RECORDS_EACH:06d}",
        )
        yield last
