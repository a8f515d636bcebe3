"""What a case is called in a list or title (pure)."""

from bot.delivery.for_officers import Card
from bot.register.rights import rights_in_words


def called(card: Card) -> str:
    """Return what the case is: a request by its rights, or what else it may be."""
    match card.case:
        case "request":
            return rights_in_words(card.rights)
        case "question":
            return "a question"
        case "breach":
            return "a possible breach"
