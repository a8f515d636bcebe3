"""What is known of a request's dates; dates that contradict each other make no Clock."""

from collections.abc import Iterator
from datetime import date
from typing import Self

from pydantic import model_validator

from bot.places import Nation, Value
from bot.register.rights import RULES, Period
from bot.register.working_days import ClockImpossible, in_words, require_holidays
from knowledge.rights import Right


class CameBeforeReceipt(ClockImpossible):
    """Something that follows a request is dated before the request."""

    def __init__(self, what: str, on: date, received: date) -> None:
        super().__init__(
            f"{what} is dated {in_words(on)}, before the request was received "
            f"on {in_words(received)}."
        )


class AnsweredBeforeAsked(ClockImpossible):
    """A clarification came before it was asked for."""

    def __init__(self, asked: date, answered: date) -> None:
        super().__init__(
            f"The clarification ends on {in_words(answered)}, before it was asked for "
            f"on {in_words(asked)}."
        )


class ComplaintExtended(ClockImpossible):
    """The law knows no extension for a complaint."""

    def __init__(self) -> None:
        super().__init__("A complaint cannot be extended: it is acknowledged within 30 days.")


class Clarification(Value):
    """The days from asking what is meant to the answer; raises `AnsweredBeforeAsked`."""

    asked: date
    answered: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.answered < self.asked:
            raise AnsweredBeforeAsked(self.asked, self.answered)
        return self


class Clock(Value):
    """What is known of one right in a request; raises `ClockImpossible` in one of its kinds.

    Identity information is given only if it was asked for and reasonably needed.
    """

    received: date
    right: Right
    nation: Nation
    identity_received: date | None = None
    fee_paid: date | None = None
    clarifications: tuple[Clarification, ...] = ()
    extended: bool = False

    @model_validator(mode="after")
    def _possible(self) -> Self:
        require_holidays(self.received.year)
        for what, on in self._later():
            require_holidays(on.year)
            if on < self.received:
                raise CameBeforeReceipt(what, on, self.received)
        if self.extended and RULES[self.right].period is Period.COMPLAINT:
            raise ComplaintExtended
        return self

    def _later(self) -> Iterator[tuple[str, date]]:
        if self.identity_received:
            yield "The identity information", self.identity_received
        if self.fee_paid:
            yield "The fee", self.fee_paid
        for clarification in self.clarifications:
            yield "The clarification", clarification.asked
            yield "The clarification's answer", clarification.answered
