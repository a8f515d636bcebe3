"""Looking into a case: its file, why its date is what it is, and searches asked of colleagues."""

import json
from datetime import datetime, timedelta
from typing import Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import officer, searching
from bot.desk.casefile import CaseFile
from bot.desk.searching import Wanted
from bot.desk.values import Officer, Writer
from bot.slack import form_values, names, payloads, returned
from bot.slack.blocks.casefile import case_file, search_form, why_this_date
from bot.slack.blocks.colleagues import answer_form
from bot.slack.door import Door
from bot.slack.pressing import (
    Json,
    committed_as_officer,
    open_as_officer,
    open_form,
    submit,
    submit_as_officer,
)

_A_WEEK: Final = timedelta(days=7)
"""What a colleague is given for a search, where an officer says nothing else."""


def listen(app: AsyncApp, door: Door) -> None:
    """Hear officers who look, and colleagues who search."""

    @app.action(names.OPEN_CASE)
    async def opened(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(session: Session, by: Officer, now: datetime) -> Json:
            return _drawn(door, _look_into(session, door, press.value, by, now))

        await open_as_officer(door, ack, press, look)

    @app.action(names.WHY_DATE)
    async def wondered(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(session: Session, by: Officer, now: datetime) -> Json:
            return why_this_date(_look_into(session, door, press.value, by, now))

        await open_as_officer(door, ack, press, look)

    _asks(app, door)
    _asks_no_more(app, door)
    _answers(app, door)


def _look_into(session: Session, door: Door, case: str, by: Officer, now: datetime) -> CaseFile:
    return officer.look_into(session, desk=door.desk, escalation=case, officer=by, now=now)


def _drawn(door: Door, file: CaseFile) -> Json:
    return case_file(file, door.link_to(file.place) if file.place else None)


def _asks(app: AsyncApp, door: Door) -> None:
    """Let an officer ask a colleague to search."""

    @app.action(names.ASK_SEARCH)
    async def asking(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(session: Session, by: Officer, now: datetime) -> Json:
            case = officer.look_at(session, escalation=press.value, officer=by)
            return search_form(
                json.dumps({"escalation": case.id}),
                reference=case.reference,
                systems=door.desk.papers.casework.systems,
                by=door.desk.today(now) + _A_WEEK,
            )

        await open_as_officer(door, ack, press, look)

    @app.view(names.SEARCH_FORM)
    async def asked(ack: AsyncAck, body: Json) -> None:
        sent, case = form_values.search_form(body), returned.about_one(body, "escalation")
        wanted = Wanted(
            system=sent.system,
            terms=sent.terms,
            by=sent.by,
            to=await door.writer(sent.to, None),
        )

        left: list[CaseFile] = []

        def send(session: Session, by: Officer, now: datetime) -> None:
            left.clear()  # it may be done twice: see bot/database.py
            searching.send(
                session, desk=door.desk, escalation=case, wanted=wanted, officer=by, now=now
            )
            left.append(_look_into(session, door, case, by, now))

        await submit_as_officer(door, ack, body, send, blame=names.TO)
        below = str(body["view"].get("previous_view_id") or "")
        for file in left if below else ():
            await door.change_form(below, _drawn(door, file))


def _asks_no_more(app: AsyncApp, door: Door) -> None:
    @app.action(names.WITHDRAW_SEARCH)
    async def withdrawn(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def withdraw(session: Session, by: Officer, now: datetime) -> CaseFile:
            case = searching.withdraw(session, task=press.value, officer=by, now=now)
            return _look_into(session, door, case, by, now)

        left = await committed_as_officer(door, ack, press, withdraw)
        if left is not None:
            await door.change_form(press.view or "", _drawn(door, left))


def _answers(app: AsyncApp, door: Door) -> None:
    """Take a colleague's answer; whether the task is theirs, the operation knows."""

    @app.action(names.ANSWER_SEARCH)
    async def answering(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(session: Session, writer: Writer, _now: datetime) -> Json:
            task = searching.look_at(session, task=press.value, colleague=writer)
            return answer_form(json.dumps({"task": task.id}), system=task.system)

        await open_form(door, ack, press, look)

    @app.view(names.ANSWER_FORM)
    async def answered(ack: AsyncAck, body: Json) -> None:
        sent, task = form_values.step_form(body), returned.about_one(body, "task")

        def answer(session: Session, writer: Writer, now: datetime) -> None:
            searching.answer(
                session,
                desk=door.desk,
                task=task,
                found=sent.found,
                note=sent.reasons,
                colleague=writer,
                now=now,
            )

        await submit(door, ack, body, answer, blame=names.FOUND)
