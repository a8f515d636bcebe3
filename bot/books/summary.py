"""The readable page of an evidence pack: what came, when it was due, what was done (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.books.markup import listed, moment, page, quotation, section, table, text
from bot.books.values import CaseEvidence, Evidence, Gathered
from bot.delivery.for_officers import Card
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


def summary(evidence: Evidence | CaseEvidence) -> str:
    """Return the page as HTML."""
    match evidence:
        case Evidence():
            parts = _of_request(evidence)
        case CaseEvidence():
            parts = _of_case(evidence.card, evidence.zone)
        case _:
            assert_never(evidence)
    said = section("Messages and letters", _messages(evidence) or "<p>None.</p>")
    made = section("This pack", _made(evidence))
    return page(f"{evidence.reference}: evidence", (*parts, said, made))


def _of_request(evidence: Evidence) -> Iterator[str]:
    request = evidence.request
    steps = (_step(it, evidence.zone) for it in evidence.steps)
    yield _facts(request)
    yield section("What was asked", quotation(request.words))
    yield section("How the date came about", listed(request.working))
    yield section("What became of it", _outcomes(request))
    yield section("Steps", table(("When", "Who", "What"), steps))
    yield section("Searches", table(("When", "Where", "Who", "Result"), _searches(request)))


def _of_case(card: Card, zone: ZoneInfo) -> Iterator[str]:
    yield table(("", ""), [it for it in _facts_of_case(card, zone) if it[1]])
    yield section("What was written", quotation(card.words))
    if card.checklist:
        done = (
            f"{line}: {'done' if line in card.ticked else 'not done'}" for line in card.checklist
        )
        yield section("What was done about it", listed(done))


def _facts_of_case(card: Card, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "Written by", f"{card.who.name} ({card.audience})"
    yield "Received", moment(card.received_at, zone)
    if card.case == "breach":
        yield "Known", moment(card.runs_from, zone)
        yield "72 hours end", moment(card.hours_end, zone)
        yield "ICO told", in_words(card.ico_told_on) if card.ico_told_on else "no day recorded"
        yield "ICO's reference", card.ico_reference
    yield "State", card.state
    yield "Closed", moment(card.closed_at, zone) if card.closed_at else ""


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
    return table(("", ""), facts)


def _outcomes(request: RightsRequest) -> str:
    said = [_outcome(right, it) for right, it in request.progress.outcomes.items()]
    if request.progress.extended_on:
        on, why = request.progress.extended_on, request.progress.extended_why
        said.insert(0, f"Extended on {in_words(on)}: {why}")
    return listed(said)


def _outcome(right: Right, outcome: Outcome) -> str:
    ground = f", because {GROUNDS[outcome.ground]}" if outcome.ground else ""
    facts = f": {outcome.facts}" if outcome.facts else ""
    return f"{RULES[right].name}: {DONE[outcome.step]} on {in_words(outcome.on)}{ground}{facts}"


def _step(taken: Taken, zone: ZoneInfo) -> Sequence[str]:
    why = f": {taken.why}" if taken.why else ""
    return (moment(taken.at, zone), taken.name, f"{DONE[taken.step]}{why}")


def _searches(request: RightsRequest) -> Iterable[Sequence[str]]:
    return map(_search, request.progress.searches)


def _search(search: Search) -> Sequence[str]:
    terms = f' with "{search.terms}"' if search.terms else ""
    return (in_words(search.on), f"{search.system}{terms}", search.who, search.found)


def _messages(evidence: Gathered) -> str:
    return "\n".join(
        f"<p>{text(moment(it.at, evidence.zone))}, {text(it.name)} {text(_HOW[it.way])}:</p>"
        + quotation(it.words)
        for it in evidence.spoken
    )


def _made(evidence: Gathered) -> str:
    law = max((it.checked_on for it in evidence.law), default=None)
    return listed(
        (
            f"Made on {moment(evidence.made_at, evidence.zone)} by {evidence.made_by}",
            f"The law as checked by {in_words(law)}: {len(evidence.law)} facts in law.json"
            if law
            else "No table of law",
            f"The privacy notice by its SHA-256: {evidence.notice_sha256}",
            f"The audit chain then: {evidence.anchor}",
            "Every file's SHA-256 is in manifest.json",
        )
    )
