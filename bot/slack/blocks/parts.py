"""The small parts that every drawing uses: text made harmless, dates, rights in plain words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from bot.delivery.pieces import Named, Quoted

Block = dict[str, Any]

MOST_TEXT: Final = 3_900
"""Characters of a message's `text`; Slack recommends 4,000 at most."""
MOST_SECTION: Final = 2_900
"""Characters of one section or rich text; Slack refuses 3,000."""

_NOTHING: Final = "…"
"""Stands where nothing visible was written; Slack refuses an empty text."""

_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_JOINERS: Final = frozenset({"\u200d", "\ufe0f"})


def harmless(text: str) -> str:
    """Return text without control, invisible or direction-changing characters.

    Line breaks and tabs stay; what is left shows as it is written.
    """
    visible = _INVISIBLE.sub("", text)
    if visible.isprintable():
        return visible  # as nearly all text is, and this is quick
    return "".join(
        sign for sign in visible if sign in "\n\t" or unicodedata.category(sign) not in _CONTROLS
    )


_CONTROLS: Final = frozenset({"Cc", "Cs", "Co", "Cn"})


def escape(text: str) -> str:
    """Return text that Slack shows as it is: no mention, link, channel or date can be live.

    Slack's own rule: only `&`, `<` and `>` have a meaning of that kind in mrkdwn.
    """
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, most: int) -> str:
    """Return the text, cut with an ellipsis between whole characters where it is too long."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and (unicodedata.combining(text[end]) or text[end] in _JOINERS):
        end -= 1
    return text[:end] + "…"


def short_day(on: date) -> str:
    """Return a date without its weekday: 25 May 2018."""
    return f"{on.day} {on:%B %Y}"


def person(named: Named) -> str:
    """Return a person in mrkdwn: a mention where Slack lets us, else the name as text."""
    if named.person is not None:
        return f"<@{named.person.user}>"
    name = escape(clip(named.name, 80))
    return f"{name} ({escape(clip(named.organisation, 80))})" if named.organisation else name


def place_in_notice(quote: Quoted) -> str:
    """Return where the words stand: "Section 5 · What rights do I have?"."""
    return f"Section {quote.section} · {quote.title}" if quote.section else quote.title


def markdown(text: str) -> Block:
    """Return a section of mrkdwn; user words in it must have been escaped."""
    return {"type": "section", "text": _mrkdwn(clip(text, MOST_SECTION) or _NOTHING)}


DIVIDER: Final[Block] = {"type": "divider"}


def header(text: str) -> Block:
    """Return a header, which is plain text."""
    return {"type": "header", "text": {"type": "plain_text", "text": clip(text, 150)}}


def small_print(*lines: str) -> Block:
    """Return lines in small grey letters."""
    return {"type": "context", "elements": [_mrkdwn(clip(line, 1_900)) for line in lines[:10]]}


def _mrkdwn(text: str) -> Block:
    """Return mrkdwn in which nothing becomes a link or a mention that was not written as one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def quotation(words: str) -> Block:
    """Return words set off as a quotation; rich text needs no escaping, nothing in it is live."""
    shown = clip(harmless(words), MOST_SECTION) or " "
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": shown}]}
    return {"type": "rich_text", "elements": [quote]}


def button(
    label: str, action: str, value: str, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """Return a button; its value is only an id."""
    drawn: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": clip(label, 75)},
        "action_id": action,
        "value": clip(value, 2_000),
    }
    more = {"style": style, "confirm": confirm}
    return drawn | {name: given for name, given in more.items() if given}


def sure(title: str, text: str, *, yes: str, no: str) -> Block:
    """Return the question whether somebody is sure, asked before a button is taken at its word."""
    words = {"title": title, "text": text, "confirm": yes, "deny": no}
    return {part: {"type": "plain_text", "text": said} for part, said in words.items()}


def menu(label: str, action: str, options: Mapping[str, str]) -> Block:
    """Return a menu of words by their values."""
    shown = [
        {"text": {"type": "plain_text", "text": clip(words, 75)}, "value": value}
        for value, words in options.items()
    ]
    return {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": label},
        "action_id": action,
        "options": shown,
    }


def capital(words: str) -> str:
    """Return words as the beginning of a line."""
    return words[:1].upper() + words[1:]


def buttons(*drawn: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(drawn)}


def sourced(quotes: Sequence[Quoted], notice_date: date) -> list[Block]:
    """Return quotations, and below those of one place where in the notice they stand."""
    blocks: list[Block] = []
    for place, run in groupby(quotes, place_in_notice):
        blocks += [quotation(quote.text) for quote in run]
        blocks.append(small_print(f"{escape(place)} · {notice_of(notice_date)}"))
    return blocks


def notice_of(effective: date) -> str:
    """Return which notice is quoted: "Privacy notice of 25 May 2018"."""
    return f"Privacy notice of {short_day(effective)}"


def quotes_as_text(quotes: Sequence[Quoted]) -> str:
    """Return quotations for a notification or a screen reader, in mrkdwn."""
    return "\n".join(f'"{escape(it.text)}" ({escape(place_in_notice(it))})' for it in quotes)
