"""What of an event may be kept: no number of an identity paper, nothing that we do not read."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.papers import Paper
from bot.slack.keepable import as_kept, papers_in

CARD = "4242 4242 4242 4242"


def an_event(**more: object) -> dict[str, object]:
    return {"type": "message", "channel": "D1", "user": "U1", "ts": "1764063000.123456"} | more


def test_a_number_in_the_text_is_masked_and_its_paper_is_known() -> None:
    event = as_kept(an_event(text=f"my card is {CARD}"))

    assert event["text"] == "my card is ▢▢▢▢ ▢▢▢▢ ▢▢▢▢ ▢▢▢▢"
    assert papers_in(event) == (Paper.PAYMENT_CARD,)


def test_the_same_words_in_pieces_are_not_kept() -> None:
    pieces = [{"type": "rich_text", "elements": [{"text": "passport"}, {"text": "533401372"}]}]
    before = an_event(text=f"pay {CARD}", blocks=pieces)

    event = as_kept(an_event(message=before, previous_message=before, attachments=[before]))

    assert "533401372" not in json.dumps(event)
    assert "4242" not in json.dumps(event)


def test_a_files_name_is_masked_too() -> None:
    event = as_kept(
        an_event(files=[{"id": "F1", "name": "passport 533401372.jpg", "preview": "x"}])
    )

    assert event["files"] == [{"id": "F1", "name": "passport ▢▢▢▢▢▢▢▢▢.jpg"}]


@given(st.dictionaries(st.sampled_from(["channel", "user", "ts", "thread_ts", "team"]), st.text()))
def test_everything_else_stays_as_slack_sent_it(event: dict[str, str]) -> None:
    after = as_kept(event)

    assert papers_in(after) or {name: after[name] for name in event} == event


def test_of_a_number_that_was_edited_out_nobody_is_told_again() -> None:
    before, after = an_event(text=f"my card is {CARD}"), an_event(text="my card is in the post")

    event = as_kept(an_event(message=after, previous_message=before))

    assert papers_in(event) == ()
    assert event["previous_message"]["text"] == "my card is ▢▢▢▢ ▢▢▢▢ ▢▢▢▢ ▢▢▢▢"
    assert event["message"] == after
