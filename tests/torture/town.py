"""People who ask and request all the while, and what each of them must get, told from outside.

Nothing here looks into the bot or its database: lost, duplicated and disordered is what somebody
who reads the workspace would call so.
"""

import asyncio
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from bot.sandbox.changes import NotInTime
from bot.sandbox.driver import Driver
from bot.sandbox.example import ACME, BOT_USER, COMPLIANCE, HOME
from bot.sandbox.menus import Said
from bot.sandbox.values import Channel, Message, Person

QUESTIONS = {
    "how long do you keep my data?": "as long as we need it",
    "who is your data protection officer?": "Satswana",
    "do you use cookies?": "We use cookies and similar technologies",
    "how do I opt out of marketing emails?": "unsubscribe links",
    "do you transfer data outside the EEA?": "European Economic Area",
}
WISH = "Please send me a copy of all the personal data you hold about me."
_REFERENCE = re.compile("RR-[0-9]{4}-[0-9]{4,}")
_CHANNELS = 6
_MOST_WAITING = 25
"""People begin nothing new while so much is still owed: a slow machine is not tortured by them."""


@dataclass
class Talk:
    """Questions that somebody asked in one thread, each after the one before was taken."""

    root: Message
    asked: list[str]


@dataclass
class Case:
    """A request that somebody made in the direct message; `closed` once it was taken back."""

    person: Person
    closed: bool = False


@dataclass
class Counted:
    """What a reader of the workspace finds; all but `answered` and `cases` should be nothing."""

    answered: int = 0
    cases: int = 0
    lost: int = 0
    duplicated: int = 0
    disordered: int = 0
    reminded_after_closing: int = 0


@dataclass
class Town:
    """The workspace, its people, and what they did."""

    slack: Driver
    chance: random.Random
    talks: list[Talk] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number in range(_CHANNELS):
            self.slack.workspace.put_channel(
                Channel(f"C0ASK{number:05d}", f"ask-{number}", frozenset({BOT_USER}))
            )

    async def lives(self, until: asyncio.Event) -> None:
        """Let somebody begin something every now and then, until told to end."""
        stories: set[asyncio.Task[None]] = set()
        while not until.is_set():
            if self.counted().lost < _MOST_WAITING:
                story = self._requests() if self.chance.random() < 0.3 else self._asks()
                stories.add(asyncio.create_task(story))
            await asyncio.sleep(self.chance.uniform(0.2, 1.2))
            stories = {task for task in stories if not task.done()}
        await asyncio.gather(*stories)

    async def _asks(self) -> None:
        channel = f"C0ASK{self.chance.randrange(_CHANNELS):05d}"
        person = self._newcomer(HOME, channel)
        talk: Talk | None = None
        for question in self.chance.sample(list(QUESTIONS), self.chance.choice((1, 2, 3))):
            said = await self.slack.sandbox.acts.say(
                person,
                self.slack.workspace.channels[channel],
                f"@{self.slack.workspace.app.name} {question}",
                thread=talk.root.ts if talk else None,
            )
            if talk is None:
                talk = Talk(said.message, [])
                self.talks.append(talk)
            talk.asked.append(question)
            if not await self._is_taken(said):
                return  # Slack may tell of a later one first, and then that is answered first

    async def _requests(self) -> None:
        person = self._newcomer(ACME, None)
        case = Case(person)
        self.cases.append(case)
        place = self.slack.workspace.dm(person.id)
        await self.slack.sandbox.acts.say(person, place, WISH)
        if self.chance.random() < 0.5:
            await self._takes_back(case)

    async def _takes_back(self, case: Case) -> None:
        """Press the receipt's button until the bot has taken it, as people do.

        A press that was taken but not acknowledged in time is made again; then the receipt says so.
        """
        try:
            receipt = await self.slack.sees(case.person.name, "RR-")
        except NotInTime:
            return  # what never came is counted as lost
        while not case.closed:
            with suppress(LookupError, NotInTime):
                pressed = await self.slack.presses(case.person.name, "only_asking", on=receipt)
                case.closed = pressed.attempts[-1].is_accepted
            case.closed |= any("closed" in it.text for it in self._receipts(case))
            await asyncio.sleep(0.5)

    async def _is_taken(self, said: Said) -> bool:
        """Return whether the bot has taken one of the events of a message within our patience."""

        def taken() -> bool | None:
            told = said.deliveries
            return any(it.attempts and it.attempts[-1].is_accepted for it in told) or None

        try:
            return await self.slack.until(taken)
        except NotInTime:
            return False

    def _newcomer(self, team: str, channel: str | None) -> Person:
        """Return somebody who has not been here before: nobody is asked to speak less."""
        number = len(self.slack.workspace.people)
        name = f"Person {number:05d}"
        person = Person(f"U0NEW{number:05d}", team, name, f"p{number}@example.com", "Somebody")
        self.slack.workspace.add_person(person)
        self.slack.workspace.dm(person.id)
        if channel:
            self.slack.workspace.join(person, self.slack.workspace.channels[channel])
        return person

    def missing(self) -> list[str]:
        """Return what is still missing, for whoever looks into a failure."""
        cards = self._by_bot(COMPLIANCE)
        talks = (
            f"{talk.root.channel}/{talk.root.ts}: {question}"
            for talk in self.talks
            for question in talk.asked
            if question not in self._answered(talk)
        )
        cases = (
            f"{case.person.name}: {len(self._receipts(case))} receipts"
            for case in self.cases
            if not _cards_of(self._receipts(case), cards)
        )
        return [*talks, *cases]

    def twice(self) -> list[str]:
        """Return what stands twice, for whoever looks into a failure."""
        talks = (
            f"{talk.root.channel}/{talk.root.ts}: {question}"
            for talk in self.talks
            for question, times in Counter(self._answered(talk)).items()
            if times > 1
        )
        posts = (
            f"{delivery}: " + ", ".join(f"{it.channel}/{it.ts}" for it in messages)
            for delivery, messages in self._by_delivery().items()
            if len(messages) > 1
        )
        receipts = (
            f"{case.person.name}: " + ", ".join(f"{it.ts} {it.text[:60]!r}" for it in written)
            for case in self.cases
            if len(written := self._receipts(case)) > 1
        )
        return [*talks, *posts, *receipts]

    def settled(self) -> bool:
        """Return whether nobody waits for anything any more."""
        return self.counted().lost == 0

    def counted(self) -> Counted:
        """Count what stands in the workspace now."""
        found = Counted()
        for talk in self.talks:
            self._count_answers(talk, found)
        cards = self._by_bot(COMPLIANCE)
        for case in self.cases:
            self._count_case(case, cards, found)
        found.duplicated += self._posted_twice()
        return found

    def _answered(self, talk: Talk) -> list[str]:
        """Return the questions whose answers stand in the thread, in the order of the answers."""
        replies = self.slack.workspace.replies(talk.root.channel, talk.root.ts)
        return [found for it in replies if it.by_app and (found := _question_of(it))]

    def _receipts(self, case: Case) -> list[Message]:
        direct = self.slack.workspace.dm(case.person.id).id
        written = self.slack.workspace.messages[direct].values()
        return [it for it in written if it.by_app and "I have registered" in it.text]

    def _count_answers(self, talk: Talk, found: Counted) -> None:
        answered = self._answered(talk)
        found.answered += len(set(answered))
        found.lost += len(set(talk.asked) - set(answered))
        found.duplicated += len(answered) - len(set(answered))
        first_seen = list(dict.fromkeys(answered))
        found.disordered += first_seen != [it for it in talk.asked if it in answered]

    def _count_case(self, case: Case, cards: list[Message], found: Counted) -> None:
        receipts = self._receipts(case)
        of_case = _cards_of(receipts, cards)
        found.cases += 1
        found.lost += (not receipts) + (not of_case)
        found.duplicated += max(0, len(of_case) - 1) + max(0, len(receipts) - 1)
        if case.closed and of_case:
            thread = self.slack.workspace.replies(COMPLIANCE, of_case[0].ts)
            found.reminded_after_closing += sum(":alarm_clock:" in it.text for it in thread)

    def _by_bot(self, channel: str) -> list[Message]:
        return [it for it in self.slack.workspace.top_level(channel) if it.by_app]

    def _posted_twice(self) -> int:
        """Count messages that stand twice under one delivery's id, whatever they say."""
        return sum(len(messages) - 1 for messages in self._by_delivery().values())

    def _by_delivery(self) -> dict[str, list[Message]]:
        found: dict[str, list[Message]] = {}
        for channel in self.slack.workspace.messages.values():
            for message in channel.values():
                if message.metadata is not None:
                    delivery = str(message.metadata["event_payload"]["delivery_id"])
                    found.setdefault(delivery, []).append(message)
        return found


def _cards_of(receipts: list[Message], cards: list[Message]) -> list[Message]:
    """Return the officers' cards of what the receipts confirm, by its reference."""
    references = {found[0] for it in receipts if (found := _REFERENCE.search(it.text))}
    return [it for it in cards if it.text.startswith(tuple(references))] if references else []


def _question_of(message: Message) -> str | None:
    said = f"{message.text}{message.blocks}"
    return next((question for question, words in QUESTIONS.items() if words in said), None)
