"""A letter that nobody sent in time is erased; who waited for another officer's eyes hears so."""

from datetime import datetime

from sqlmodel import Session

from bot.desk import drafts
from bot.desk.drafts import Draft
from bot.escalations import operations as escalations
from bot.register import operations as register
from bot.register import store as requests
from bot.register.retention import BY_THE_CLOCK


def forget(session: Session, *, before: datetime, most: int, now: datetime) -> int:
    """Erase some of the letters made before this moment, and return how many."""
    gone = drafts.forget(session, before=before, most=most)
    for draft in gone:
        if draft.awaits_second:
            case = requests.get(session, draft.escalation).called
            register.record(session, actor=BY_THE_CLOCK, action="lapsed", case=case, now=now)
            _tell(session, draft, now)
    return len(gone)


def _tell(session: Session, draft: Draft, now: datetime) -> None:
    text = (
        f"The letter of {draft.author_name} waited too long for a second pair of eyes and was "
        "erased. Nothing was sent: take the step again, please."
    )
    key = f"lapsed/{draft.id}"
    escalations.note(session, escalation=draft.escalation, key=key, text=text, now=now)
