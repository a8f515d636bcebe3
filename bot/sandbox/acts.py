"""What a person does at the keyboard: the workspace changes, then the app is told."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.sandbox import elements, interactions
from bot.sandbox.composing import Names, compose
from bot.sandbox.elements import Given, Placed, Values
from bot.sandbox.events import Announcer
from bot.sandbox.happenings import HomeOpened
from bot.sandbox.interactions import Clicked
from bot.sandbox.menus import NotPossible, Offers, Said, Submitted
from bot.sandbox.methods.asked import Refused
from bot.sandbox.methods.views import fit_view
from bot.sandbox.record import Delivery, Record
from bot.sandbox.responses import Occasion, Responses
from bot.sandbox.values import Channel, Json, Message, Person, View
from bot.sandbox.views import ViewRefused
from bot.sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
_TAKEN = 200


class Acts:
    """The things that people do; each returns when the app has answered for the first time."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        announcer: Announcer,
        record: Record,
        responses: Responses,
        offers: Offers,
    ) -> None:
        self._workspace, self._announcer, self._record = workspace, announcer, record
        self._responses, self.offers = responses, offers

    async def say(
        self, person: Person, channel: Channel, typed: str, *, thread: str | None = None
    ) -> Said:
        """Write a message; raises `NotPossible` for who is not in the channel."""
        self._must_be_in(person, channel)
        composed = compose(typed, self._names(person))
        mark = len(self._record.deliveries)
        message = self._workspace.post(
            Message(
                channel=channel.id,
                ts=self._workspace.next_ts(),
                author=person.id,
                text=composed.text,
                blocks=composed.blocks,
                thread_ts=thread,
            )
        )
        return Said(message, await self._told_since(mark))

    async def edit(self, message: Message, typed: str) -> Said:
        """Change what was written."""
        composed = compose(typed, self._names(self._workspace.people[message.author]))
        mark = len(self._record.deliveries)
        after = self._workspace.edit(
            message,
            replace(
                message,
                text=composed.text,
                blocks=composed.blocks,
                edited_ts=self._workspace.next_ts(),
            ),
        )
        return Said(after, await self._told_since(mark))

    async def delete(self, message: Message) -> Sequence[Delivery]:
        """Take away what was written."""
        mark = len(self._record.deliveries)
        self._workspace.delete(message)
        return await self._told_since(mark)

    async def open_home(self, person: Person, *, tab: str = "home") -> Sequence[Delivery]:
        """Look at the app's Home tab, or at its Messages tab."""
        mark = len(self._record.deliveries)
        dm = self._workspace.dm(person.id)
        self._workspace.tell(HomeOpened(person, tab, dm.id))
        return await self._told_since(mark)

    async def command(
        self, person: Person, channel: Channel, name: str, text: str, *, thread: str | None = None
    ) -> Delivery:
        """Type a slash command; raises `NotPossible` where Slack has no such command."""
        self._must_be_in(person, channel)
        known = name in {command.name for command in self.offers.commands}
        if not known or self._workspace.is_foreign(person):
            raise NotPossible(f"{name} is not a valid command.")
        if thread is not None:
            raise NotPossible(f"{name} is not supported in threads. Sorry!")
        occasion = self._responses.occasion(channel=channel.id, person=person.id)
        delivery = await self._announcer.command(
            interactions.command(
                self._workspace,
                person,
                channel,
                name=name,
                text=compose(text, self._names(person)).text,
                response_url=occasion.url,
            )
        )
        self._show_reply(occasion, delivery, name)
        return delivery

    async def shortcut(
        self, person: Person, callback_id: str, message: Message | None = None
    ) -> Delivery:
        """Use a shortcut, of a message's menu or a global one; raises `NotPossible`."""
        wanted = "global" if message is None else "message"
        offered = {(offer.callback_id, offer.type) for offer in self.offers.shortcuts}
        if (callback_id, wanted) not in offered or self._workspace.is_foreign(person):
            raise NotPossible("That shortcut is not offered to you here.")
        if message is None:
            payload = interactions.global_shortcut(self._workspace, person, callback_id)
            return await self._announcer.interact(payload)
        url = self._responses.url(channel=message.channel, person=person.id, message=message.ts)
        return await self._announcer.interact(
            interactions.message_shortcut(
                self._workspace, person, message, callback_id, response_url=url
            )
        )

    async def press(
        self,
        person: Person,
        surface: Message | View,
        placed: Placed,
        *,
        given: Given = None,
        values: Values | None = None,
    ) -> Delivery:
        """Press a button or choose from a menu, in a message, a modal or a Home tab."""
        clicked = Clicked(placed.block_id, placed.element, elements.chosen(placed.element, given))
        before = surface.state if isinstance(surface, View) else {}
        state = elements.state_of(surface.blocks, values or {}, before)
        if isinstance(surface, View):
            shown = self._workspace.views.keep_state(surface, state)
            payload = interactions.on_view(self._workspace, person, shown, clicked)
        else:
            url = self._responses.url(
                channel=surface.channel,
                person=person.id,
                message=surface.ts,
                thread=surface.thread_ts,
            )
            payload = interactions.on_message(
                self._workspace, person, surface, clicked, response_url=url
            )
        payload["state"] = {"values": state}
        return await self._announcer.interact(payload)

    async def submit(self, person: Person, view: View, values: Values) -> Submitted:
        """Send a form in; what Slack finds missing is not sent to the app."""
        state = elements.state_of(view.blocks, values, view.state)
        shown = self._workspace.views.keep_state(view, state)
        problems = elements.problems_of(view.blocks, state)
        if problems:
            return Submitted(problems, None, None)
        payload = interactions.submission(self._workspace, person, shown)
        delivery = await self._announcer.interact(payload)
        attempt = delivery.attempts[-1]
        if attempt.status != _TAKEN:
            return Submitted({}, TROUBLE, delivery)
        try:
            errors = self._respond_to_submission(shown, attempt.body)
        except (AttributeError, LookupError, Refused, ValueError, ViewRefused):
            return Submitted({}, TROUBLE, delivery)
        return Submitted(errors, None, delivery)

    async def close(self, person: Person, view: View) -> Delivery | None:
        """Close a modal; the app is told if the view asks for it."""
        self._workspace.views.close(view)
        self._workspace.touch()
        if not view.payload.get("notify_on_close"):
            return None
        return await self._announcer.interact(interactions.closing(self._workspace, person, view))

    def dismiss(self, person: Person, message: Message) -> None:
        """Take away a message that only this person sees; raises `NotPossible` for others."""
        if message.visible_to != person.id:
            raise NotPossible("Only a message for you alone can be dismissed.")
        self._workspace.delete(message)

    def _respond_to_submission(self, view: View, body: str) -> dict[str, str]:
        """Do what the app answers to a form and return its errors; raises where it fits nothing."""
        answer: Json = json.loads(body) if body.strip() else {}
        views = self._workspace.views
        action = answer.get("response_action")
        match action:
            case "errors":
                return {str(block): str(text) for block, text in answer["errors"].items()}
            case "update":
                payload = fit_view(answer.get("view"), "modal", self._workspace.new_id)
                views.update(views.find(view.id), payload, expected_hash=None)
            case "push":
                payload = fit_view(answer.get("view"), "modal", self._workspace.new_id)
                views.push_over(view, payload)
            case "clear":
                views.clear(view.owner)
            case _:
                views.close(view)
        self._workspace.touch()
        return {}

    def _show_reply(self, occasion: Occasion, delivery: Delivery, name: str) -> None:
        """Show what the app answered to a command: JSON, text, or that it did not."""
        attempt = delivery.attempts[-1]
        if attempt.status != _TAKEN:
            failed = f"{name} failed because the app did not respond."
            self._responses.answer(occasion, {"text": failed})
        elif attempt.body.strip():
            try:
                self._responses.answer(occasion, _reply(attempt.body))
            except Refused as refused:
                failed = f'{name} failed with the error "{refused.error}".'
                self._responses.answer(occasion, {"text": failed})

    async def _told_since(self, mark: int) -> Sequence[Delivery]:
        deliveries = self._record.deliveries[mark:]
        for delivery in deliveries:
            await delivery.first.wait()
        return deliveries

    def _must_be_in(self, person: Person, channel: Channel) -> None:
        if person.id not in channel.members:
            raise NotPossible(f"{person.name} is not in that channel.")

    def _names(self, person: Person) -> Names:
        """Return whom and what the person can name: no channel that is hidden from them."""
        people = self._workspace.people.values()
        spoken = {name: one.id for one in people for name in (one.handle, one.name.lower())}
        first = {one.first_name.lower(): one.id for one in people}
        channels = self._workspace.channels_known_to(person)
        return Names(first | spoken, {channel.name: channel.id for channel in channels})


def _reply(body: str) -> Json:
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body}
    return answer if isinstance(answer, dict) else {"text": body}
