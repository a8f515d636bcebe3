"""What somebody at the driver points at: a message, the thread it is of, a field of a form."""

from bot.sandbox.elements import Placed, placed
from bot.sandbox.menus import Said
from bot.sandbox.seen import Seen
from bot.sandbox.values import Message, View
from bot.sandbox.workspace import NoSuchPlace


def message_of(one: object) -> Message | None:
    """Return the message that is meant, if one is."""
    match one:
        case Message():
            return one
        case Seen(message=message) | Said(message=message):
            return message
        case _:
            return None


def thread_of(one: object) -> str | None:
    """Return the ts of the thread that a message or a ts means."""
    message = message_of(one)
    if message is not None:
        return message.root
    return one if isinstance(one, str) else None


def field_of(view: View, name: str) -> Placed:
    """Return the field with that label or block id; raises `NoSuchPlace`."""
    for one in placed(view.blocks):
        if name == one.block_id or one.is_called(name):
            return one
    raise NoSuchPlace(f"the form has no field {name!r}")
