"""Whether a message takes back what was asked for before (pure).

"I don't want the deletion any more" sounds like another request for deletion to who does not know
that there is one. Words say here what a likelihood does not.
"""

import re
from typing import Final

_ASKED_FOR: Final = (
    r"(?:(?:subject )?access |deletion |erasure )?"
    r"(?:request|complaint|copy|deletion|erasure|correction|objection)\b"
)
_NOT: Final = r"(?:don.?t|do not|didn.?t|did not|no longer)"
_TAKES_BACK: Final = re.compile(
    r"\b(?:"
    r"changed? my mind|never ?mind|(?:forget|scrap) (?:it|that|this)\b|forget about (?:it|that)\b"
    r"|leave (?:it|everything|things) (?:all )?as (?:it|they)\b"
    r"|(?:withdraw|cancel|drop|scrap|retract|take back|call off|stop) "
    rf"(?:my|the|that|this) {_ASKED_FOR}"
    rf"|{_NOT} (?:\w+ )?(?:want|need) (?:(?:my|the|that|this|a) {_ASKED_FOR}"
    r"|(?:it|that|this) (?:any ?more|after all|now)\b)"
    rf"|(?:{_NOT}|no need to|needn.?t) (?:delete|erase|bother)\b"
    r")",
    re.IGNORECASE,
)


def takes_back(text: str) -> bool:
    """Return whether its words may take back what their writer asked for before."""
    return _TAKES_BACK.search(" ".join(text.split())) is not None
