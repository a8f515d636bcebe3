"""A case as an officer looks into it: everything that is known of it, in one value (pure)."""

from datetime import date

from bot.delivery.for_officers import Card
from bot.places import Thread, Value
from bot.register.history import Taken
from bot.register.ledger import Line


class AskedSearch(Value):
    """A search that a colleague was asked for and has not answered."""

    task: str
    system: str
    name: str
    by: date


class CaseFile(Value):
    """A case, opened."""

    card: Card
    place: Thread | None
    """Where its card stands in the compliance channel; None before it is sent."""
    working: tuple[str, ...] = ()
    """How the due date came about, step by step, with the fact numbers."""
    what_ifs: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    """The facts that these name, a line each."""
    history: tuple[Taken, ...] = ()
    ledger: tuple[Line, ...] = ()
    """Empty where nothing need be searched for."""
    asked: tuple[AskedSearch, ...] = ()
    said: int = 0
    """How many messages went between the person and the officers."""
    opinion: str = ""
    """What the requester thought of it."""
