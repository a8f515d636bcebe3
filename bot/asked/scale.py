"""How well a request was dealt with, in its requester's eyes: from worst to best (pure)."""

from typing import Final

WORST: Final = 1
BEST: Final = 5
