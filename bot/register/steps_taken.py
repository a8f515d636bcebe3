"""The steps that were taken with a request: kept, told as its history, erased."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.places import ERASED, NOBODY, PersonId
from bot.register.history import Taken
from bot.register.lifecycle import Step
from bot.register.tables import StepRow


def add(session: Session, taken: Taken) -> None:
    """Keep a step that was taken; two cannot make the same version of a request."""
    session.add(
        StepRow(
            request=taken.request,
            number=taken.number,
            at=taken.at,
            team=taken.who.team,
            user_id=taken.who.user,
            name=taken.name,
            step=taken.step,
            on=taken.on,
            rights=",".join(taken.rights),
            why=taken.why,
        )
    )
    session.flush()


def history(session: Session, request: str) -> tuple[Taken, ...]:
    """Return what was done with a request, oldest first."""
    rows = select(StepRow).where(StepRow.request == request).order_by(col(StepRow.number))
    return tuple(_taken(row) for row in session.exec(rows))


def last_day(session: Session, request: str, step: Step) -> date | None:
    """Return the day of the last time that a step was taken with a request."""
    rows = select(func.max(StepRow.on)).where(StepRow.request == request, StepRow.step == step)
    return session.exec(rows).one()


def erase(session: Session, request: str, requester: PersonId) -> None:
    """Forget the names and reasons in a request's history, and that the requester was who."""
    for row in session.exec(select(StepRow).where(StepRow.request == request)):
        row.name, row.why = ERASED, ""
        if (row.team, row.user_id) == (requester.team, requester.user):
            row.team, row.user_id = NOBODY.team, NOBODY.user
    session.flush()


def _taken(row: StepRow) -> Taken:
    fields = row.model_dump(exclude={"team", "user_id"})
    rights = row.rights.split(",") if row.rights else ()
    who = {"team": row.team, "user": row.user_id}
    return Taken.model_validate(fields | {"who": who, "rights": rights})
