"""Closing: officers tick off a breach's list, close a case, open it again, or give it away."""

import json
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import closing, officer
from bot.desk.values import Officer
from bot.escalations import operations as escalations
from bot.slack import form_values, names, returned
from bot.slack.blocks import step_forms
from bot.slack.door import Door
from bot.slack.payloads import Press
from bot.slack.pressing import Json, act_as_officer, open_as_officer, submit_as_officer


def listen(app: AsyncApp, door: Door) -> None:
    """Hear the forms that the officers' menu opens at a case's end."""
    _ticks_off(app, door)
    _closes(app, door)
    _hands_over(app, door)


def checklist_form(session: Session, case: str, by: Officer) -> Json:
    """Return the form of a breach's list; raises `NoSuchCase`."""
    found = officer.look_at(session, escalation=case, officer=by)
    return step_forms.checklist_form(
        json.dumps({"escalation": case}),
        reference=found.reference,
        card=found.card,
    )


def close_form(session: Session, case: str, by: Officer) -> Json:
    """Return the form that closes a case, with what is left undone; raises `NoSuchCase`."""
    found = officer.look_at(session, escalation=case, officer=by)
    left = [line for line in found.card.checklist if line not in found.card.ticked]
    about = json.dumps({"escalation": case})
    return step_forms.close_form(about, reference=found.reference, left=left)


async def hand_over(door: Door, ack: AsyncAck, press: Press, case: str) -> None:
    """Open the form that gives a case to another officer."""
    officers = {one.person.user: one.named.name for one in await door.officers()}

    def look(session: Session, by: Officer, now: datetime) -> Json:
        found = officer.look_at(session, escalation=case, officer=by)
        escalations.show_menu_anew(session, escalation=case, now=now)
        about = json.dumps({"escalation": case})
        return step_forms.hand_over_form(about, reference=found.reference, officers=officers)

    await open_as_officer(door, ack, press, look)


async def open_again(door: Door, ack: AsyncAck, press: Press, case: str) -> None:
    """Open a closed case again."""

    def reopen(session: Session, by: Officer, now: datetime) -> None:
        closing.open_again(session, escalation=case, officer=by, key=press.key, now=now)

    await act_as_officer(door, ack, press, reopen)


def _ticks_off(app: AsyncApp, door: Door) -> None:
    @app.view(names.CHECKLIST_FORM)
    async def ticked(ack: AsyncAck, body: dict[str, Any]) -> None:
        lines, case = form_values.ticked_lines(body), returned.about_one(body, "escalation")

        def tick(session: Session, by: Officer, now: datetime) -> None:
            closing.tick(
                session,
                desk=door.desk,
                escalation=case,
                lines=lines,
                known=form_values.known_of_breach(body, door.desk.zone),
                officer=by,
                key=returned.form_key(body),
                now=now,
            )

        await submit_as_officer(door, ack, body, tick, blame=names.LINES)


def _closes(app: AsyncApp, door: Door) -> None:
    @app.view(names.CLOSE_FORM)
    async def closed(ack: AsyncAck, body: dict[str, Any]) -> None:
        outcome, case = form_values.outcome(body), returned.about_one(body, "escalation")

        def close(session: Session, by: Officer, now: datetime) -> None:
            closing.close(
                session,
                desk=door.desk,
                escalation=case,
                outcome=outcome,
                all_the_same=form_values.all_the_same(body),
                officer=by,
                key=returned.form_key(body),
                now=now,
            )

        await submit_as_officer(door, ack, body, close, blame=names.OUTCOME)


def _hands_over(app: AsyncApp, door: Door) -> None:
    @app.view(names.HAND_OVER_FORM)
    async def handed(ack: AsyncAck, body: dict[str, Any]) -> None:
        user, case = form_values.chosen_officer(body), returned.about_one(body, "escalation")
        chosen = [one.named for one in await door.officers() if one.person.user == user]

        def give(session: Session, by: Officer, now: datetime) -> None:
            (to,) = chosen
            officer.give(
                session,
                escalation=case,
                to=to,
                officer=by,
                key=returned.form_key(body),
                now=now,
            )

        if chosen:
            await submit_as_officer(door, ack, body, give, blame=names.TO)
        else:
            gone = "That person is not in the compliance channel any more."
            await ack(response_action="errors", errors={names.TO: gone})
