"""The evidence pack of one case: all that shows how it was dealt with, in one ZIP (pure).

Facts 8, 9 and 15: the controller must be able to show what was asked, when it was due and why, what
was done and said by whom, and where was searched; of a breach, its facts, its effects and what was
done about it (UK GDPR Art 33(5)). The same evidence makes the same bytes, and the manifest has a
SHA-256 of every file.
"""

from typing import Final, assert_never

from bot.books.packs import as_json, packed
from bot.books.summary import summary
from bot.books.values import CaseEvidence, Evidence
from bot.register import deadlines
from bot.register.deadlines import deadline
from bot.register.requests import RightsRequest
from bot.register.working_days import ClockImpossible
from knowledge.rights import Right

VERSION: Final = 1
"""Of the pack; it grows when a reader of the last one would misunderstand."""


def evidence_pack(evidence: Evidence | CaseEvidence) -> bytes:
    """Return the pack as a ZIP file."""
    about = {
        "version": VERSION,
        "reference": evidence.reference,
        "made_by": evidence.made_by,
        "audit_chain": evidence.anchor,
        "notice_sha256": evidence.notice_sha256,
        "law_checked_on": max((it.checked_on.isoformat() for it in evidence.law), default=None),
    }
    return packed(_files(evidence), about=about, at=evidence.made_at)


def _files(evidence: Evidence | CaseEvidence) -> dict[str, bytes]:
    parts: dict[str, object] = {
        **_own_parts(evidence),
        "messages": [it.model_dump(mode="json") for it in evidence.spoken],
        "deliveries": [it.model_dump(mode="json") for it in evidence.sent],
        "law": [it.model_dump(mode="json") for it in evidence.law],
        "audit": [it.model_dump(mode="json") for it in evidence.audit],
    }
    files = {f"{name}.json": as_json(part) for name, part in parts.items()}
    return {"summary.html": summary(evidence).encode(), **files}


def _own_parts(evidence: Evidence | CaseEvidence) -> dict[str, object]:
    match evidence:
        case Evidence(request=request, steps=steps):
            return {
                "request": request.model_dump(mode="json"),
                "clock": _clock(request),
                "steps": [it.model_dump(mode="json") for it in steps],
                "searches": [it.model_dump(mode="json") for it in request.progress.searches],
            }
        case CaseEvidence(card=card):
            return {card.case: card.model_dump(mode="json", include=_OF_A_CARD)}
        case _:
            assert_never(evidence)


_OF_A_CARD: Final = {
    *("reference", "who", "audience", "words", "received_at", "state", "owner", "flags"),
    *("aware_at", "checklist", "ticked", "ico_told_on", "ico_reference", "closed_at"),
}
"""What of a card says something of the case, and not of how it is shown."""


def _clock(request: RightsRequest) -> dict[str, object]:
    """Return the date that the case was held to, and each right's date with its working."""
    return {
        "due": request.due.isoformat() if request.due else None,
        "working": request.working,
        "rights": {right.value: _of_right(request, right) for right in request.rights},
    }


def _of_right(request: RightsRequest, right: Right) -> dict[str, object]:
    try:
        return deadlines.as_json(deadline(request.clock_of(right)))
    except ClockImpossible as impossible:
        return {"none": str(impossible)}
