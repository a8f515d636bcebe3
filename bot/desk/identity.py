"""Somebody posts identity papers or files: the sender is told to delete them, the officers know.

A number was masked at the door (`masking`), and a file is never fetched. Both are told here and
nowhere else: the sender once a message and in private, in the notice's own words on where evidence
goes; the officers in the thread of the sender's open case, else in their channel.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery.for_requesters import PapersPosted
from bot.desk.receipts import identity_evidence
from bot.desk.telling import tell_officers, tell_privately
from bot.desk.values import Desk
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.papers import PROVING, Paper


@dataclass(frozen=True)
class Posted:
    """What somebody posted that does not belong in Slack."""

    papers: tuple[Paper, ...] = ()
    """Whose numbers were masked."""
    files: int = 0
    in_form: bool = False
    """Whether it came by a form or command, where there is no message to delete."""


NOTHING_POSTED: Final = Posted()


def tell(
    session: Session,
    *,
    desk: Desk,
    question: Question,
    posted: Posted,
    key: str,
    is_flood: bool = False,
    now: datetime,
) -> None:
    """Tell the sender and the officers, once for each key; nothing where nothing was posted.

    Of a flood the officers were told already (`bursts`): a note for each would bury their cards.
    """
    if not posted.papers and not posted.files:
        return
    proving = bool(posted.files or PROVING.intersection(posted.papers))
    warning = PapersPosted(
        papers=posted.papers,
        files=posted.files,
        in_form=posted.in_form,
        evidence=identity_evidence(desk.knowledge) if proving else (),
        notice_date=desk.knowledge.notice.effective,
    )
    tell_privately(session, question, warning, f"papers/{key}", None, now)
    if is_flood:
        return
    text, case = _noted(question, posted), cases.latest_open(session, person=question.asker)
    if case is not None:
        escalations.note(session, escalation=case.id, key=f"papers-noted/{key}", text=text, now=now)
    else:
        noted = f"{question.id}/papers-noted/{key}"
        tell_officers(session, desk=desk, key=noted, text=text, now=now)


def _noted(question: Question, posted: Posted) -> str:
    who = question.name or "Somebody"
    said = []
    if posted.papers:
        said.append(f"Identity paper posted by {who}, masked: {', '.join(posted.papers)}.")
    if posted.files:
        files = "a file" if posted.files == 1 else f"{posted.files} files"
        said.append(f"{who} posted {files}, which the bot does not open.")
    if not posted.in_form:
        said.append("The sender has been told privately what to delete.")
    return " ".join(said)
