"""Escalating: the officers claim a case, and reply through a form with a preview."""

import json
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import officer, unanswered
from bot.desk.values import Officer
from bot.slack import form_values, names, payloads, returned
from bot.slack.blocks.form_parts import explanation
from bot.slack.blocks.forms import reply_form, reply_preview
from bot.slack.door import Door
from bot.slack.pressing import Json, act_as_officer, open_as_officer, submit_as_officer
from knowledge.explaining import explained_in_brief


def listen(app: AsyncApp, door: Door) -> None:
    """Hear the officers."""

    @app.action(names.CLAIM)
    async def claimed(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def claim(session: Session, by: Officer, now: datetime) -> None:
            officer.claim(session, escalation=press.value, officer=by, now=now)

        await act_as_officer(door, ack, press, claim)

    @app.action(names.REPLY_TO_REQUESTER)
    async def replying(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def look(session: Session, by: Officer, _now: datetime) -> Json:
            case = officer.look_at(session, escalation=press.value, officer=by)
            about = json.dumps({"escalation": case.id})
            to_all = officer.replies_to_all(session, case, officer=by)
            logged = case.card.subject is not None
            return reply_form(about, reference=case.reference, to_all=to_all, logged=logged)

        await open_as_officer(door, ack, press, look)

    _looks_closer(app, door)
    _replies(app, door)


def _looks_closer(app: AsyncApp, door: Door) -> None:
    """Explain a verdict, and make a case of what nobody answered."""

    @app.action(names.EXPLAIN)
    async def wondered(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def look(session: Session, by: Officer, _now: datetime) -> Json:
            verdict = officer.verdict_on(session, question=press.value, officer=by)
            known = door.desk.knowledge
            why = (*explained_in_brief(verdict, known.titles), *known.flags(verdict.topics[:1]))
            return explanation("Why this answer?", why)

        await open_as_officer(door, ack, press, look)

    @app.action(names.OPEN_DOUBT)
    async def doubted(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def open_case(session: Session, by: Officer, now: datetime) -> None:
            unanswered.open_doubt(
                session, desk=door.desk, question=press.value, officer=by, now=now
            )

        await act_as_officer(door, ack, press, open_case)


def _replies(app: AsyncApp, door: Door) -> None:
    """Take a reply through its form and its preview."""

    @app.view(names.REPLY_FORM)
    async def written(ack: AsyncAck, body: dict[str, Any]) -> None:
        words, escalation = form_values.reply_words(body), returned.about_one(body, "escalation")
        if not words:
            await ack(response_action="errors", errors={names.REPLY: "Write what to send."})
            return

        def keep(session: Session, by: Officer, now: datetime) -> Json:
            draft, case = officer.draft_reply(
                session, escalation=escalation, officer=by, words=words, now=now
            )
            about, card = json.dumps({"draft": draft.id}), case.card
            ended = "" if card.open else card.state
            return reply_preview(about, reference=case.reference, words=words, ended=ended)

        await submit_as_officer(door, ack, body, keep, blame=names.REPLY)

    @app.view(names.REPLY_PREVIEW)
    async def sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        draft = returned.about_one(body, "draft")

        def send(session: Session, by: Officer, now: datetime) -> None:
            officer.reply(session, draft=draft, officer=by, now=now)

        await submit_as_officer(door, ack, body, send, blame=None)
