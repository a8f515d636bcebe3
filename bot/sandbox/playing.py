"""A step of a story is played: somebody does something, and what comes of it is waited for."""

import asyncio
from typing import Final, assert_never

from bot.sandbox.driver import Driver, NotInTime
from bot.sandbox.menus import NotPossible
from bot.sandbox.scene import Gaze
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox
from bot.sandbox.stories import Act, Presses, Says, Seeing, Step, Story, StoryStuck, Submits
from bot.sandbox.workspace import NoSuchPlace

_MAY_TAKE_SECONDS: Final = 15.0


class Player:
    """Plays stories, one step at a time, whatever happened in the workspace before."""

    def __init__(self, sandbox: Sandbox, *, within: float = _MAY_TAKE_SECONDS) -> None:
        """Let what comes of a step take so many seconds."""
        self._driver = Driver(sandbox, patience=within)
        self._one_step = asyncio.Lock()
        self._since: dict[str, str] = {}
        """Story -> the ts of what was said last: what is older belongs to no step that follows."""

    async def play(self, story: Story, step: Step) -> Gaze:
        """Carry a step out and return where to look; raises `StoryStuck`.

        A step of another story waits until this one has ended.
        """
        try:
            async with self._one_step:
                if step.act is not None:
                    await self._carry_out(story, step.act)
                return await self._look(story, step.sees)
        except (NotInTime, NotPossible, NoSuchPlace) as stuck:
            raise StoryStuck from stuck

    async def _carry_out(self, story: Story, act: Act) -> None:
        match act:
            case Says():
                said = await self._driver.says(act.person, act.words, to=act.at)
                self._since[story.title] = said.message.ts
            case Presses():
                on = await self._sees(story, act)
                await self._driver.presses(act.person, act.what, on=on, choosing=act.choosing)
            case Submits():
                await self._driver.submits(act.person, act.values)
            case _:
                assert_never(act)

    async def _look(self, story: Story, sees: Seeing) -> Gaze:
        who = self._driver.workspace.person(sees.person)
        if not sees.words:
            return Gaze(person=who.id, channel=self._driver.place(sees.at, who).id)
        message = (await self._sees(story, sees)).message
        return Gaze(person=who.id, channel=message.channel, thread=message.thread_ts)

    async def _sees(self, story: Story, what: Presses | Seeing) -> Seen:
        since = self._since.get(story.title, "")
        return await self._driver.sees(what.person, what.words, at=what.at, since=since)
