"""Does this message cross, to whom and in what words (pure). Denied unless said here.

Officers' talk in a card's thread never crosses. Only what an officer wrote into the reply form
does, and only to the person concerned: a rights request or a possible breach is answered in
private, a question where it was asked.
"""

from bot.delivery.addresses import Address, InThread, Privately
from bot.escalations.escalation import Case, Escalation
from bot.places import Room


def address_of_reply(escalation: Escalation) -> Address:
    """Return where an officer's reply to the person goes."""
    private = escalation.room is Room.DIRECT or escalation.case is Case.QUESTION
    if escalation.origin is not None and private:
        return InThread(thread=escalation.origin)
    return Privately(person=escalation.asker)
