"""What was heard: what somebody wrote, where, and whether it was meant for us."""

from dataclasses import dataclass
from datetime import datetime

from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.desk.identity import NOTHING_POSTED, Posted
from bot.desk.values import Writer
from bot.places import Room, Thread
from knowledge.verdict import Verdict


@dataclass(frozen=True)
class Heard:
    """What somebody wrote, where, and whether it was meant for us."""

    key: str
    """The same message told twice has the same key."""
    writer: Writer
    room: Room
    thread: Thread | None
    """Where a reply belongs; None for a slash command, which is answered in its own window."""
    words: str
    at: datetime
    addressed: bool
    is_reply: bool
    """Whether its thread had begun before, and so may belong to a case."""
    link: str | None
    """Where officers can open it; None where they cannot."""
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""
    may_be_answered: bool = True
    """Whether its writer was not answered too often lately; what must be acted on is, always."""

    def as_question(self, verdict: Verdict) -> Question:
        """Return what is kept of it."""
        return Question(
            id=deliveries.id_of(self.key),
            asker=self.writer.person,
            name=self.writer.name,
            audience=self.writer.audience,
            room=self.room,
            thread=self.thread,
            link=self.link,
            words=self.words,
            verdict=verdict,
            asked_at=self.at,
        )
