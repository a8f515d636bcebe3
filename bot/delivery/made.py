"""Files as they are about to be sent."""

from pydantic import BaseModel, ConfigDict


class MadeFile(BaseModel):
    """A file's name, its bytes, and for a picture what it shows."""

    model_config = ConfigDict(frozen=True)

    name: str
    content: bytes
    alt: str = ""


class Made(BaseModel):
    """Files that belong together, and what is said of them."""

    model_config = ConfigDict(frozen=True)

    files: tuple[MadeFile, ...]
    said: str


class NotMade(Exception):
    """What was asked for cannot be made; the message says why, in one sentence."""
