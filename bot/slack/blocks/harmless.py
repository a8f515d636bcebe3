"""What people write, so that it shows as it is written and cannot pass for anything else (pure).

In mrkdwn only `&`, `<` and `>` make a mention, link, channel or date live, says Slack; `escape`
disarms them. Rich text and plain text have no such signs. A bare address stays text: the blocks say
`verbatim`, and nothing of ours unfurls. What is invisible, or turns the direction of reading, is
left out everywhere; a name besides has one line and no formatting, or it could draw a line of its
own into a card: "Tom, newline, *State* Approved".
"""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Blanks without width, letters without a form, tags, and the marks of another direction."""
_NEW_LINE: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARK: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_HEAPED: Final = re.compile(f"({_MARK}{{3}}){_MARK}+")
"""More marks on one letter than any language has, which grow over the lines around."""
_CONTROLS: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_PLAIN: Final = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb", "_": "\uff3f"})
"""Signs that look like those that format, and do not."""
_EMOJI: Final = re.compile(":(?=[a-z0-9_+'-]+:)")


def harmless(text: str) -> str:
    """Return text without control, invisible or direction-changing characters.

    Line breaks and tabs stay; what is left shows as it is written.
    """
    if text.isascii() and text.isprintable():
        return text  # as nearly all text is, and this is quick
    seen = _INVISIBLE.sub("", _NEW_LINE.sub("\n", text))
    shown = (it for it in seen if it in "\n\t" or unicodedata.category(it) not in _CONTROLS)
    return _HEAPED.sub(r"\1", "".join(shown))


def escape(text: str) -> str:
    """Return text that Slack shows as it is: no mention, link, channel or date can be live."""
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_a_line(text: str) -> str:
    """Return a name or the like for mrkdwn: escaped, in one line, nothing bold, no emoji."""
    line = " ".join(harmless(text).split())
    return escape(_EMOJI.sub("\u2236", line).translate(_PLAIN))
