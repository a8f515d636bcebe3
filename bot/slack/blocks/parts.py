"""The small parts that every drawing uses: text made harmless, dates, rights in plain words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from bot.delivery.pieces import Named, Quoted
from bot.slack.blocks.harmless import escape, harmless, in_a_line
from knowledge.law import with_sources

Block = dict[str, Any]

MOST_TEXT: Final = 3_900
"""Characters of a message's `text`; Slack recommends 4,000 at most."""
MOST_SECTION: Final = 2_900
"""Characters of one section or rich text; Slack refuses 3,000."""

_NOTHING: Final = "…"
"""Stands where nothing visible was written; Slack refuses an empty text."""

_JOINERS: Final = frozenset({"\u200d", "\ufe0f"})


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
    name = in_a_line(clip(named.name, 80))
    organisation = named.organisation and in_a_line(clip(named.organisation, 80))
    return f"{name} ({organisation})" if organisation else name


def place_in_notice(quote: Quoted) -> str:
    """Return where the words stand: "Section 5 · What rights do I have?"."""
    return f"Section {quote.section} · {quote.title}" if quote.section else quote.title


def lawful(sentence: str) -> str:
    """Return a sentence of ours for officers in mrkdwn, with the law that it names."""
    return escape(with_sources(sentence))


def markdown(text: str) -> Block:
    """Return a section of mrkdwn; user words in it must have been escaped."""
    return {"type": "section", "text": _mrkdwn(clip(text, MOST_SECTION) or _NOTHING)}


def sections(lines: Iterable[str], *, longest: int) -> Iterator[Block]:
    """Return lines of mrkdwn in as few sections as hold each line whole, up to `longest` signs."""
    held = ""
    for line in (clip(it, longest) for it in lines):
        if held and len(held) + len("\n") + len(line) > MOST_SECTION:
            yield markdown(held)
            held = ""
        held = f"{held}\n{line}" if held else line
    if held:
        yield markdown(held)


DIVIDER: Final[Block] = {"type": "divider"}


def plain(text: str, most: int) -> Block:
    """Return plain text, in which nothing is live."""
    return {"type": "plain_text", "text": clip(harmless(text), most) or _NOTHING}


def header(text: str) -> Block:
    """Return a header, which is plain text."""
    return {"type": "header", "text": plain(text, 150)}


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
        "text": plain(label, 75),
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
    shown = [{"text": plain(words, 75), "value": value} for value, words in options.items()]
    return {
        "type": "static_select",
        "placeholder": plain(label, 150),
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
