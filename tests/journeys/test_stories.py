"""The stories that the sandbox plays by itself come to their ends, whatever happened before."""

from collections.abc import Sequence

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.example import COMPLIANCE, OFFICER
from bot.sandbox.playing import Player
from bot.sandbox.scene import Gaze
from bot.sandbox.stories import Presses, Seeing, Step, Story, StoryStuck
from bot.stories import STORIES
from bot.trial import Trial

_QUESTION, _SILENCE, _REQUEST, _BREACH = STORIES[0], STORIES[1], STORIES[2], STORIES[4]


async def plays(player: Player, story: Story) -> Sequence[Gaze]:
    return [await player.play(story, step) for step in story.steps]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
async def test_each_story_comes_to_its_end(tried: Trial, story: Story) -> None:
    for gaze in await plays(Player(tried.sandbox), story):
        assert gaze.person in tried.sandbox.workspace.channels[gaze.channel].members


@pytest.mark.parametrize("story", [_SILENCE, _REQUEST], ids=lambda story: story.title)
async def test_a_story_is_played_again_by_people_who_have_requests_open(
    tried: Trial, slack: Driver, story: Story
) -> None:
    for person in ("Priya", "Tom"):
        await slack.says(person, "please send me a copy of everything you hold about me")
        await slack.sees(person, "RR-")
    player = Player(tried.sandbox)

    for _ in range(2):
        await plays(player, story)

    # The second telling is about a case of its own: nobody acts on what the first left there.
    end = story.steps[-1].sees
    told = [it for it in slack.messages(end.at, as_person=end.person) if it.mentions(end.words)]
    assert len({it.message.root for it in told}) == 2


async def test_a_story_finds_what_is_its_own_though_another_was_begun_since(tried: Trial) -> None:
    player = Player(tried.sandbox)

    await player.play(_BREACH, _BREACH.steps[0])
    await player.play(_QUESTION, _QUESTION.steps[0])
    seen = await player.play(_BREACH, _BREACH.steps[1])

    assert (seen.person, seen.channel) == (OFFICER, COMPLIANCE)


async def test_a_story_that_cannot_go_on_says_what_to_do(tried: Trial) -> None:
    elsewhere = Step("", Presses("Tom", "Claim", "nothing of the kind"), Seeing("Tom"))
    story = Story("Elsewhere", "", (elsewhere,))

    with pytest.raises(StoryStuck, match="from its beginning"):
        await Player(tried.sandbox, within=0.1).play(story, elsewhere)
