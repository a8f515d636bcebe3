"""What anybody may be told: askers, requesters, colleagues and officers."""

from typing import Literal

from bot.places import Value


class Told(Value):
    """One plain sentence of ours."""

    kind: Literal["told"] = "told"
    text: str
