"""What a colleague reads who is asked to search one system: the task, and nothing of the case."""

from datetime import date
from typing import Literal

from bot.places import Value


class SearchAsked(Value):
    """Please look into this system for these words by this day; redrawn once it is settled."""

    kind: Literal["search_asked"] = "search_asked"
    task: str
    system: str
    terms: str = ""
    """Empty once it is settled."""
    by: date
    state: Literal["asked", "answered", "withdrawn"] = "asked"


ForColleagues = SearchAsked
