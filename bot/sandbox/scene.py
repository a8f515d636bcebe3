"""What one person has before them, as the pieces of HTML that the page puts in place."""

from dataclasses import dataclass

from bot.sandbox.markup import Markup, escaped, icon, joined, styled, tag
from bot.sandbox.menus import Offers
from bot.sandbox.messages import avatar, render_messages
from bot.sandbox.reader import Reader
from bot.sandbox.rendering import render_blocks
from bot.sandbox.values import Channel, Json, Message, Person, View
from bot.sandbox.workspace import Workspace

_SHOWN = 200
"""Messages drawn at most; a pretend workspace is not scrolled back further."""


@dataclass(frozen=True)
class Gaze:
    """Who looks, and at what."""

    person: str
    channel: str
    thread: str | None = None
    tab: str = "messages"
    """In the app's DM: `home` or `messages`."""


def scene(workspace: Workspace, offers: Offers, gaze: Gaze) -> Json:
    """Return everything that the person sees; a place they may not see is their own DM."""
    reader = Reader(workspace, workspace.people[gaze.person])
    place = workspace.channels.get(gaze.channel)
    if place is None or gaze.person not in place.members:
        place = workspace.dm(gaze.person)
    tab = _tab_of_app(place, gaze)
    at_home = tab == "home"
    if not at_home:
        workspace.mark_read(gaze.person, place.id)
    return {
        "place": place.id,
        "clock": _clock(reader),
        "people": _people(reader),
        "sidebar": _sidebar(reader, place),
        "tab": tab,
        "heading": _heading(reader, place, gaze.tab),
        "placeholder": f"Message {_name(workspace, place)}",
        "channels": [known.name for known in workspace.channels_known_to(reader.person)],
        "items": [] if at_home else _channel_items(reader, place, offers),
        "home": _home(reader) if at_home else None,
        "prompts": "" if at_home else _prompts(workspace, place),
        "thread": _thread(reader, place, gaze.thread, offers) if gaze.thread else None,
        "modal": _modal(reader, workspace.views.top(gaze.person)),
        "has_shortcuts": not workspace.is_foreign(reader.person),
    }


def _clock(reader: Reader) -> str:
    """Return what time it is here, as the person's own clock says it."""
    return reader.moment(str(reader.workspace.clock())).strftime("%a %-d %b %Y, %H:%M")


def persons(workspace: Workspace) -> list[Person]:
    """Return whom one can be in the page."""
    return [person for person in workspace.people.values() if not person.is_bot]


def _people(reader: Reader) -> Markup:
    return joined(_person(reader, person) for person in persons(reader.workspace))


def _person(reader: Reader, person: Person) -> Markup:
    workspace = reader.workspace
    unread = any(
        workspace.is_unread(person.id, place.id) for place in workspace.channels_of(person.id)
    )
    company = workspace.teams[person.team].name
    role = company if workspace.is_foreign(person) or not person.title else person.title
    words = styled(
        "span",
        "who",
        styled("span", "name", escaped(person.name)),
        styled("span", "role", escaped(role)),
    )
    mark = [_mark("dot", "has unread messages")] if unread and person != reader.person else []
    return tag(
        "button",
        avatar(person),
        words,
        *mark,
        attributes={
            "type": "button",
            "class": "person",
            "data-person": person.id,
            "title": f"{person.title}, {company}" if person.title else company,
            "aria-pressed": "true" if person == reader.person else "false",
        },
    )


def _mark(css: str, words: str) -> Markup:
    return styled("span", css, styled("span", "unseen", escaped(words)))


def _sidebar(reader: Reader, place: Channel) -> Markup:
    mine = reader.workspace.channels_of(reader.person.id)
    channels = [channel for channel in mine if not channel.is_im]
    team = reader.workspace.teams[reader.person.team].name
    return joined(
        [
            styled("div", "team", escaped(team)),
            tag("h2", escaped("Channels")),
            *(_row(reader, channel, place) for channel in channels),
            tag("h2", escaped("Apps")),
            *(_row(reader, channel, place) for channel in mine if channel.is_im),
        ]
    )


def _row(reader: Reader, channel: Channel, current: Channel) -> Markup:
    unread = reader.workspace.is_unread(reader.person.id, channel.id)
    sign = (
        avatar(reader.workspace.people[reader.workspace.app.bot_user])
        if channel.is_im
        else styled("span", "sign", icon(_sign(channel)))
    )
    marks = [_shared_mark()] if channel.is_ext_shared else []
    marks += [_mark("dot", "unread")] if unread else []
    name = reader.workspace.app.name if channel.is_im else channel.name
    return tag(
        "button",
        sign,
        styled("span", "name", escaped(name)),
        *marks,
        attributes={
            "type": "button",
            "class": "row unread" if unread else "row",
            "data-go": channel.id,
            "aria-current": "page" if channel == current else None,
        },
    )


def _shared_mark() -> Markup:
    words = styled("span", "unseen", escaped("shared with another company"))
    return styled("span", "shared", icon("shared"), words)


def _sign(channel: Channel) -> str:
    return "lock" if channel.is_private else "hash"


def _name(workspace: Workspace, place: Channel) -> str:
    return workspace.app.name if place.is_im else f"#{place.name}"


def _title(reader: Reader, place: Channel) -> Markup:
    if place.is_im:
        return tag("h1", escaped(reader.workspace.app.name))
    return tag("h1", icon(_sign(place)), escaped(place.name))


def _heading(reader: Reader, place: Channel, tab: str) -> Markup:
    title = [_title(reader, place)]
    if place.is_im:
        tabs = [_tab("home", "Home", tab), _tab("messages", "Messages", tab)]
        return joined([*title, tag("nav", *tabs, attributes={"class": "tabs"})])
    if place.is_ext_shared:
        title.append(styled("span", "company", escaped(_companies(reader, place))))
    title.append(styled("span", "topic", escaped(place.topic)))
    title.append(styled("span", "members", escaped(f"{len(place.members)} members")))
    return joined(title)


def _tab_of_app(place: Channel, gaze: Gaze) -> str | None:
    """Return which of the app's own tabs is looked at; none in a channel."""
    if not place.is_im:
        return None
    return "home" if gaze.tab == "home" else "messages"


def _tab(name: str, label: str, current: str) -> Markup:
    return tag(
        "button",
        escaped(label),
        attributes={
            "type": "button",
            "data-tab": name,
            "aria-current": "page" if name == current else None,
        },
    )


def _companies(reader: Reader, place: Channel) -> str:
    workspace = reader.workspace
    teams = {workspace.people[member].team for member in place.members} - {reader.person.team}
    return "Shared with " + ", ".join(sorted(workspace.teams[team].name for team in teams))


def _channel_items(reader: Reader, place: Channel, offers: Offers) -> list[tuple[str, Markup]]:
    shown = [
        message
        for message in reader.workspace.top_level(place.id)
        if message.visible_to in {None, reader.person.id}
    ]
    if not shown:
        return [("nothing-yet", _nothing_yet(reader, place))]
    return render_messages(reader, shown[-_SHOWN:], offers)


def _nothing_yet(reader: Reader, place: Channel) -> Markup:
    """Return what an empty place says to who has just come."""
    app = reader.workspace.app.name
    words = (
        f"You are {reader.person.name}, alone with {app}; above you become somebody else. Write as"
        " you would to a colleague, or let a story be played (Stories). This workspace is a"
        " pretence, and nothing leaves this computer."
        if place.is_im
        else f"Nothing is written here yet. To ask in a channel, mention @{app}."
    )
    return tag("li", escaped(words), attributes={"class": "empty"})


def _thread(reader: Reader, place: Channel, root: str, offers: Offers) -> Json | None:
    workspace = reader.workspace
    parent = workspace.messages[place.id].get(root)
    if parent is None or parent.visible_to not in {None, reader.person.id}:
        return None
    replies: list[Message] = [
        reply
        for reply in workspace.replies(place.id, root)
        if reply.visible_to in {None, reader.person.id}
    ]
    status = workspace.threads.status.get((place.id, root))
    return {
        "root": root,
        "heading": styled("span", "topic", escaped(_name(workspace, place))),
        "items": render_messages(reader, [parent, *replies], offers),
        "status": f"{workspace.app.name} {status}" if status else "",
    }


def _home(reader: Reader) -> Markup:
    view = reader.workspace.views.home(reader.person.id)
    if view is None:
        words = f"{reader.workspace.app.name} has not put anything here yet."
        return styled("p", "empty", escaped(words))
    return tag(
        "div",
        render_blocks(reader, view.blocks, view.state),
        attributes={"data-view": view.id},
    )


def _prompts(workspace: Workspace, place: Channel) -> Markup:
    suggested = workspace.threads.prompts.get(place.id)
    if suggested is None:
        return Markup("")
    buttons = [
        tag(
            "button",
            escaped(title),
            attributes={"type": "button", "class": "prompt", "data-prompt": message},
        )
        for title, message in suggested.prompts
    ]
    return joined([styled("span", "prompts-title", escaped(suggested.title)), *buttons])


def _modal(reader: Reader, view: View | None) -> Json | None:
    if view is None:
        return None
    payload = view.payload
    return {
        "id": view.id,
        "hash": view.hash,
        "title": _words(payload.get("title"), ""),
        "submit": _words(payload.get("submit"), "") or None,
        "close": _words(payload.get("close"), "Cancel" if payload.get("submit") else "Close"),
        "app": reader.workspace.app.name,
        "html": render_blocks(reader, view.blocks, view.state),
    }


def _words(shape: Json | None, otherwise: str) -> str:
    return str((shape or {}).get("text") or otherwise)
