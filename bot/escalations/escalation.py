"""An escalation: a case in the officers' hands, with a card that shows it (pure)."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.places import ERASED, PersonId, Room, Thread


class Case(StrEnum):
    """What was handed over."""

    REQUEST = "request"
    QUESTION = "question"
    BREACH = "breach"


class AlreadyClaimed(Exception):
    """Another officer has it."""

    def __init__(self, reference: str, owner: Named) -> None:
        super().__init__(f"{reference} is already with {owner.name}.")


class Way(StrEnum):
    """How words went between a person and the officers."""

    FROM_THEM = "from_them"
    EDITED = "edited"
    DELETED = "deleted"
    TO_THEM = "to_them"
    BY_HAND = "by_hand"
    """Sent by an officer on another way, and recorded here."""


class Spoken(BaseModel):
    """Words between the person and the officers."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    way: Way
    name: str
    words: str


class Closed(Exception):
    """The case is closed: nothing more is done with it here."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is closed.")


class StillOpen(Exception):
    """There is nothing to open again."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is open already.")


class Erased(Exception):
    """Its names and words are no longer kept, so there is nothing to go on with."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The names and words of {reference} were erased: open a new case.")


class Escalation(BaseModel):
    """A case: who it concerns, where it began, and the card as it stands now."""

    model_config = ConfigDict(frozen=True)

    id: str
    reference: str
    case: Case
    asker: PersonId
    room: Room
    origin: Thread | None
    """Where the person wrote; None when it came by a form."""
    card: Card

    def claimed_by(self, officer: Named) -> Card:
        """Return the card with its new owner; raises `AlreadyClaimed` or `Closed`."""
        if self.card.owner is not None and self.card.open:
            raise AlreadyClaimed(self.reference, self.card.owner)
        return self.given_to(officer)

    def given_to(self, officer: Named) -> Card:
        """Return the card with its new owner, whoever had it before; raises `Closed`."""
        if not self.card.open:
            raise Closed(self.reference)
        return self.card.model_copy(update={"owner": officer})

    def ticked(self, lines: tuple[str, ...]) -> Card:
        """Return a breach's card with these lines of its list done; raises `Closed`."""
        if not self.card.open:
            raise Closed(self.reference)
        done = tuple(line for line in self.card.checklist if line in lines)
        return self.card.model_copy(update={"ticked": done})

    def closed_as(self, outcome: str, at: datetime) -> Card:
        """Return the card of a question or breach that is done with; raises `Closed`."""
        if not self.card.open:
            raise Closed(self.reference)
        return self.card.model_copy(
            update={"open": False, "state": f"Closed: {outcome}", "closed_at": at}
        )

    def opened_again(self) -> Card:
        """Return the card of what was closed too soon; raises `Erased` and `StillOpen`."""
        if self.card.erased:
            raise Erased(self.reference)
        if self.card.open:
            raise StillOpen(self.reference)
        return self.card.model_copy(
            update={"open": True, "state": "Opened again", "closed_at": None}
        )

    def moved(self, old: str, new: str) -> Card:
        """Return the card with the link to where it began, whose channel has another id now."""
        link = self.card.origin and self.card.origin.replace(f"/{old}/", f"/{new}/")
        return self.card.model_copy(update={"origin": link})

    def erased(self) -> Card:
        """Return the card without names and words, so that the channel forgets them too."""
        gone: dict[str, object] = {
            "who": Named(name=ERASED),
            "words": ERASED,
            "subject": ERASED if self.card.subject else None,
            "contact": "",
            "state": f"{self.card.state_in_brief}; names and words are erased",
            "owner": None,
            "origin": None,
            "flags": (),
            "steps": (),
            "question": "",
            "erased": True,
        }
        return self.card.model_copy(update=gone)
