"""The officers' forms: a step, its letter, a breach's list, closing and handing over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.delivery.for_officers import Card
from bot.desk.correspondence import (
    GROUNDS_FOR,
    LONGEST_LETTER,
    NEEDS_FACTS,
    NEEDS_REASONS,
    letter_of,
)
from bot.register.lifecycle import OUTCOMES, Step
from bot.register.progress import FOUND, GROUNDS, Ground
from bot.register.requests import RightsRequest
from bot.register.rights import IN_PLAIN_WORDS
from bot.register.saying import TO_DO
from bot.slack import names
from bot.slack.blocks.form_parts import field, modal, option, radio
from bot.slack.blocks.harmless import escape, harmless
from bot.slack.blocks.parts import Block, capital, clip, lawful, markdown, small_print

_MOST_REASONS: Final = 1_500
_MOST_FACTS: Final = 2_000
_MOST_EXEMPTION: Final = 300

_IN_BRIEF: Final[Mapping[Step, str]] = {
    Step.DISMISS: "not a request",
    Step.ONLY_ASKING: "only a question",
    Step.SHOW_AUTHORITY: "authority shown",
    Step.NO_IDENTITY_NEEDED: "no proof needed",
    Step.ASK_IDENTITY: "ask for identity",
    Step.RECEIVE_IDENTITY: "identity received",
    Step.VERIFY_IDENTITY: "identity verified",
    Step.FAIL_IDENTITY: "identity not verified",
    Step.RECEIVE_FEE: "fee paid",
    Step.TELL_PROGRESS: "tell of progress",
    Step.LINK: "add to an earlier one",
    Step.NOTHING_HELD: "nothing is held",
    Step.UPHOLD: "uphold the complaint",
    Step.UPHOLD_PARTLY: "uphold in part",
    Step.NOT_UPHELD: "do not uphold",
    Step.REDIRECT: "redirect it",
    Step.WITHDRAW: "withdrawn",
}
"""Steps whose words are longer than a form's title may be, which is 24 characters in Slack."""

BY_BOT: Final = "bot"
BY_HAND: Final = "hand"


def step_form(
    private_metadata: str,
    *,
    request: RightsRequest,
    step: Step,
    today: date,
    what_if: Sequence[str],
    unsearched: str,
    systems: Sequence[str],
    evidence: Sequence[str],
) -> Block:
    """Return the form of one step, with what follows from it."""
    told = letter_of(step, request.ended_by(step)) is not None
    blocks = [
        markdown(f"*{request.reference}*: {TO_DO[step]}."),
        *([small_print(*map(lawful, what_if))] if what_if else []),
        *_of_ledger(unsearched),
        _on(today),
        *_of_outcome(request, step),
        *_of_identity(step, evidence),
        *_of_search(step, systems),
        *_texts(step, told=told),
    ]
    submit = "See the letter" if told else "Record"
    return modal(names.STEP_FORM, title_of(step), submit, private_metadata, blocks)


def title_of(step: Step) -> str:
    """Return the title of a step's form: the step, in no more than 24 characters."""
    return capital(_IN_BRIEF.get(step, TO_DO[step]))


def letter_form(
    private_metadata: str, *, reference: str, words: str, by_hand: bool, second: bool
) -> Block:
    """Return the letter to look at, to change and to send."""
    ways = {
        BY_BOT: "The bot sends it to the requester, signed by the compliance team",
        BY_HAND: "I send it myself, by e-mail or post (copy it from here)",
    }
    text: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": LONGEST_LETTER,
        "initial_value": harmless(words),
    }
    blocks = [
        field(names.LETTER, f"The letter about {reference}", text, optional=False),
        field(
            names.SENT_BY,
            "How does it go?",
            radio(ways, chosen=BY_HAND if by_hand else BY_BOT),
            optional=False,
        ),
    ]
    if second:
        blocks.append(markdown("Another officer is asked to approve it before anything is sent."))
    return modal(names.LETTER_FORM, "Letter", "Send", private_metadata, blocks)


def checklist_form(private_metadata: str, *, reference: str, card: Card) -> Block:
    """Return what must not be forgotten about a breach, with what is done and known."""
    lines, aware = card.checklist, card.aware_at
    ticks = _ticks({line: line for line in lines}, [it for it in card.ticked if it in lines])
    at: Block = {"type": "timepicker"} | ({"initial_time": f"{aware:%H:%M}"} if aware else {})
    number: Block = {"type": "plain_text_input", "max_length": 100}
    if card.ico_reference:
        number["initial_value"] = harmless(card.ico_reference)
    earlier = "Only where somebody of ours knew before the message came: the 72 hours run from it."
    blocks = [
        field(names.LINES, f"What is done about {reference}", ticks),
        field(names.ON, "When did we know?", _picker(aware and aware.date()), hint=earlier),
        field(names.AT, "At what time?", at),
        field(names.ICO_TOLD, "When was the ICO told?", _picker(card.ico_told_on)),
        field(names.ICO_REFERENCE, "The ICO's reference", number),
        markdown("Whether and to whom it is reported is for the compliance team."),
    ]
    return modal(names.CHECKLIST_FORM, "Breach", "Save", private_metadata, blocks)


def _picker(day: date | None) -> Block:
    return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})


def close_form(private_metadata: str, *, reference: str, left: Sequence[str]) -> Block:
    """Return the form in which a question or a breach is closed."""
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_FACTS}
    blocks = [field(names.OUTCOME, f"How did {reference} end?", text, optional=False)]
    if left:
        tick = _ticks({"yes": "Close it all the same"}, [])
        blocks.insert(0, markdown("Not ticked off yet: " + escape("; ".join(left)) + "."))
        blocks.append(field(names.AGREED, "With these lines left?", tick, optional=False))
        blocks.append(field(names.REASONS, "Why?", text, optional=False))
    return modal(names.CLOSE_FORM, "Close", "Close it", private_metadata, blocks)


def hand_over_form(private_metadata: str, *, reference: str, officers: Mapping[str, str]) -> Block:
    """Return the form in which a case is handed to another officer, by their user ids."""
    menu: Block = {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "Choose an officer"},
        "options": [option(user, name) for user, name in list(officers.items())[:100]],
    }
    blocks = [field(names.TO, f"Who takes {reference}?", menu, optional=False)]
    return modal(names.HAND_OVER_FORM, "Hand over", "Hand over", private_metadata, blocks)


def _on(today: date) -> Block:
    picker: Block = {"type": "datepicker", "initial_date": today.isoformat()}
    return field(names.ON, "On which day?", picker, optional=False)


def _of_outcome(request: RightsRequest, step: Step) -> list[Block]:
    blocks = []
    ended = request.ended_by(step)
    if step in OUTCOMES and len(ended) > 1:
        rights = {right.value: capital(IN_PLAIN_WORDS[right]) for right in ended}
        ticks = _ticks(rights, [])
        hint = "Leave it empty for all of them."
        blocks.append(field(names.RIGHTS, "Which of its rights?", ticks, hint=hint))
    if step in GROUNDS_FOR:
        grounds = {ground.value: capital(GROUNDS[ground]) for ground in GROUNDS_FOR[step]}
        blocks.append(field(names.GROUND, "On what ground?", radio(grounds), optional=False))
        if Ground.EXEMPTION in GROUNDS_FOR[step]:
            text: Block = {"type": "plain_text_input", "max_length": _MOST_EXEMPTION}
            hint = "Its paragraph and what it protects, as the requester will read it."
            blocks.append(field(names.EXEMPTION, "Which exemption, if any?", text, hint=hint))
    return blocks


def _of_ledger(unsearched: str) -> list[Block]:
    """Return what is not searched, and ask why that is enough: a search is to be reasonable."""
    if not unsearched:
        return []
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_FACTS}
    label = "Why is the search reasonable without these?"
    hint = "Kept in the register as evidence, never sent (ICO, accountability)."
    warned = markdown(f":warning: {escape(unsearched)}")
    return [warned, field(names.FACTS, label, text, hint=hint)]


def _of_identity(step: Step, evidence: Sequence[str]) -> list[Block]:
    if step is not Step.ASK_IDENTITY or not evidence:
        return []
    ticks = _ticks({str(place): clip(capital(line), 75) for place, line in enumerate(evidence)}, [])
    hint = (
        "Only what is necessary: where you know who asks, ask for nothing (ICO, proof of identity)."
    )
    label = "Which evidence do you need?"
    return [field(names.EVIDENCE_NEEDED, label, ticks, hint=hint, optional=False)]


def _of_search(step: Step, systems: Sequence[str]) -> list[Block]:
    if step is not Step.SEARCH:
        return []
    menu: Block = {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "Choose a system"},
        "options": [option(system, system) for system in systems],
    }
    text: Block = {"type": "plain_text_input", "max_length": 300}
    found = {one: capital(one) for one in FOUND}
    return [
        field(names.SYSTEM, "Where was it looked for?", menu, optional=False),
        field(names.TERMS, "With which words?", text),
        field(names.FOUND, "What came of it?", radio(found), optional=False),
    ]


def _texts(step: Step, *, told: bool) -> list[Block]:
    if step is Step.SEARCH:
        return []
    reasons: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": _MOST_REASONS,
    }
    label = "What the letter says about it" if told else "Note"
    blocks = [field(names.REASONS, label, reasons, optional=step not in NEEDS_REASONS)]
    if step in NEEDS_FACTS:
        facts = reasons | {"max_length": _MOST_FACTS}
        hint = "Kept in the register as evidence, never sent."
        label = "What shows it?"
        blocks.append(field(names.FACTS, label, facts, hint=hint, optional=False))
    return blocks


def _ticks(options: Mapping[str, str], chosen: Sequence[str]) -> Block:
    drawn = {value: option(value, words) for value, words in options.items()}
    ticks: Block = {"type": "checkboxes", "options": list(drawn.values())[:10]}
    if chosen:
        ticks["initial_options"] = [drawn[value] for value in chosen]
    return ticks
