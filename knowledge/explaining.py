"""Why a verdict: the nearest phrasing, the runner-up, and likelihoods beside their thresholds."""

from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.verdict import Kind, Verdict, Weighed

_TAKEN_FOR: Final[dict[Kind, str]] = {
    Kind.ANSWER: "a question that the notice answers",
    Kind.CLARIFY: "a question that was not clear enough to answer",
    Kind.REQUEST: "a rights request",
    Kind.NOT_COVERED: "a question on which the notice is silent",
    Kind.OFF_TOPIC: "no matter of privacy",
    Kind.SMALL_TALK: "small talk",
    Kind.BREACH: "a possible breach",
}
_MEANS: Final = {
    "breach_ask": "It reports a breach",
    "breach_doubt": "It may report a breach, and is not sent away",
    "breach_doubt_silent": "It may report a breach, and is not told that the notice is silent",
    "breach_button": "It may report a breach, and is told of silence with what to do then",
    "request_ask": "It exercises a right",
    "request_certain": "It exercises a right, though it asks",
    "small_talk": "It is small talk",
    "off_topic": "It is about something else",
    "far": "It means something like the nearest phrasing, else it is no matter of the notice",
    "not_covered": "The notice is silent",
    "answer_near": "How near the nearest phrasing is",
    "answer_near_long": "How near the nearest phrasing is to this long message",
    "answer_sure": "The best topic is meant, near or not",
    "answer": "The best topic is meant",
    "margin": "The best topic's lead over the second and over silence",
    "clarify": "The best topic may be offered",
}
_ANSWERS: Final = ("answer_near", "answer_near_long", "answer_sure", "answer", "margin")
_DECIDES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ANSWER: _ANSWERS,
    Kind.CLARIFY: (*_ANSWERS, "clarify"),
    Kind.REQUEST: ("request_ask", "request_certain"),
    Kind.NOT_COVERED: ("not_covered", "clarify"),
    Kind.OFF_TOPIC: ("off_topic", "far"),
    Kind.SMALL_TALK: ("small_talk",),
    Kind.BREACH: ("breach_ask",),
}
"""The thresholds by which a verdict is what it is; the others were only passed by."""
_IN_A_PART: Final = "That was heard in a part of the message, read by itself."
_A_LITTLE: Final = (
    "It sounds like a breach a little: in a part of it, or as a whole where the notice is silent."
)
_EACH_BY_ITSELF: Final = "Each of its questions was looked at by itself."


def explained(verdict: Verdict, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the reasons for a verdict and all that was weighed, one sentence a line.

    A topic that has no title any more is called by its id.
    """
    return (*_found(verdict, titles), *map(_compared, verdict.weighed))


def explained_in_brief(verdict: Verdict, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the reasons for a verdict and the thresholds that decided, one sentence a line."""
    return (*_found(verdict, titles), *_decided(verdict))


def _decided(verdict: Verdict) -> tuple[str, ...]:
    if verdict.kind is Kind.ANSWER and len(verdict.answers) > 1:
        return (_EACH_BY_ITSELF,)
    if verdict.perhaps_breach and verdict.kind is Kind.CLARIFY:
        return _doubted(verdict.weighed)
    also = ("breach_button",) if verdict.perhaps_breach else ()
    decides = (*_DECIDES[verdict.kind], *also)
    decided = tuple(it for it in verdict.weighed if it.what in decides)
    if verdict.kind in {Kind.REQUEST, Kind.BREACH} and not any(it.met for it in decided):
        return (_IN_A_PART,)
    return tuple(map(_compared, decided))


def _doubted(weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """Return why it was asked back whether something has happened."""
    met = {it.what: _compared(it) for it in weighed if it.met}
    if "breach_doubt" in met:
        return (met["breach_doubt"],)
    return (_A_LITTLE, *(line for what, line in met.items() if what == "breach_doubt_silent"))


def _found(verdict: Verdict, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the message was taken for, and what was found for it in the notice."""
    sure = f"{verdict.confidence:.0%} sure"
    asked = "" if verdict.certain else ", so it was asked about first"
    lines = [f"Taken for {_TAKEN_FOR[verdict.kind]} ({sure}{asked})."]
    if verdict.topics:
        lines.append(f"Best topic: {titles.get(verdict.topics[0], verdict.topics[0])}.")
    if verdict.runner_up:
        topic, share = verdict.runner_up
        lines.append(f"Runner-up: {titles.get(topic, topic)} ({share:.0%}).")
    if verdict.reason:
        lines.append(f'Nearest phrasing: "{verdict.reason}".')
    return tuple(lines)


def _compared(weighed: Weighed) -> str:
    met = "met" if weighed.met else "not met"
    means = _MEANS.get(weighed.what, weighed.what)
    return f"{means}: {weighed.found:.2f}; {weighed.what} needs {weighed.needed:.2f}, {met}."
