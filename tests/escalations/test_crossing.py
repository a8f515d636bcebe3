"""Whatever is written, edited, deleted and told twice: each crosses once and never back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum, auto

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import Address, Beneath, InPlaceOf, ToCompliance
from bot.delivery.delivery import Delivery
from bot.delivery.for_officers import ForOfficers
from bot.desk import intake, officer
from bot.desk.drafts import NoSuchDraft
from bot.desk.editing import Edit, hear_deletion, hear_edit
from bot.desk.heard import Heard
from bot.desk.values import Writer
from bot.escalations import store as cases
from bot.places import ChannelId, Room, Thread
from knowledge.verdict import Kind, Verdict
from tests.bot.desk import JO, NOW, TOM, desk, judged


class Act(Enum):
    """What may happen about a case; each takes the number of an earlier message."""

    SAYS = auto()
    REPLIES_IN_THE_THREAD = auto()
    EDITS = auto()
    DELETES = auto()
    IS_TOLD_TWICE = auto()
    OFFICER_TALKS = auto()
    OFFICER_EDITS_TALK = auto()
    OFFICER_DELETES_TALK = auto()
    OFFICER_REPLIES = auto()
    OFFICER_REPLIES_TWICE = auto()


WISH = judged(Kind.REQUEST)
CHAT = Verdict(kind=Kind.SMALL_TALK, topics=(), rights=(), confidence=1, reason="")
DM, COMPLIANCE, CARD = ChannelId("D1"), desk().compliance, "9.9"


class Undone(Exception):
    """The example is over; nothing of it is kept."""


@dataclass
class Conversation:
    """A person, an officer, and what both wrote; every text carries a mark of its own."""

    session: Session
    said: list[Heard] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    talk: list[Heard] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    talked: list[str] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)
    marks: int = 0

    def mark(self, kind: str) -> str:
        self.marks += 1
        return f"{kind}-{self.marks:03}."

    def says(self, *, thread: str | None = None) -> None:
        words = self.mark("theirs")
        ts = f"{self.marks}.0"
        heard = Heard(
            key=f"message:{DM}:{ts}",
            writer=TOM,
            room=Room.DIRECT,
            thread=Thread(channel=DM, ts=thread or ts),
            words=words,
            at=NOW + timedelta(seconds=self.marks),
            addressed=True,
            is_reply=thread is not None,
            link=None,
        )
        self.said.append(heard)
        self.theirs.append(words)
        self.hears(heard)

    def hears(self, heard: Heard) -> None:
        verdict = WISH if heard is self.said[0] else CHAT
        intake.hear(self.session, desk=desk(), heard=heard, verdict=verdict, now=NOW)

    def hears_edit(self, edit: Edit) -> None:
        hear_edit(self.session, desk=desk(), edit=edit, verdict=CHAT, now=NOW)

    def hears_deletion(self, heard: Heard) -> None:
        _, channel, ts = heard.key.split(":")
        gone = Thread(channel=ChannelId(channel), ts=ts)
        hear_deletion(self.session, message=heard.key, gone=gone, now=NOW)

    def does(self, act: Act, which: int) -> None:
        earlier = self.said[which % len(self.said)]
        match act:
            case Act.SAYS:
                self.says()
            case Act.REPLIES_IN_THE_THREAD:
                self.says(thread=self.said[0].thread.ts if self.said[0].thread else None)
            case Act.EDITS:
                words = self.mark("theirs")
                self.theirs.append(words)
                edit = Edit(
                    heard=replace(earlier, words=words),
                    at=NOW + timedelta(minutes=10),
                    key=f"{earlier.key}:edited:{self.marks}",
                )
                self.edits.append(edit)
                self.hears_edit(edit)
            case Act.DELETES:
                self.hears_deletion(earlier)
            case Act.IS_TOLD_TWICE:
                self.hears(earlier)
                if self.edits:
                    self.hears_edit(self.edits[which % len(self.edits)])
            case Act.OFFICER_TALKS | Act.OFFICER_EDITS_TALK | Act.OFFICER_DELETES_TALK:
                self.talks(act, TOM if which % 2 else JO)
            case Act.OFFICER_REPLIES | Act.OFFICER_REPLIES_TWICE:
                self.replies(twice=act is Act.OFFICER_REPLIES_TWICE)

    def talks(self, act: Act, officer: Writer) -> None:
        """Talk beneath the card; an officer may be the one whose request it is.

        As in the listener it is asked first whether the talk is for us at all.
        """
        words = self.mark("talk")
        self.talked.append(words)
        heard = Heard(
            key=f"message:{COMPLIANCE}:{self.marks}.5",
            writer=officer,
            room=Room.CLOSED,
            thread=Thread(channel=COMPLIANCE, ts=CARD),
            words=words,
            at=NOW,
            addressed=False,
            is_reply=True,
            link=None,
        )
        if intake.concerns_us(self.session, desk=desk(), heard=heard):
            self.hears(heard)
        if act is Act.OFFICER_EDITS_TALK:
            self.hears_edit(Edit(heard=heard, at=NOW, key=f"{heard.key}:edited:1"))
        if act is Act.OFFICER_DELETES_TALK:
            self.hears_deletion(heard)

    def replies(self, *, twice: bool) -> None:
        words = self.mark("reply")
        self.replied.append(words)
        case = cases.made_of(self.session, deliveries.id_of(self.said[0].key))[0]
        draft, _ = officer.draft_reply(
            self.session, escalation=case.id, officer=JO, words=words, now=NOW
        )
        officer.reply(self.session, draft=draft.id, officer=JO, now=NOW)
        if twice:
            with pytest.raises(NoSuchDraft):
                officer.reply(self.session, draft=draft.id, officer=JO, now=NOW)

    def posts_the_card(self) -> None:
        """Let the card begin the thread beneath which officers talk."""
        card = next(it for it in deliveries.unsettled(self.session) if is_card(it))
        settling.mark(self.session, card, channel=COMPLIANCE, thread_ts=CARD, now=NOW)

    def holds(self) -> None:
        owed = deliveries.unsettled(self.session)
        to_officers = [it for it in owed if _is_for_officers(it.address, owed)]
        to_person = [it for it in owed if it not in to_officers]
        assert all(isinstance(it.message, ForOfficers) for it in to_officers)
        for words in self.theirs:
            assert _bearing(words, to_officers, faces=False) == 1
            assert _bearing(words, to_person) == 0
        for words in self.talked:
            assert _bearing(words, owed) == 0
        for words in self.replied:
            assert _bearing(words, to_officers) == 1
            assert _bearing(words, to_person) == 1


def is_card(delivery: Delivery) -> bool:
    return isinstance(delivery.address, ToCompliance)


def _bearing(words: str, owed: Sequence[Delivery], *, faces: bool = True) -> int:
    """Return how many messages bear the words; a card's later faces repeat its first."""
    counted = (it for it in owed if faces or not isinstance(it.address, InPlaceOf))
    return sum(words in it.message.model_dump_json() for it in counted if it.message)


def _is_for_officers(address: Address, owed: Sequence[Delivery]) -> bool:
    match address:
        case ToCompliance():
            return True
        case Beneath(delivery=above) | InPlaceOf(delivery=above):
            return _is_for_officers(next(it.address for it in owed if it.id == above), owed)
        case _:
            return False


def undone(work: Callable[[Session], None]) -> Callable[[Session], None]:
    def and_undone(session: Session) -> None:
        work(session)
        raise Undone

    return and_undone


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(Act), st.integers(min_value=0, max_value=9)), max_size=14
    )
)
def test_each_crosses_once_and_never_back(database: Database, acts: list[tuple[Act, int]]) -> None:
    def work(session: Session) -> None:
        conversation = Conversation(session)
        conversation.says()
        conversation.posts_the_card()
        for act, which in acts:
            conversation.does(act, which)
        conversation.holds()

    try:
        database.transact(undone(work))
    except Undone:
        return
