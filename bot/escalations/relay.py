"""Does this message cross, to whom and in what words (pure). Denied unless said here.

Officers' talk in a card's thread never crosses, nor does its edit or deletion. What a person
makes of a message that became a case is noted in the case, and what was sent stays as it was
sent. Files never cross: the officers read that there was one. Only what an officer wrote into the
reply form does, and only to the person concerned: a rights request or a possible breach is answered
in private, and so is what we could not read; a question where it was asked, unless the bot may not
speak there any more.
"""

from bot.delivery.addresses import Address, InThread, Privately
from bot.escalations.escalation import Case, Escalation
from bot.places import ChannelId, Room, Thread


def is_internal(thread: Thread, *, compliance: ChannelId) -> bool:
    """Return whether what is written there is officers' talk, even of one who is an asker too."""
    return thread.channel == compliance


def said_of_deletion(*, began: bool) -> str:
    """Return what the officers read when a message of a case is deleted; by whom Slack tells not.

    The words were received, and a request is not withdrawn by tidying up.
    """
    which = "The message that this came from" if began else "A message that was added to this"
    return f"{which} was deleted in Slack. Its words stay here, and nothing is withdrawn by that."


def is_for_all(reply: Address, *, room: Room) -> bool:
    """Return whether others than the person concerned read a reply that goes there."""
    return isinstance(reply, InThread) and room is not Room.DIRECT


def address_of_reply(escalation: Escalation, *, answers_there: bool) -> Address:
    """Return where an officer's reply to the person goes.

    `answers_there` is whether the bot may answer in the channel where the case began.
    """
    public = escalation.case is Case.QUESTION and not escalation.card.for_them_alone
    question = public and answers_there
    if escalation.origin is not None and (escalation.room is Room.DIRECT or question):
        return InThread(thread=escalation.origin)
    return Privately(person=escalation.asker, wrote_in=escalation.origin)
