"""A verdict as JSON, in the form that operators and tests rely on."""

from knowledge.base import KnowledgeBase
from knowledge.verdict import Audience, Kind, Verdict


def verdict_json(
    base: KnowledgeBase, verdict: Verdict, audience: Audience, name: object
) -> dict[str, object]:
    """Return the verdict with its quotes, verbatim, and its lead; `name` is the caller's id."""
    answer = base.answer(verdict.topics[0], audience) if verdict.kind is Kind.ANSWER else None
    quotes = answer.quotes if answer else ()
    return {
        "id": name,
        "kind": verdict.kind.value,
        "topics": list(verdict.topics),
        "rights": [right.value for right in verdict.rights],
        "confidence": round(verdict.confidence, 4),
        "quotes": [{"section": quote.section, "text": quote.verbatim} for quote in quotes],
        "lead": answer.lead if answer else "",
        "reason": verdict.reason,
    }
