"""Looking into a case: its file, why its date is what it is, and searches asked of colleagues."""

import json
from datetime import datetime, timedelta
from typing import Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import officer, searching
from bot.desk.casefile import CaseFile
from bot.desk.searching import Wanted
from bot.desk.values import Writer
from bot.slack import form_values, names, payloads
from bot.slack.blocks.casefile import case_file, search_form, why_this_date
from bot.slack.blocks.colleagues import answer_form
from bot.slack.door import Door
from bot.slack.payloads import Press
from bot.slack.pressing import Json, act, act_as_officer, submit, submit_as_officer

_A_WEEK: Final = timedelta(days=7)
"""What a colleague is given for a search, where an officer says nothing else."""


def listen(app: AsyncApp, door: Door) -> None:
    """Hear officers who look, and colleagues who search."""

    @app.action(names.OPEN_CASE)
    async def opened(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        for file in await _looked_into(door, ack, press):
            await door.open_form(press, _drawn(door, file))

    @app.action(names.WHY_DATE)
    async def wondered(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        for file in await _looked_into(door, ack, press):
            await door.open_form(press, why_this_date(file))

    _asks(app, door)
    _asks_no_more(app, door)
    _answers(app, door)


async def _looked_into(door: Door, ack: AsyncAck, press: Press) -> list[CaseFile]:
    """Return the case that was opened; nothing for who is no officer, or where there is none."""
    found: list[CaseFile] = []

    def look(session: Session, writer: Writer, now: datetime) -> None:
        found.append(
            officer.look_into(
                session, desk=door.desk, escalation=press.value, officer=writer, now=now
            )
        )

    await act_as_officer(door, ack, press, look)
    return found


def _drawn(door: Door, file: CaseFile) -> Json:
    return case_file(file, door.ours.link_to(file.place) if file.place else None)


def _asks(app: AsyncApp, door: Door) -> None:
    """Let an officer ask a colleague to search."""

    @app.action(names.ASK_SEARCH)
    async def asking(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        opened: list[Json] = []

        def look(session: Session, _writer: Writer, now: datetime) -> None:
            case = officer.look_at(session, escalation=press.value)
            opened.append(
                search_form(
                    json.dumps({"escalation": case.id}),
                    reference=case.reference,
                    systems=door.desk.papers.casework.systems,
                    by=door.desk.today(now) + _A_WEEK,
                )
            )

        await act_as_officer(door, ack, press, look)
        for form in opened:
            await door.open_form(press, form)

    @app.view(names.SEARCH_FORM)
    async def asked(ack: AsyncAck, body: Json) -> None:
        sent, case = form_values.search_form(body), payloads.about_one(body, "escalation")
        wanted = Wanted(
            system=sent.system,
            terms=sent.terms,
            by=sent.by,
            to=await door.writer(sent.to, None),
        )

        left: list[CaseFile] = []

        def send(session: Session, writer: Writer, now: datetime) -> None:
            desk = door.desk
            searching.send(
                session, desk=desk, escalation=case, wanted=wanted, officer=writer, now=now
            )
            left.append(
                officer.look_into(session, desk=desk, escalation=case, officer=writer, now=now)
            )

        await submit_as_officer(door, ack, body, send, blame=names.TO)
        below = str(body["view"].get("previous_view_id") or "")
        for file in left if below else ():
            await door.change_form(below, _drawn(door, file))


def _asks_no_more(app: AsyncApp, door: Door) -> None:
    @app.action(names.WITHDRAW_SEARCH)
    async def withdrawn(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        left: list[CaseFile] = []

        def withdraw(session: Session, writer: Writer, now: datetime) -> None:
            case = searching.withdraw(session, task=press.value, officer=writer, now=now)
            desk = door.desk
            left.append(
                officer.look_into(session, desk=desk, escalation=case, officer=writer, now=now)
            )

        await act_as_officer(door, ack, press, withdraw)
        for file in left:
            await door.change_form(press.view or "", _drawn(door, file))


def _answers(app: AsyncApp, door: Door) -> None:
    """Take a colleague's answer; whether the task is theirs, the operation knows."""

    @app.action(names.ANSWER_SEARCH)
    async def answering(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        opened: list[Json] = []

        def look(session: Session, writer: Writer, _now: datetime) -> None:
            task = searching.look_at(session, task=press.value, colleague=writer)
            opened.append(answer_form(json.dumps({"task": task.id}), system=task.system))

        await act(door, ack, press, look)
        for form in opened:
            await door.open_form(press, form)

    @app.view(names.ANSWER_FORM)
    async def answered(ack: AsyncAck, body: Json) -> None:
        sent, task = form_values.step_form(body), payloads.about_one(body, "task")

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
