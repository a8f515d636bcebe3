"""Stepping: officers take a case from receipt to its end by the menu on its card."""

import json
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import repeating, stepping
from bot.desk.correspondence import Wording
from bot.desk.drafts import Draft
from bot.desk.values import Officer
from bot.escalations import operations as escalations
from bot.register.ledger import warning
from bot.register.lifecycle import Step
from bot.register.operations import Act
from bot.register.progress import Search
from bot.register.what_if import what_follows
from bot.slack import form_values, names, payloads, returned
from bot.slack.blocks import step_forms
from bot.slack.door import Door
from bot.slack.form_values import StepForm
from bot.slack.listeners import closing
from bot.slack.moves import Move
from bot.slack.payloads import Press
from bot.slack.pressing import Json, act_as_officer, open_as_officer, submit_as_officer
from bot.slack.returned import NotAsSent


def listen(app: AsyncApp, door: Door) -> None:
    """Hear the officers' menu and what follows from it."""

    @app.action(names.NEXT_STEP)
    async def chosen(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        case, _, what = press.value.partition(":")
        if what == Move.HAND_OVER:
            await closing.hand_over(door, ack, press, case)
        elif what == Move.OPEN_AGAIN:
            await closing.open_again(door, ack, press, case)
        else:
            await _opens(door, ack, press, case, what)

    @app.action(names.STEP_NOW)
    async def at_once(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        case, _, step = press.value.partition(":")
        if step == Move.OPEN_AGAIN:
            await closing.open_again(door, ack, press, case)
            return
        await _previews(door, ack, press, case, returned.one_of(Step, step))

    @app.action(names.ADD_TO_EARLIER)
    async def repeats(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        case, _, earlier = press.value.partition(":")

        def add(session: Session, by: Officer, now: datetime) -> None:
            repeating.add_to_earlier(
                session, desk=door.desk, escalation=case, shown=earlier, officer=by, now=now
            )

        await act_as_officer(door, ack, press, add)

    _goes_on(app, door)
    _takes_steps(app, door)
    _sends_letters(app, door)
    _approves(app, door)


def _goes_on(app: AsyncApp, door: Door) -> None:
    """Reopen an earlier request and add a later one to it."""

    @app.action(names.ADD_TO_ENDED)
    async def goes_on(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        case, _, ended = press.value.partition(":")

        def add(session: Session, by: Officer, now: datetime) -> None:
            repeating.add_to_ended(
                session, desk=door.desk, escalation=case, ended=ended, officer=by, now=now
            )

        await act_as_officer(door, ack, press, add)


async def _opens(door: Door, ack: AsyncAck, press: Press, case: str, what: str) -> None:
    """Open the form of a step, of a breach's list, or of closing."""

    def look(session: Session, by: Officer, now: datetime) -> Json:
        match what:
            case Move.CHECKLIST:
                form = closing.checklist_form(session, case, by)
            case Move.CLOSE:
                form = closing.close_form(session, case, by)
            case _ if what in set(Step):
                form = _step(session, door, case, Step(what), by, now)
            case _:
                raise NotAsSent  # a menu of another version of ours
        escalations.show_menu_anew(session, escalation=case, now=now)
        return form

    await open_as_officer(door, ack, press, look)


async def _previews(door: Door, ack: AsyncAck, press: Press, case: str, step: Step) -> None:
    """Open the letter of a step that needs nothing more to be said, taken today."""

    def begin(session: Session, by: Officer, now: datetime) -> Json:
        request = stepping.offer(
            session, desk=door.desk, escalation=case, step=step, officer=by, now=now
        )
        draft = stepping.begin(
            session,
            desk=door.desk,
            escalation=case,
            act=Act(step, on=door.desk.today(now), version=request.version),
            officer=by,
            wording=Wording(),
            now=now,
        )
        if draft is None:
            raise NotAsSent  # only steps with a letter have such a button
        return _letter(session, door, draft, by)

    await open_as_officer(door, ack, press, begin)


def _step(session: Session, door: Door, case: str, step: Step, by: Officer, now: datetime) -> Json:
    request = stepping.offer(
        session, desk=door.desk, escalation=case, step=step, officer=by, now=now
    )
    today, systems = door.desk.today(now), door.desk.papers.casework.systems
    about = {"escalation": case, "step": step, "version": str(request.version)}
    return step_forms.step_form(
        json.dumps(about),
        request=request,
        step=step,
        today=today,
        what_if=what_follows(request, step, today),
        unsearched=warning(step, request.ended_by(step), systems, request.progress.searches) or "",
        systems=systems,
        evidence=_evidence(door),
    )


def _evidence(door: Door) -> tuple[str, ...]:
    return door.desk.knowledge.evidence_to_choose()


def _takes_steps(app: AsyncApp, door: Door) -> None:
    """Take a step through its form; where it has a letter, show that next."""

    @app.view(names.STEP_FORM)
    async def filled(ack: AsyncAck, body: dict[str, Any]) -> None:
        sent, case = form_values.step_form(body), returned.about_one(body, "escalation")
        step = returned.one_of(Step, returned.about_one(body, "step"))
        version = returned.number(returned.about_one(body, "version"))

        def begin(session: Session, by: Officer, now: datetime) -> Json | None:
            draft = stepping.begin(
                session,
                desk=door.desk,
                escalation=case,
                act=_act(sent, step, version, by, door.desk.today(now)),
                officer=by,
                wording=_wording(door, sent),
                now=now,
            )
            return None if draft is None else _letter(session, door, draft, by)

        await submit_as_officer(door, ack, body, begin, blame=names.ON)


def _sends_letters(app: AsyncApp, door: Door) -> None:
    """Send a step's letter once an officer has looked at it."""

    @app.view(names.LETTER_FORM)
    async def looked_at(ack: AsyncAck, body: dict[str, Any]) -> None:
        left, draft = form_values.letter_form(body), returned.about_one(body, "draft")

        def send(session: Session, by: Officer, now: datetime) -> None:
            stepping.send(
                session,
                desk=door.desk,
                draft=draft,
                words=left.words,
                by_hand=left.sent_by == step_forms.BY_HAND,
                officer=by,
                now=now,
            )

        await submit_as_officer(door, ack, body, send, blame=names.LETTER)


def _wording(door: Door, sent: StepForm) -> Wording:
    """Return what the officer chose and wrote for the letter."""
    pieces = {str(place): piece for place, piece in enumerate(_evidence(door))}
    return Wording(
        reasons=sent.reasons,
        exemption=sent.exemption,
        evidence=tuple(pieces[place] for place in sent.evidence if place in pieces),
    )


def _act(sent: StepForm, step: Step, version: int, by: Officer, today: date) -> Act:
    """Return the step as the officer filled it in.

    Why it is taken is what shows it, where that is asked for; what the letter says is the letter's.
    """
    search = None
    if step is Step.SEARCH:
        search = Search(
            system=sent.system,
            on=sent.on or today,
            who=by.name,
            terms=sent.terms,
            found=sent.found,
        )
    why = search.sentence if search else sent.facts or sent.reasons
    return Act(
        step=step,
        on=sent.on,
        rights=sent.rights,
        ground=sent.ground,
        why=why,
        search=search,
        version=version,
    )


def _letter(session: Session, door: Door, draft: Draft, by: Officer) -> Json:
    shown = stepping.preview(session, desk=door.desk, draft=draft, officer=by)
    return step_forms.letter_form(
        json.dumps({"draft": draft.id}),
        reference=shown.reference,
        words=draft.words,
        by_hand=draft.by_hand,
        second=shown.for_second_eyes,
    )


def _approves(app: AsyncApp, door: Door) -> None:
    """Let another officer decide on a letter."""

    @app.action(names.APPROVE)
    async def approved(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def approve(session: Session, by: Officer, now: datetime) -> None:
            stepping.approve(session, desk=door.desk, draft=press.value, officer=by, now=now)

        await act_as_officer(door, ack, press, approve)

    @app.action(names.SEND_BACK)
    async def sent_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def send_back(session: Session, by: Officer, now: datetime) -> None:
            stepping.send_back(session, draft=press.value, officer=by, now=now)

        await act_as_officer(door, ack, press, send_back)
