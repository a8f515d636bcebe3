"""A requester scores how a request went, and says why if they like."""

from datetime import datetime

from sqlmodel import Session

from bot.asked import opinions
from bot.asked.scale import BEST
from bot.desk.own import theirs
from bot.desk.values import Writer
from bot.escalations import operations as escalations
from bot.register.lifecycle import ANSWERED
from bot.register.requests import RightsRequest


class StillUnderWay(Exception):
    """What was not answered cannot be judged."""

    def __init__(self) -> None:
        super().__init__("You have no answer to that request yet, so there is nothing to score.")


def rate(session: Session, *, request: str, score: int, writer: Writer, now: datetime) -> None:
    """Keep how well the requester thinks it was dealt with.

    Raises `NoSuchRequest`, `NotAllowed` and `StillUnderWay`.
    """
    _done_with(session, request, writer)
    opinions.rate(session, request=request, score=score, now=now)


def explain_score(
    session: Session, *, request: str, words: str, writer: Writer, key: str, now: datetime
) -> None:
    """Keep the requester's words beside their score, as they agreed; `key` is their form's.

    Raises `NoSuchRequest`, `NotAllowed` and `StillUnderWay`.
    """
    found = _done_with(session, request, writer)
    opinion = opinions.explain(session, request=request, words=words)
    said = f"The requester gave {opinion.score} of {BEST}: {words}"
    escalations.note(session, escalation=found.id, key=f"opinion/{key}", text=said, now=now)


def _done_with(session: Session, request: str, writer: Writer) -> RightsRequest:
    found = theirs(session, request, writer)
    if found.status not in ANSWERED:
        raise StillUnderWay
    return found
