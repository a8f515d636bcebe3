"""An escalation: a case in the officers' hands, with a card that shows it (pure)."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.delivery.outgoing import Card, Named
from bot.places import PersonId, Room, Thread


class Case(StrEnum):
    """What was handed over."""

    REQUEST = "request"
    QUESTION = "question"
    BREACH = "breach"


class AlreadyClaimed(Exception):
    """Another officer has it."""

    def __init__(self, reference: str, owner: Named) -> None:
        super().__init__(f"{reference} is already with {owner.name}.")


class Closed(Exception):
    """The case is closed: nothing more is done with it here."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is closed.")


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
        if not self.card.open:
            raise Closed(self.reference)
        if self.card.owner is not None:
            raise AlreadyClaimed(self.reference, self.card.owner)
        return self.card.model_copy(update={"owner": officer})
