"""Editing: messages that their writers change or delete."""

from functools import partial
from typing import Any

from sqlmodel import Session

from bot.asked import questions
from bot.delivery import deliveries
from bot.desk.editing import Edit, hear_deletion, hear_edit
from bot.escalations import store as cases
from bot.places import Thread
from bot.slack import payloads
from bot.slack.door import Door
from bot.slack.listeners import sharing
from bot.slack.listeners.hearing import as_heard, judged_after, may_concern_us, tell_of_papers
from bot.slack.payloads import Message


async def edited(door: Door, event: dict[str, Any]) -> None:
    """Act on a message that its writer has changed; told twice it changes nothing."""
    changed = payloads.edit(event, door.ours)
    if changed is None or not await _edit_concerns_us(door, changed.message):
        return
    writer = await door.writer(changed.message.user, changed.message.team, waits=True)
    said = await as_heard(door, changed.message, writer)
    if said.addressed:
        await sharing.meet(door, said.room, changed.message.thread.channel)
    now = door.clock()
    verdict = await judged_after(door, said)
    edit = Edit(heard=said, at=payloads.instant(changed.ts), key=f"{said.key}:edited:{changed.ts}")

    def operation(session: Session) -> None:
        hear_edit(session, desk=door.desk, edit=edit, verdict=verdict, now=now)
        if questions.find(session, said.as_question(verdict).id):
            tell_of_papers(door, session, said, verdict, key=edit.key, now=now)

    await door.database.in_transaction(operation)


async def deleted(door: Door, gone: Thread) -> None:
    """Act on a message that is gone; told twice it changes nothing."""
    key = await door.heard_as(gone.channel, gone.ts)
    now = door.clock()
    await door.database.in_transaction(partial(hear_deletion, message=key, gone=gone, now=now))


async def _edit_concerns_us(door: Door, message: Message) -> bool:
    """Return whether it is for us as it now reads, or became a case as it read before."""
    if may_concern_us(message):
        return True
    heard = deliveries.id_of(await door.heard_as(message.thread.channel, message.ts))
    return bool(await door.database.alongside(partial(cases.made_of, message=heard)))
