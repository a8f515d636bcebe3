"""A message, or a run of them, as HTML for a reader."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.sandbox.emoji import with_emoji
from bot.sandbox.markup import NOTHING, Markup, escaped, icon, joined, styled, tag
from bot.sandbox.menus import Offers
from bot.sandbox.mrkdwn import mrkdwn
from bot.sandbox.reader import Reader
from bot.sandbox.rendering import render_blocks
from bot.sandbox.values import File, Message, Person

_COLOURS = 8

Keyed = tuple[str, Markup]
"""A piece of the page and the key by which it is known when it is drawn again."""


def render_messages(reader: Reader, messages: Iterable[Message], offers: Offers) -> list[Keyed]:
    """Return the messages with a divider before each new day."""
    return list(_with_days(reader, messages, offers))


def _with_days(reader: Reader, messages: Iterable[Message], offers: Offers) -> Iterator[Keyed]:
    day = None
    for message in messages:
        moment = reader.moment(message.ts)
        if moment.date() != day:
            day = moment.date()
            words = escaped(day_in_words(reader, moment))
            yield f"day-{day}", tag("li", tag("span", words), attributes={"class": "day"})
        yield message.ts, render_message(reader, message, offers)


def day_in_words(reader: Reader, moment: datetime) -> str:
    """Return the day as a colleague would name it."""
    today = reader.moment(str(reader.workspace.clock())).date()
    if moment.date() == today:
        return "Today"
    if moment.date() == today - timedelta(days=1):
        return "Yesterday"
    return moment.strftime("%A, %-d %B %Y")


def _on_day(reader: Reader, moment: datetime) -> str:
    """Return the day as it stands within a sentence."""
    day = day_in_words(reader, moment)
    return day.lower() if day in {"Today", "Yesterday"} else f"on {day}"


def render_message(reader: Reader, message: Message, offers: Offers) -> Markup:
    """Return one message with its byline, its body and its tools.

    One whose thread holds something for the reader is marked as answered; what only they can see
    is not counted as a reply, but they would not look for it if the thread stayed closed.
    """
    if message.is_tombstone:
        return _tombstone(reader, message)
    author = reader.workspace.people[message.author]
    css = "message only-you" if message.visible_to else "message"
    main = styled(
        "div",
        "main",
        _byline(reader, message, author),
        _body(reader, message),
        _reactions(message),
        _thread_summary(reader, message),
    )
    return tag(
        "li",
        avatar(author),
        main,
        _tools(reader, message, offers),
        attributes={"class": css, **_marks(reader, message)},
    )


def _marks(reader: Reader, message: Message) -> dict[str, str | None]:
    """Return by what the page knows where a message stands, and whether it is answered."""
    return {
        "data-ts": message.ts,
        "data-channel": message.channel,
        "data-thread": message.root,
        "data-answered": "true" if _replies(reader, message) else None,
    }


def _tombstone(reader: Reader, message: Message) -> Markup:
    """Return what stands where a message with replies was deleted."""
    words = styled("div", "body", escaped(message.text))
    return tag(
        "li",
        styled("span", "avatar gone", icon("bin")),
        styled("div", "main", words, _thread_summary(reader, message)),
        styled("div", "tools", _tool("thread", "reply", "Reply in thread")),
        attributes={"class": "message tombstone", **_marks(reader, message)},
    )


def avatar(person: Person) -> Markup:
    """Return the initials on a colour of the person's own."""
    initials = "".join(word[0].upper() for word in person.name.replace("-", " ").split()[:2])
    colour = "app" if person.is_bot else str(sum(map(ord, person.name)) % _COLOURS)
    attributes = {"class": f"avatar avatar-{colour}", "aria-hidden": "true"}
    return tag("span", escaped(initials), attributes=attributes)


def _byline(reader: Reader, message: Message, author: Person) -> Markup:
    moment = reader.moment(message.ts)
    clock = tag(
        "time",
        escaped(moment.strftime("%H:%M")),
        attributes={"datetime": moment.isoformat(), "title": moment.strftime("%-d %b %Y, %H:%M")},
    )
    parts = [styled("span", "author", escaped(author.name))]
    if message.by_app:
        parts.append(styled("span", "badge", escaped("APP")))
    if author.team != reader.person.team and not message.by_app:
        team = reader.workspace.teams[author.team].name
        parts.append(styled("span", "company", escaped(team)))
    parts.append(clock)
    if message.visible_to:
        parts.append(styled("span", "only", icon("eye"), escaped("Only visible to you")))
    return styled("div", "byline", *parts)


def _body(reader: Reader, message: Message) -> Markup:
    inside = (
        render_blocks(reader, message.blocks) if message.blocks else mrkdwn(reader, message.text)
    )
    edited = styled("span", "edited", escaped("(edited)")) if message.edited_ts else NOTHING
    return styled("div", "body", inside, edited, *map(_file_card, message.files))


def _file_card(file: File) -> Markup:
    size = f"{max(1, len(file.content) // 1024)} kB"
    link = {"class": "file-name", "href": f"/files/{file.id}", "download": file.name}
    return styled(
        "div",
        "file-card",
        styled("span", "file-kind", escaped(file.name.rpartition(".")[2].upper()[:4])),
        styled(
            "span",
            "file-words",
            tag("a", escaped(file.title or file.name), attributes=link),
            styled("span", "file-size", escaped(size)),
        ),
    )


def _reactions(message: Message) -> Markup:
    counts: dict[str, int] = {}
    for emoji, _person in message.reactions:
        counts[emoji] = counts.get(emoji, 0) + 1
    shown = [
        styled("span", "reaction", escaped(f"{with_emoji(f':{emoji}:')} {count}"))
        for emoji, count in counts.items()
    ]
    return styled("div", "reactions", *shown) if shown else NOTHING


def _replies(reader: Reader, message: Message) -> list[Message]:
    """Return what the reader finds in the message's thread."""
    return [
        reply
        for reply in reader.workspace.replies(message.channel, message.ts)
        if reply.visible_to in {None, reader.person.id}
    ]


def _thread_summary(reader: Reader, message: Message) -> Markup:
    if message.thread_ts is not None:
        return NOTHING
    replies = [reply for reply in _replies(reader, message) if reply.visible_to is None]
    if not replies:
        return NOTHING
    authors = dict.fromkeys(reply.author for reply in replies)
    faces = joined(avatar(reader.workspace.people[author]) for author in list(authors)[:4])
    count = "1 reply" if len(replies) == 1 else f"{len(replies)} replies"
    moment = reader.moment(replies[-1].ts)
    last = f"Last reply {_on_day(reader, moment)} at {moment:%H:%M}"
    return tag(
        "button",
        faces,
        styled("span", "count", escaped(count)),
        styled("span", "last", escaped(last)),
        attributes={"type": "button", "class": "thread-summary", "data-do": "thread"},
    )


def _tools(reader: Reader, message: Message, offers: Offers) -> Markup:
    if message.visible_to:
        return styled("div", "tools", _behind(), _tool("dismiss", "close", "Dismiss this message"))
    choices = [
        tag(
            "button",
            escaped(shortcut.name),
            styled("span", "by", escaped(reader.workspace.app.name)),
            attributes={
                "type": "button",
                "class": "choice",
                "data-do": "shortcut",
                "data-callback-id": shortcut.callback_id,
            },
        )
        for shortcut in offers.shortcuts
        if shortcut.type == "message" and not reader.workspace.is_foreign(reader.person)
    ]
    if message.author == reader.person.id:
        choices += [_choice("edit", "Edit message"), _choice("delete", "Delete message")]
    reply = _tool("thread", "reply", "Reply in thread")
    return styled("div", "tools", reply, _behind(), _menu(choices))


def _behind() -> Markup:
    return _tool("behind", "braces", "What was sent for this")


def _menu(choices: list[Markup]) -> Markup:
    if not choices:
        return NOTHING
    label = {"class": "tool", "aria-label": "More actions", "title": "More actions"}
    summary = tag("summary", icon("more"), attributes=label)
    return styled("details", "overflow", summary, styled("div", "choices", *choices))


def _tool(act: str, sign: str, label: str) -> Markup:
    attributes = {"type": "button", "class": "tool", "data-do": act}
    return tag("button", icon(sign), attributes=attributes | {"aria-label": label, "title": label})


def _choice(act: str, label: str) -> Markup:
    return tag(
        "button",
        escaped(label),
        attributes={"type": "button", "class": "choice", "data-do": act},
    )
