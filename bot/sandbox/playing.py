"""A step of a story is played: somebody does something, and what comes of it is waited for."""

from typing import Final, assert_never

from bot.sandbox.driver import Driver, NotInTime
from bot.sandbox.menus import NotPossible
from bot.sandbox.scene import Gaze
from bot.sandbox.stories import Act, Presses, Says, Seeing, Step, StoryStuck, Submits
from bot.sandbox.workspace import NoSuchPlace

_MAY_TAKE_SECONDS: Final = 15.0


async def play(driver: Driver, step: Step, *, within: float = _MAY_TAKE_SECONDS) -> Gaze:
    """Carry a step out and return where to look; raises `StoryStuck` after so many seconds."""
    patient = Driver(driver.sandbox, patience=within)
    try:
        if step.act is not None:
            await _carry_out(patient, step.act)
        return await _look(patient, step.sees)
    except (NotInTime, NotPossible, NoSuchPlace) as stuck:
        raise StoryStuck from stuck


async def _carry_out(driver: Driver, act: Act) -> None:
    match act:
        case Says():
            await driver.says(act.person, act.words, to=act.at)
        case Presses():
            on = await driver.sees(act.person, act.words, at=act.at)
            await driver.presses(act.person, act.what, on=on, choosing=act.choosing)
        case Submits():
            await driver.submits(act.person, act.values)
        case _:
            assert_never(act)


async def _look(driver: Driver, sees: Seeing) -> Gaze:
    who = driver.workspace.person(sees.person)
    place = driver.place(sees.at, who)
    if not sees.words:
        return Gaze(person=who.id, channel=place.id)
    message = (await driver.sees(sees.person, sees.words, at=sees.at)).message
    return Gaze(person=who.id, channel=message.channel, thread=message.thread_ts)
