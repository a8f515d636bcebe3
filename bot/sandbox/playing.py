"""A step of a story is played: somebody does something, and what comes of it is waited for."""

from typing import Final, assert_never

from bot.sandbox.driver import Driver, NotInTime
from bot.sandbox.menus import NotPossible, Said
from bot.sandbox.scene import Gaze
from bot.sandbox.stories import Act, Presses, Says, Seeing, Step, StoryStuck, Submits
from bot.sandbox.workspace import NoSuchPlace

_MAY_TAKE_SECONDS: Final = 15.0


async def play(driver: Driver, step: Step, *, within: float = _MAY_TAKE_SECONDS) -> Gaze:
    """Carry a step out and return where to look; raises `StoryStuck` after so many seconds."""
    patient = Driver(driver.sandbox, patience=within)
    try:
        said = await _carry_out(patient, step.act) if step.act else None
        return await _look(patient, step.sees, said)
    except (NotInTime, NotPossible, NoSuchPlace) as stuck:
        raise StoryStuck from stuck


async def _carry_out(driver: Driver, act: Act) -> Said | None:
    """Return what was said, if anything was."""
    match act:
        case Says():
            return await driver.says(act.person, act.words, to=act.at)
        case Presses():
            on = await driver.sees(act.person, act.words, at=act.at)
            await driver.presses(act.person, act.what, on=on, choosing=act.choosing)
        case Submits():
            await driver.submits(act.person, act.values)
        case _:
            assert_never(act)
    return None


async def _look(driver: Driver, sees: Seeing, said: Said | None) -> Gaze:
    """Return where that is; after something said its own answer, not an older one like it."""
    who = driver.workspace.person(sees.person)
    place = driver.place(sees.at, who)
    if not sees.words:
        return Gaze(person=who.id, channel=place.id)
    message = (await driver.sees(sees.person, sees.words, at=sees.at, thread=said)).message
    return Gaze(person=who.id, channel=message.channel, thread=message.thread_ts)
