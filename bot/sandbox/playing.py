"""A step of a story is played: somebody does something, and what comes of it is waited for."""

from typing import Final, assert_never

from bot.sandbox.driver import Driver, NotInTime
from bot.sandbox.menus import NotPossible
from bot.sandbox.scene import Gaze
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox
from bot.sandbox.stories import Act, Presses, Says, Seeing, Step, StoryStuck, Submits
from bot.sandbox.workspace import NoSuchPlace

_MAY_TAKE_SECONDS: Final = 15.0


class Player:
    """Plays stories, one step at a time, whatever happened in the workspace before."""

    def __init__(self, sandbox: Sandbox, *, within: float = _MAY_TAKE_SECONDS) -> None:
        """Let what comes of a step take so many seconds."""
        self._driver = Driver(sandbox, patience=within)
        self._since = ""
        """The ts of what was said last: what is older belongs to no step that follows."""

    async def play(self, step: Step) -> Gaze:
        """Carry a step out and return where to look; raises `StoryStuck`."""
        try:
            if step.act is not None:
                await self._carry_out(step.act)
            return await self._look(step.sees)
        except (NotInTime, NotPossible, NoSuchPlace) as stuck:
            raise StoryStuck from stuck

    async def _carry_out(self, act: Act) -> None:
        match act:
            case Says():
                said = await self._driver.says(act.person, act.words, to=act.at)
                self._since = said.message.ts
            case Presses():
                on = await self._sees(act.person, act.words, act.at)
                await self._driver.presses(act.person, act.what, on=on, choosing=act.choosing)
            case Submits():
                await self._driver.submits(act.person, act.values)
            case _:
                assert_never(act)

    async def _look(self, sees: Seeing) -> Gaze:
        who = self._driver.workspace.person(sees.person)
        if not sees.words:
            return Gaze(person=who.id, channel=self._driver.place(sees.at, who).id)
        message = (await self._sees(sees.person, sees.words, sees.at)).message
        return Gaze(person=who.id, channel=message.channel, thread=message.thread_ts)

    async def _sees(self, person: str, words: str, at: str) -> Seen:
        return await self._driver.sees(person, words, at=at, since=self._since)
