"""The pure table that turns two opinions into a verdict.

The thresholds are policy, explained in the knowledge folder.
"""

from collections.abc import Callable
from typing import Final

from knowledge.rights import Right
from knowledge.verdict import Found, Intent, Kind, Policy, Verdict, Wanted, Weighed


def reach(wanted: Wanted, found: Found, policy: Policy) -> Verdict:
    """Return the verdict; what must not be missed is looked for first."""
    likely = wanted.likelihood
    breach, request = likely[Intent.BREACH], likely[Intent.REQUEST]
    if breach >= policy.breach_ask and (breach > request or wanted.reports):
        return _verdict(Kind.BREACH, found, breach, certain=breach >= policy.breach_certain)
    if _asks_for_a_right(wanted, policy):
        certain = request >= policy.request_certain and wanted.is_directive
        rights = exercised(wanted, policy)
        verdict = _verdict(Kind.REQUEST, found, request, rights=rights, certain=certain)
        return verdict if certain else _answered_too(verdict, wanted, found, policy)
    if likely[Intent.SMALL_TALK] >= policy.small_talk and not _has_a_sure_topic(found, policy):
        return _verdict(Kind.SMALL_TALK, found, likely[Intent.SMALL_TALK])
    return _not_waved_away(_of_other_things(wanted, found, policy), found, breach, policy)


def reach_aside(
    whole: Wanted, wanted: Wanted, found: Callable[[], Found], policy: Policy
) -> Verdict | None:
    """Return what a stretch of a longer message asks for or reports, if it surely does.

    A stretch is read without what stands around it, so it is never acted on without asking; and
    what sounds like a report in it ("two firms rang who knew my name") is none where the whole,
    which goes on to ask something, does not sound like one at all. What likely is one, and no more,
    keeps the question beside it from being all that is answered. `found` is asked for that alone.
    """
    likely = wanted.likelihood
    breach = likely[Intent.BREACH] if _sounds_like_one(whole, policy) else 0.0
    if breach >= policy.aside:
        return _verdict(Kind.BREACH, found(), breach, certain=False)
    request = likely[Intent.REQUEST]
    if request >= policy.aside and wanted.is_directive:
        rights = exercised(wanted, policy)
        return _verdict(Kind.REQUEST, found(), request, rights=rights, certain=False)
    if breach >= policy.breach_certain:
        return asking_back(_verdict(Kind.CLARIFY, found(), breach))
    return None


def exercised(wanted: Wanted, policy: Policy) -> tuple[Right, ...]:
    """Return the likeliest right, and each other that is so likely by itself."""
    best, *others = wanted.rights
    return (best, *(right for right in others if wanted.rights[right] >= policy.right_also))


_HEARD_TOO: Final = 0.005
"""What a clause makes sure of, the whole holds a trace of."""


def perhaps_more_rights(wanted: Wanted, policy: Policy) -> bool:
    """Return whether the whole holds a trace of a right that it is not taken to exercise."""
    others = set(wanted.rights) - set(exercised(wanted, policy))
    return any(wanted.rights[right] >= _HEARD_TOO for right in others)


def right_of_clause(whole: Wanted, clause: Wanted, policy: Policy) -> Right | None:
    """Return the right that a clause of a request surely exercises; None where none is sure.

    Of two wishes in one sentence the whole may be heard as the louder alone.
    """
    right = next(iter(clause.rights))
    sure = (
        clause.likelihood[Intent.REQUEST] >= policy.request_certain
        and clause.rights[right] >= policy.right_in_clause
        and whole.rights[right] >= _HEARD_TOO
    )
    return right if sure else None


def asking_back(verdict: Verdict) -> Verdict:
    """Return the verdict as one that asks back whether something has happened."""
    return verdict.model_copy(update={"kind": Kind.CLARIFY, "answers": (), "perhaps_breach": True})


def weigh(wanted: Wanted, found: Found, policy: Policy) -> tuple[Weighed, ...]:
    """Return each likelihood that counts beside its threshold, in the order of looking at them."""
    likely, first = wanted.likelihood, found.topics[0][1]
    nearness, near_enough = _nearness(found, policy)
    wish, wished_enough = _wish(wanted, policy)
    doubt_silent = ("breach_doubt_silent", likely[Intent.BREACH], policy.breach_doubt_silent)
    looked_at = (
        ("breach_ask", likely[Intent.BREACH], policy.breach_ask),
        ("breach_doubt", likely[Intent.BREACH], policy.breach_doubt),
        *(() if _is_known_silence(found, policy) else (doubt_silent,)),
        ("breach_button", likely[Intent.BREACH], policy.breach_button),
        (wish, likely[Intent.REQUEST], wished_enough),
        ("small_talk", likely[Intent.SMALL_TALK], policy.small_talk),
        ("off_topic", likely[Intent.OTHER], policy.off_topic),
        ("far", found.near or 0.0, policy.far),
        ("not_covered", found.silent, policy.not_covered),
        (nearness, found.near or 0.0, near_enough),
        ("answer_sure", first, policy.answer_sure),
        ("answer", first, policy.answer),
        ("margin", max(_lead(found), 0.0), policy.margin),
        ("clarify", first, policy.clarify),
    )
    return tuple(Weighed(what=what, found=share, needed=bound) for what, share, bound in looked_at)


_SELDOM_SILENT: Final = 0.25
"""Who asks on about something that was answered seldom asks what the notice does not say."""


def blended(together: Found, own: Found) -> Found:
    """Return where the notice speaks to a few words: what they and their context agree on.

    The context of a follow-up is its thread, that of a question among others the whole message.
    The product of both, so that neither decides alone.
    """
    shares = dict(own.topics)
    mixed = {topic: share * shares.get(topic, 0.0) for topic, share in together.topics}
    both_silent = together.silence[1] * own.silence[1] * _SELDOM_SILENT
    silent = both_silent if together.silence[0] == own.silence[0] else 0.0
    whole = sum(mixed.values()) + silent or 1.0
    ranked = sorted(mixed.items(), key=lambda one: -one[1])
    return together.model_copy(
        update={
            "topics": tuple((topic, share / whole) for topic, share in ranked),
            "silent": silent / whole,
        }
    )


def _sounds_like_one(whole: Wanted, policy: Policy) -> bool:
    return whole.likelihood[Intent.BREACH] >= policy.aside_whole


def _of_other_things(wanted: Wanted, found: Found, policy: Policy) -> Verdict:
    if _is_off_topic(wanted, found, policy):
        return _verdict(Kind.OFF_TOPIC, found, wanted.likelihood[Intent.OTHER])
    return _of_the_notice(found, policy)


def _not_waved_away(verdict: Verdict, found: Found, breach: float, policy: Policy) -> Verdict:
    """Return the verdict; what sends people away asks back where something may have happened.

    To tell a reporter that the notice is silent is the worst: there it asks sooner, unless it is
    near to a phrasing. At the least sign is said what to do if it has happened.
    """
    if verdict.kind is Kind.ANSWER:
        return verdict
    is_silent = verdict.kind is Kind.NOT_COVERED
    sooner = is_silent and not _is_known_silence(found, policy)
    if breach >= (policy.breach_doubt_silent if sooner else policy.breach_doubt):
        return asking_back(verdict)
    return verdict.model_copy(
        update={"perhaps_breach": is_silent and breach >= policy.breach_button}
    )


def _is_known_silence(found: Found, policy: Policy) -> bool:
    """Return whether the notice is silent on it, and some phrasing means nearly the same."""
    near = found.near is not None and found.near >= policy.answer_near
    return near and found.silent >= policy.not_covered


def _asks_for_a_right(wanted: Wanted, policy: Policy) -> bool:
    """Return whether to take it for a request, or at least to ask."""
    return wanted.likelihood[Intent.REQUEST] >= _wish(wanted, policy)[1]


def _answered_too(verdict: Verdict, wanted: Wanted, found: Found, policy: Policy) -> Verdict:
    """Return what is asked about with the notice's answer, for who was only asking."""
    return verdict.model_copy(update={"answers": _of_other_things(wanted, found, policy).answers})


def _wish(wanted: Wanted, policy: Policy) -> tuple[str, float]:
    """Return the threshold that a request is held against, and its value.

    A question without a wish in it ("how do I ...", "can I ...") is about the right; it is a
    request only where that is the likeliest reading by far.
    """
    if wanted.is_directive:
        return "request_ask", policy.request_ask
    return "request_certain", policy.request_certain


def _is_off_topic(wanted: Wanted, found: Found, policy: Policy) -> bool:
    """Return whether it is no matter of the notice, by what it sounds like and what it is near.

    What is near to nothing is a privacy question all the same where it sounds like one: a young
    notice has few phrasings.
    """
    sounds_so = wanted.likelihood[Intent.OTHER] >= policy.off_topic
    if found.near is None:
        return found.strange or sounds_so
    if _is_far(found, policy):
        return wanted.likelihood[Intent.QUESTION] < policy.far_question
    return sounds_so and not _is_surely_of_the_notice(found.near, found, policy)


def _is_surely_of_the_notice(near: float, found: Found, policy: Policy) -> bool:
    return near >= policy.near or _has_a_sure_topic(found, policy)


def _has_a_sure_topic(found: Found, policy: Policy) -> bool:
    """Return whether a topic is sure, and a phrasing near: that is no talk ("what do you know")."""
    return (
        found.near is not None
        and found.topics[0][1] >= policy.answer_sure
        and _is_near(found, policy)
    )


def _is_far(found: Found, policy: Policy) -> bool:
    return found.near is not None and found.near < policy.far


def _is_near(found: Found, policy: Policy) -> bool:
    return found.near is None or found.near >= _nearness(found, policy)[1]


def _nearness(found: Found, policy: Policy) -> tuple[str, float]:
    """Return the threshold of nearness that this message is held against, and its value."""
    if found.long:
        return "answer_near_long", policy.answer_near_long
    return "answer_near", policy.answer_near


def _lead(found: Found) -> float:
    """Return how far the best topic stands before the second, and before silence."""
    (_, first), *others = found.topics
    return first - max(others[0][1] if others else 0.0, found.silent)


def _of_the_notice(found: Found, policy: Policy) -> Verdict:
    first = found.topics[0][1]
    if found.silent >= policy.not_covered and found.silent > first:
        silence = found.silence[0]
        return _verdict(Kind.NOT_COVERED, found, found.silent, silence=silence)
    sure = first >= policy.answer_sure and not _is_far(found, policy)
    meant = sure or _is_near(found, policy)
    if meant and first >= policy.answer and _lead(found) >= policy.margin:
        return _verdict(Kind.ANSWER, found, first)
    if first >= policy.clarify:
        return _verdict(Kind.CLARIFY, found, first)
    return _verdict(Kind.NOT_COVERED, found, max(0.0, 1 - first))


def _verdict(
    kind: Kind,
    found: Found,
    confidence: float,
    *,
    rights: tuple[Right, ...] = (),
    certain: bool = True,
    silence: str | None = None,
) -> Verdict:
    return Verdict(
        kind=kind,
        topics=tuple(topic for topic, _ in found.topics[:3]),
        answers=(found.topics[0][0],) if kind is Kind.ANSWER else (),
        rights=rights,
        certain=certain,
        silence=silence,
        confidence=min(max(confidence, 0.0), 1.0),
        reason=found.nearest,
        runner_up=found.topics[1] if len(found.topics) > 1 else None,
    )
