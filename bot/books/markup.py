"""A readable page in HTML, of parts in which what people wrote is text and nothing else (pure)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from bot.register.working_days import in_words

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2rem;border-bottom:1px solid}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid #ccc}blockquote{white-space:pre-wrap;margin:.3rem 0 1rem;"
    "padding-left:1rem;border-left:4px solid #ccc;overflow-wrap:anywhere}"
)


def page(title: str, parts: Iterable[str]) -> str:
    """Return the page."""
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{text(title)}'
        f"</title><style>{_STYLE}</style></head>\n<body>\n<h1>{text(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def quotation(words: str) -> str:
    """Return what somebody wrote."""
    return f"<blockquote>{text(words)}</blockquote>"


def section(title: str, body: str) -> str:
    """Return a part of the page under its title."""
    return f"<h2>{text(title)}</h2>\n{body}"


def listed(lines: Iterable[str]) -> str:
    """Return lines as a list; "None." where there are none."""
    held = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{held}</ul>" if held else "<p>None.</p>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows beneath their heads; "None." where there are none."""
    drawn = ["".join(f"<td>{text(cell)}</td>" for cell in row) for row in rows]
    if not drawn:
        return "<p>None.</p>"
    head = "".join(f'<th scope="col">{text(it)}</th>' for it in heads) if any(heads) else ""
    return f"<table><tr>{head}</tr>" + "".join(f"<tr>{row}</tr>" for row in drawn) + "</table>"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people there read it."""
    local = at.astimezone(zone)
    return f"{in_words(local.date())}, {local:%H:%M %Z}"


def text(words: str) -> str:
    """Return words as text: whatever people write stays text and nothing else."""
    return escape(words)
