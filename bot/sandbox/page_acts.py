"""What the page sends when a person does something -> the act, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from zoneinfo import ZoneInfo

from bot.sandbox.acts import Acts
from bot.sandbox.clock import wednesday_morning
from bot.sandbox.elements import Placed, placed
from bot.sandbox.menus import NotPossible
from bot.sandbox.record import Delivery
from bot.sandbox.stories import Programme
from bot.sandbox.values import Channel, Json, Message, Person, View
from bot.sandbox.workspace import NoSuchPlace, Workspace

Act = Callable[[Json], Awaitable[Json]]


class PageActs:
    """One function for each thing that can be done in the page; each takes and returns JSON.

    What does not fit raises `KeyError` or `TypeError`; what Slack would not allow `NotPossible`.
    """

    def __init__(
        self,
        workspace: Workspace,
        acts: Acts,
        *,
        programme: Programme | None = None,
        start_again: Callable[[], None] | None = None,
    ) -> None:
        """`start_again` begins with an empty workspace; None where what happened is kept."""
        self._workspace, self._acts = workspace, acts
        self._programme, self._start_again = programme, start_again

    @property
    def can_start_again(self) -> bool:
        """Whether the page offers to begin with an empty workspace."""
        return self._start_again is not None

    def looked_at(self, asked: Json) -> tuple[Person, Message]:
        """Return who looks at which message; raises `NoSuchPlace`, `NotPossible`, `KeyError`."""
        return self._person(asked), self._message(asked)

    def table(self) -> dict[str, Act]:
        """Return the acts by the name under which the page asks for them."""
        return {
            "again": self._again,
            "clock": self._clock,
            "close": self._close,
            "command": self._command,
            "delete": self._delete,
            "dismiss": self._dismiss,
            "edit": self._edit,
            "home": self._home,
            "press": self._press,
            "say": self._say,
            "shortcut": self._shortcut,
            "story": self._story,
            "submit": self._submit,
        }

    async def _clock(self, asked: Json) -> Json:
        """Let so many seconds pass, and then until a morning if so asked; say what time it is."""
        zone = ZoneInfo(self._person(asked).time_zone) if asked.get("morning") else None
        self._workspace.let_pass(float(asked["seconds"]))
        if zone is not None:
            now = self._workspace.clock()
            self._workspace.let_pass(wednesday_morning(now, zone) - now)
        return {"now": self._workspace.clock()}

    async def _say(self, asked: Json) -> Json:
        who, place = self._person(asked), self._channel(asked)
        said = await self._acts.say(
            who, place, str(asked["text"]), thread=asked.get("thread") or None
        )
        return {"ts": said.message.ts, "statuses": [one.statuses for one in said.deliveries]}

    async def _edit(self, asked: Json) -> Json:
        said = await self._acts.edit(self._own(asked), str(asked["text"]))
        return {"ts": said.message.ts}

    async def _delete(self, asked: Json) -> Json:
        await self._acts.delete(self._own(asked))
        return {}

    async def _dismiss(self, asked: Json) -> Json:
        self._acts.dismiss(self._person(asked), self._message(asked))
        return {}

    async def _home(self, asked: Json) -> Json:
        tab = "messages" if asked.get("tab") == "messages" else "home"
        deliveries = await self._acts.open_home(self._person(asked), tab=tab)
        return {"statuses": [one.statuses for one in deliveries]}

    async def _command(self, asked: Json) -> Json:
        name, _, text = str(asked["text"]).partition(" ")
        delivery = await self._acts.command(
            self._person(asked),
            self._channel(asked),
            name,
            text.strip(),
            thread=asked.get("thread") or None,
        )
        return {"statuses": delivery.statuses}

    async def _shortcut(self, asked: Json) -> Json:
        message = self._message(asked) if asked.get("ts") else None
        return self._went(
            await self._acts.shortcut(self._person(asked), str(asked["callback_id"]), message)
        )

    async def _press(self, asked: Json) -> Json:
        who = self._person(asked)
        surface: Message | View = self._view(asked) if asked.get("view") else self._message(asked)
        one = _element(surface, str(asked["block_id"]), str(asked["action_id"]))
        given, values = asked.get("given"), asked.get("values") or {}
        return self._went(await self._acts.press(who, surface, one, given=given, values=values))

    async def _submit(self, asked: Json) -> Json:
        sent = await self._acts.submit(self._person(asked), self._view(asked), asked["values"])
        return {"errors": sent.errors, "problem": sent.trouble}

    async def _close(self, asked: Json) -> Json:
        await self._acts.close(self._person(asked), self._view(asked))
        return {}

    async def _story(self, asked: Json) -> Json:
        """Play one step of a story and say where to look."""
        if self._programme is None:
            raise NotPossible("There are no stories here.")
        story = self._programme.stories[int(asked["story"])]
        return asdict(await self._programme.play(story, story.steps[int(asked["step"])]))

    async def _again(self, _asked: Json) -> Json:
        if self._start_again is None:
            raise NotPossible(
                "What happens here is kept: end the sandbox, and begin with another folder."
            )
        self._start_again()
        return {}

    def _went(self, delivery: Delivery) -> Json:
        """Say in Slack's way that the app did not answer a click."""
        attempt = delivery.attempts[-1]
        problem = None
        if not attempt.is_accepted:
            status = f"status {attempt.status}" if attempt.status else "no answer"
            problem = f"{self._workspace.app.name} did not take that ({status})."
        return {"statuses": delivery.statuses, "problem": problem}

    def _person(self, asked: Json) -> Person:
        return self._workspace.people[asked["person"]]

    def _channel(self, asked: Json) -> Channel:
        place = self._workspace.channels[asked["channel"]]
        if asked["person"] not in place.members:
            raise NotPossible("You are not in that channel.")
        return place

    def _message(self, asked: Json) -> Message:
        message = self._workspace.message(self._channel(asked).id, str(asked["ts"]))
        if message.visible_to not in {None, asked["person"]}:
            raise NoSuchPlace("there is no such message")
        return message

    def _own(self, asked: Json) -> Message:
        message = self._message(asked)
        if message.author != asked["person"]:
            raise NotPossible("Only your own messages can be changed.")
        return message

    def _view(self, asked: Json) -> View:
        view = self._workspace.views.find(str(asked["view"]))
        if view.owner != asked["person"]:
            raise NoSuchPlace("there is no such view")
        return view


def _element(surface: Message | View, block_id: str, action_id: str) -> Placed:
    for one in placed(surface.blocks):
        if (one.block_id, one.action_id) == (block_id, action_id):
            return one
    raise NoSuchPlace("that button is not there any more")
