"""A signature lets in once, for as long as it holds, and no longer is remembered."""

from datetime import datetime, timedelta

from bot.slack.replays import Replays


def test_a_signature_lets_in_once(now: datetime) -> None:
    replays = Replays()

    assert replays.is_new("v0=a", now=now)
    assert not replays.is_new("v0=a", now=now + timedelta(minutes=9))
    assert replays.is_new("v0=b", now=now)


def test_what_was_not_done_may_be_sent_again(now: datetime) -> None:
    replays = Replays()
    replays.is_new("v0=a", now=now)

    replays.forget("v0=a")
    replays.forget("v0=unknown")

    assert replays.is_new("v0=a", now=now)


def test_it_is_forgotten_when_the_signature_holds_no_more(now: datetime) -> None:
    replays = Replays()
    replays.is_new("v0=a", now=now)

    assert replays.is_new("v0=a", now=now + timedelta(minutes=10))
