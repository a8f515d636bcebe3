"""What several messages are made of."""

from bot.places import PersonId, Value


class Quoted(Value):
    """The notice's own words, with the section they stand in (0: head or foot of the notice)."""

    section: int
    title: str
    text: str


class Choice(Value):
    """A topic that a person can pick."""

    topic: str
    title: str


class Named(Value):
    """A person as shown to the officers; `person` only where Slack lets us mention them."""

    name: str
    person: PersonId | None = None
    organisation: str | None = None
    """The other company's name for a customer, if known."""
