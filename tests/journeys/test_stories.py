"""The stories that the sandbox plays by itself come to their ends."""

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.playing import play
from bot.sandbox.stories import Presses, Seeing, Step, Story, StoryStuck
from bot.stories import STORIES


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
async def test_each_story_comes_to_its_end(slack: Driver, story: Story) -> None:
    for step in story.steps:
        gaze = await play(slack, step)

        assert gaze.person in slack.workspace.channels[gaze.channel].members


async def test_a_story_that_cannot_go_on_says_so(slack: Driver) -> None:
    elsewhere = Step("", Presses("Tom", "Claim", "nothing of the kind"), Seeing("Tom"))

    with pytest.raises(StoryStuck, match="Start again"):
        await play(slack, elsewhere, within=0.1)
