"""What was done with a rights request, by whom, when and why: its history, step by step."""

from datetime import date

from pydantic import AwareDatetime

from bot.places import PersonId, Value
from bot.register.lifecycle import Step
from bot.register.saying import TO_DO
from knowledge.rights import Right


class Taken(Value):
    """One step that was taken."""

    request: str
    number: int
    """From 1, without gaps: the version of the request that it made."""
    at: AwareDatetime
    who: PersonId
    name: str
    step: Step
    on: date
    """The day on which it happened, which may be before it was recorded."""
    rights: tuple[Right, ...] = ()
    why: str = ""

    @property
    def sentence(self) -> str:
        """What was done, in words: "extend the time: complex, three systems"."""
        return f"{TO_DO[self.step]}: {self.why}" if self.why else TO_DO[self.step]
