"""A deadline, each step of its working, and what another reading of the law gives (pure values)."""

from datetime import date

from bot.places import Nation, Value
from bot.register.working_days import in_words
from knowledge.rights import Right


class Reason(Value):
    """One step of the working: a date, why it is that date, and the fact that says so."""

    on: date
    what: str
    fact: int

    @property
    def sentence(self) -> str:
        """The step in words, with its fact: "... next working day Mon 5 Oct 2026 (fact 4)"."""
        return f"{self.what} (fact {self.fact})"


class Alternative(Value):
    """The date that another reading of the law gives; never the earlier one."""

    reading: str
    due: date
    fact: int

    @property
    def sentence(self) -> str:
        """The other reading in words, with its fact."""
        return f"Another reading gives {in_words(self.due)}: {self.reading} (fact {self.fact})"


class Deadline(Value):
    """When a response is due, and why."""

    right: Right
    nation: Nation
    start: date
    """The relevant time: the day from which time runs."""
    due: date
    """The last lawful day, by the stricter reading."""
    target: date
    """The working day to aim for: 28 days after the start, or the last one before that."""
    working: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The working and the other readings in words."""
        return (
            *(step.sentence for step in self.working),
            *(other.sentence for other in self.alternatives),
        )
