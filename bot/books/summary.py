"""The readable page of an evidence pack: what was asked, when it was due and why, what was done."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from bot.books.values import Evidence
from bot.escalations.escalation import Way
from bot.register.history import Taken
from bot.register.progress import GROUNDS, Outcome, Search
from bot.register.requests import RightsRequest
from bot.register.rights import RULES
from bot.register.saying import DONE
from bot.register.standing import state_of
from bot.register.timeliness import in_time
from bot.register.working_days import in_words
from knowledge.rights import Right

_HOW: Final = {
    Way.FROM_THEM: "wrote",
    Way.EDITED: "changed what was written to",
    Way.DELETED: "deleted what was written",
    Way.TO_THEM: "(compliance team) wrote",
    Way.BY_HAND: "(compliance team) sent by hand",
}

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2rem;border-bottom:1px solid}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid #ccc}blockquote{white-space:pre-wrap;margin:.3rem 0 1rem;"
    "padding-left:1rem;border-left:4px solid #ccc;overflow-wrap:anywhere}"
)


def summary(evidence: Evidence) -> str:
    """Return the page as HTML; what people wrote is text in it and nothing else."""
    request = evidence.request
    title = f"{request.reference}: evidence"
    parts = (
        f"<h1>{_text(title)}</h1>",
        _facts(request),
        _section("What was asked", f"<blockquote>{_text(request.words)}</blockquote>"),
        _section("How the date came about", _listed(request.working)),
        _section("What became of it", _outcomes(request)),
        _section(
            "Steps",
            _table(("When", "Who", "What"), (_step(it, evidence.zone) for it in evidence.steps)),
        ),
        _section("Searches", _table(("When", "Where", "Who", "Result"), _searches(request))),
        _section("Messages and letters", _messages(evidence) or "<p>None.</p>"),
        _section("This pack", _made(evidence)),
    )
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{_text(title)}'
        f"</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _facts(request: RightsRequest) -> str:
    due = in_words(request.due) if request.due else "none"
    timely = {True: "yes", False: "no", None: "not answered"}[in_time(request)]
    rights = ", ".join(f"{RULES[right].name} ({RULES[right].article})" for right in request.rights)
    facts = (
        ("Requester", f"{request.requester_name} ({request.asks_as})"),
        ("Data subject", request.subject or "the requester"),
        ("Rights", rights),
        ("Received", in_words(request.received)),
        ("Due", due),
        ("State", state_of(request)),
        ("In time", timely),
    )
    return _table(("", ""), facts)


def _outcomes(request: RightsRequest) -> str:
    said = [_outcome(right, it) for right, it in request.progress.outcomes.items()]
    if request.progress.extended_on:
        on, why = request.progress.extended_on, request.progress.extended_why
        said.insert(0, f"Extended on {in_words(on)}: {why}")
    return _listed(said)


def _outcome(right: Right, outcome: Outcome) -> str:
    ground = f", because {GROUNDS[outcome.ground]}" if outcome.ground else ""
    facts = f": {outcome.facts}" if outcome.facts else ""
    return f"{RULES[right].name}: {DONE[outcome.step]} on {in_words(outcome.on)}{ground}{facts}"


def _step(taken: Taken, zone: ZoneInfo) -> Sequence[str]:
    why = f": {taken.why}" if taken.why else ""
    return (_at(taken.at, zone), taken.name, f"{DONE[taken.step]}{why}")


def _searches(request: RightsRequest) -> Iterable[Sequence[str]]:
    return map(_search, request.progress.searches)


def _search(search: Search) -> Sequence[str]:
    terms = f' with "{search.terms}"' if search.terms else ""
    return (in_words(search.on), f"{search.system}{terms}", search.who, search.found)


def _messages(evidence: Evidence) -> str:
    return "\n".join(
        f"<p>{_text(_at(it.at, evidence.zone))}, {_text(it.name)} {_text(_HOW[it.way])}:</p>"
        f"<blockquote>{_text(it.words)}</blockquote>"
        for it in evidence.spoken
    )


def _made(evidence: Evidence) -> str:
    law = max((it.checked_on for it in evidence.law), default=None)
    return _listed(
        (
            f"Made on {_at(evidence.made_at, evidence.zone)} by {evidence.made_by}",
            f"The law as checked by {in_words(law)}: {len(evidence.law)} facts in law.json"
            if law
            else "No table of law",
            f"The privacy notice by its SHA-256: {evidence.notice_sha256}",
            f"The audit chain then: {evidence.anchor}",
            "Every file's SHA-256 is in manifest.json",
        )
    )


def _section(title: str, body: str) -> str:
    return f"<h2>{_text(title)}</h2>\n{body}"


def _listed(lines: Iterable[str]) -> str:
    held = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<ul>{held}</ul>" if held else "<p>None.</p>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    drawn = ["".join(f"<td>{_text(cell)}</td>" for cell in row) for row in rows]
    if not drawn:
        return "<p>None.</p>"
    head = "".join(f'<th scope="col">{_text(it)}</th>' for it in heads) if any(heads) else ""
    return f"<table><tr>{head}</tr>" + "".join(f"<tr>{row}</tr>" for row in drawn) + "</table>"


def _at(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{in_words(local.date())}, {local:%H:%M %Z}"


def _text(words: str) -> str:
    return escape(words)
