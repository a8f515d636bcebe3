"""A file as it is about to be sent."""

from pydantic import BaseModel, ConfigDict


class Made(BaseModel):
    """A file's name, its bytes, and what is said of it."""

    model_config = ConfigDict(frozen=True)

    name: str
    content: bytes
    said: str


class NotMade(Exception):
    """What was asked for cannot be made; the message says why, in one sentence."""
