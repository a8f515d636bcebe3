"""A channel goes on under another id: everything of ours that names it follows."""

from datetime import datetime

from sqlmodel import Session

from bot import arrivals
from bot.asked import questions
from bot.delivery import deliveries
from bot.desk import channels
from bot.escalations import operations as escalations
from bot.places import ChannelId
from bot.register import store as requests


def move(session: Session, *, old: ChannelId, new: ChannelId, now: datetime) -> None:
    """Follow the channel to its new id; what was said of answering there ends."""
    channels.end(session, channel=old, why="Its id has changed.", now=now)
    arrivals.move(session, old=old, new=new)
    deliveries.move(session, old=old, new=new)
    questions.move(session, old=old, new=new)
    escalations.move(session, old=old, new=new, now=now)
    requests.move(session, old=old, new=new)
