"""A verdict as JSON, in the form that operators and tests rely on."""

from knowledge.base import KnowledgeBase
from knowledge.verdict import Audience, Verdict


def verdict_json(
    base: KnowledgeBase, verdict: Verdict, audience: Audience, name: object
) -> dict[str, object]:
    """Return the verdict with its quotes, verbatim, and its lead; `name` is the caller's id."""
    answers = [base.answer(topic, audience) for topic in verdict.answers]
    return {
        "id": name,
        "kind": verdict.kind.value,
        "topics": list(verdict.topics),
        "rights": [right.value for right in verdict.rights],
        "confidence": round(verdict.confidence, 4),
        "quotes": [
            {"section": quote.section, "text": quote.verbatim}
            for answer in answers
            for quote in answer.quotes
        ],
        "lead": " ".join(answer.lead for answer in answers),
        "reason": verdict.reason,
    }
