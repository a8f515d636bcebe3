"""What only ever goes to the compliance channel."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.breaches import breach_ends
from bot.delivery.pieces import Named
from bot.places import Value
from knowledge.rights import Right


class Card(Value):
    """The parent message of a case in the compliance channel; redrawn in place as it changes."""

    kind: Literal["card"] = "card"
    case: Literal["request", "question", "breach"]
    escalation: str
    reference: str
    who: Named
    audience: Literal["staff", "customer"]
    words: str
    received_at: datetime
    """In the company's own time."""
    zone: ZoneInfo | None = None
    """Whose time that is; None on a card of an earlier version."""
    state: str
    """In words: "Registered", "Was only asking", "Closed: " and what an officer says of it ..."""
    open: bool
    """A closed case shows no clock and offers only to be opened again."""
    owner: Named | None = None
    rights: tuple[Right, ...] = ()
    due: date | None = None
    working: tuple[str, ...] = ()
    """How the due date came about, step by step, with the fact numbers."""
    flags: tuple[str, ...] = ()
    """Officer flags: where the notice is stale or silent, identity papers seen ..."""
    subject: str | None = None
    """The data subject, when it is not who wrote."""
    contact: str = ""
    """How a data subject is reached who is not in Slack."""
    came_by: str = ""
    """How it came and who asked, for what was logged on behalf: fit for the middle of a sentence"""
    received_on: date | None = None
    """The day that the law counts from, where it is not that of `received_at`."""
    target: date | None = None
    """The day to aim for, where it is before the last."""
    looks_like: str = ""
    """An earlier request of perhaps the same person for the same, in words."""
    beside: str = ""
    """An open request of surely the same person for other rights, in words."""
    earlier: str = ""
    """The ended request that it may go on from, and when that ended, in words."""
    reopens: str = ""
    """Which that is, by its id, where it can be reopened and this added to it."""
    stays_apart: str = ""
    """Why it cannot."""
    can_be_added: bool = False
    """Whether an earlier one is open, so that this can be added to it."""
    add_to: str = ""
    """Which of them that is, by its id."""
    repeated: tuple[str, ...] = ()
    """The references of what perhaps the same person asked for in twelve months, by one right."""
    repeats_surely: bool = False
    """Whether it is the same person for certain, and not by a like name only."""
    origin: str | None = None
    """A link to the asker's thread; only where officers can open it."""
    steps: tuple[str, ...] = ()
    """What officers may do with a rights request now, by the lifecycle's names."""
    held_by: tuple[str, ...] = ()
    """The open cases while which nothing of the person's is erased (fact 14)."""
    starts_anew: bool = False
    """Whether time will start anew when identity information or a fee comes (fact 3)."""
    no_answer: str = ""
    """Why it cannot be responded to in full now, fit behind a colon."""
    ended: str = ""
    """When a rights request was closed, and how each right in it ended, in words."""
    overdue: bool = False
    acknowledged: date | None = None
    """The day on which a complaint was acknowledged that has no other clock beside it."""
    stopped: bool = False
    """Whether the clock stands still until the requester has said what is meant."""
    checklist: tuple[str, ...] = ()
    """What must not be forgotten about a breach."""
    ticked: tuple[str, ...] = ()
    """The lines of the list that are done."""
    aware_at: datetime | None = None
    """When somebody of ours knew of a breach, where that was before the message."""
    ico_told_on: date | None = None
    ico_reference: str = ""
    closed_at: datetime | None = None
    """When a question or breach was closed, in the company's own time."""
    erased: bool = False
    """Whether names and words are gone, so that nothing more can be done with it."""
    calls_here: bool = False
    """Whether everybody in the channel is called, as the desk may want for a breach."""
    for_them_alone: bool = False
    """Whether a reply is for the person alone, since what they wrote may be a private affair."""
    question: str = ""
    """What was asked, so that the verdict on it can be explained; empty for a form."""
    awaits: tuple[str, ...] = ()
    """What was asked of the requester and has not come, by the lifecycle's names."""
    searched: tuple[str, ...] = ()
    """The systems that were looked into."""

    @property
    def state_in_brief(self) -> str:
        """The state without what an officer wrote of it, which may name somebody."""
        return self.state.partition(":")[0]

    @property
    def came_on(self) -> date:
        """The day that the law counts from."""
        return self.received_on or self.received_at.date()

    @property
    def runs_from(self) -> datetime:
        """When the hours of a breach began: at awareness, whoever of ours it was."""
        return self.aware_at or self.received_at

    @property
    def last_day(self) -> date | None:
        """The day by which something must be done, while a clock runs."""
        if not self.open or self.stopped or self.acknowledged:
            return None
        return self.hours_end.date() if self.case == "breach" else self.due

    @property
    def hours_end(self) -> datetime:
        """When the hours of a breach end, in the company's own time."""
        return breach_ends(self.runs_from, self.zone or self.runs_from.tzinfo)


class AddedWords(Value):
    """In the card's thread: what the requester or asker wrote later."""

    kind: Literal["added_words"] = "added_words"
    who: Named
    words: str
    edited: bool = False
    """Whether it is what a message of theirs reads now, of which the case has the earlier words."""
    ended: str = ""
    """Which case had ended when it was written, and when, in words; empty for one that is open."""
    case: Literal["request", "question", "breach"] = "request"
    escalation: str = ""
    """The case that can be opened again, where it had ended."""
    reference: str = ""
    owner: Named | None = None
    """Who had it and is mentioned, where it had ended."""


class TeamNote(Value):
    """In the card's thread or the compliance channel: one plain sentence of ours to officers."""

    kind: Literal["team_note"] = "team_note"
    text: str


class Doubtful(Value):
    """A message of which we asked what it is, and nobody answered."""

    question: str
    perhaps: Literal["request", "breach"]
    who: Named
    words: str
    asked_at: datetime
    """In the company's own time."""
    origin: str | None = None
    """A link to the message; only where officers can open it."""


class Digest(Value):
    """To the officers: what may be requests or breaches, and was never answered."""

    kind: Literal["digest"] = "digest"
    doubts: tuple[Doubtful, ...] = Field(min_length=1, max_length=10)


class SentCopy(Value):
    """In the card's thread: what an officer sent to the requester, and who it was."""

    kind: Literal["sent_copy"] = "sent_copy"
    officer: Named
    words: str
    by_hand: bool = False
    """Whether the officer sends it on another way, so that the person has nothing from us."""


class MonthlyReport(Value):
    """In the compliance channel: what the last month was like, in figures."""

    kind: Literal["monthly_report"] = "monthly_report"
    title: str
    lines: tuple[str, ...]


class ApprovalAsked(Value):
    """In the card's thread: a letter that another officer must look at before it goes."""

    kind: Literal["approval_asked"] = "approval_asked"
    draft: str
    author: Named
    what: str
    """What the author would do, fit for the middle of a sentence."""
    words: str


class ChannelCard(Value):
    """Asks whether the bot may answer in a channel shared with another company."""

    kind: Literal["channel_card"] = "channel_card"
    card: str
    name: str
    partners: tuple[str, ...]
    """The other organisations, as far as Slack names them."""
    standing: Literal["asked", "approved", "silent", "ended"]
    by: Named | None = None
    """The officer who has said so."""
    ended: str = ""
    """Why what was said does not hold any more."""


class Reminder(Value):
    """In the card's thread: what the case waits for, to its owner."""

    kind: Literal["reminder"] = "reminder"
    reference: str
    text: str
    owner: Named | None
    aloud: bool
    """Whether the channel hears it too."""
    calls_here: bool = False
    """Whether everybody in the channel is called: it is overdue, and with nobody."""


class Line(Value):
    """One case in a list."""

    reference: str
    note: str
    link: str | None
    """To its card."""


class Listed(Value):
    """Cases of one kind: how many there are, and the first of them."""

    title: str
    count: int
    lines: tuple[Line, ...] = Field(max_length=10)


class Morning(Value):
    """To the officers, on a working day: what waits for them."""

    kind: Literal["morning"] = "morning"
    day: date
    lists: tuple[Listed, ...]
    flags: tuple[str, ...]
    """What is to be mended in what we know."""


class Document(Value):
    """A file for the officers, made anew from what was asked for each time it is sent."""

    kind: Literal["document"] = "document"
    what: Literal["register", "evidence", "report", "pictures"]
    """`pictures` are those of the report, which goes before them in words."""
    form: Literal["csv", "xlsx", "json"] = "csv"
    """Of the register."""
    anonymised: bool = False
    reference: str = ""
    """Of the request whose evidence it is."""
    month: date | None = None
    """The first day of the month that is reported on."""
    asked_by: Named | None = None
    """None where it is owed by the clock."""


ForOfficers = (
    Card
    | Reminder
    | Morning
    | AddedWords
    | TeamNote
    | Digest
    | SentCopy
    | ApprovalAsked
    | ChannelCard
    | MonthlyReport
    | Document
)
