"""Documents: officers ask for a file: the register, a case's evidence, or a month's report."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.desk import documents
from bot.desk.values import Officer
from bot.slack import form_values, names, payloads, returned
from bot.slack.blocks.documents import export_form, report_form
from bot.slack.blocks.form_parts import explanation
from bot.slack.door import Door
from bot.slack.pressing import Json, act_as_officer, open_as_officer, submit_as_officer

_COMES = "It comes into the compliance channel in a moment."
_COMES_THERE = "It comes into the case's thread in the compliance channel in a moment."


def listen(app: AsyncApp, door: Door) -> None:
    """Hear what officers want as a file."""
    _exports(app, door)
    _packs(app, door)
    _reports(app, door)


def _exports(app: AsyncApp, door: Door) -> None:
    @app.action(names.EXPORT)
    async def exporting(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(_session: Session, _by: Officer, _now: datetime) -> Json:
            return export_form("{}")

        await open_as_officer(door, ack, press, look)

    @app.view(names.EXPORT_FORM)
    async def exported(ack: AsyncAck, body: Json) -> None:
        sent = form_values.export_form(body)

        def owe(session: Session, by: Officer, now: datetime) -> Json:
            documents.ask_for_register(
                session,
                desk=door.desk,
                form=sent.form,
                anonymised=sent.anonymised,
                officer=by,
                key=returned.form_key(body),
                now=now,
            )
            return explanation("Export", (_COMES,))

        await submit_as_officer(door, ack, body, owe, blame=names.FORMAT)


def _packs(app: AsyncApp, door: Door) -> None:
    @app.action(names.EVIDENCE)
    async def packed(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def owe(session: Session, by: Officer, now: datetime) -> Outgoing:
            documents.ask_for_evidence(
                session, escalation=press.value, officer=by, key=press.key, now=now
            )
            return Told(text=_COMES_THERE)

        await act_as_officer(door, ack, press, owe)


def _reports(app: AsyncApp, door: Door) -> None:
    @app.action(names.REPORT)
    async def reporting(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(_session: Session, _by: Officer, now: datetime) -> Json:
            return report_form("{}", today=door.desk.today(now))

        await open_as_officer(door, ack, press, look)

    @app.view(names.REPORT_FORM)
    async def reported(ack: AsyncAck, body: Json) -> None:
        month = form_values.month(body)

        def owe(session: Session, by: Officer, now: datetime) -> Json:
            documents.ask_for_report(
                session,
                desk=door.desk,
                month=month,
                officer=by,
                key=returned.form_key(body),
                now=now,
            )
            return explanation("Monthly report", (_COMES,))

        await submit_as_officer(door, ack, body, owe, blame=names.MONTH)
