"""For whom something is drawn: names, places and dates as that person sees them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.markup import Markup, escaped, styled
from bot.sandbox.values import Person
from bot.sandbox.workspace import Workspace

_DATE_TOKENS = {
    "{ago}": "%-d %B",
    "{date}": "%-d %B %Y",
    "{date_long}": "%A, %-d %B %Y",
    "{date_long_pretty}": "%A, %-d %B %Y",
    "{date_num}": "%Y-%m-%d",
    "{date_pretty}": "%-d %B %Y",
    "{date_short}": "%-d %b %Y",
    "{date_short_pretty}": "%-d %b %Y",
    "{time}": "%H:%M",
    "{time_secs}": "%H:%M:%S",
}


@dataclass(frozen=True)
class Reader:
    """A person before the screen."""

    workspace: Workspace
    person: Person

    def mention(self, user: str) -> Markup:
        """Return the name of somebody mentioned; one's own stands out."""
        person = self.workspace.people.get(user)
        css = "mention mine" if user == self.person.id else "mention"
        return styled("span", css, escaped(f"@{person.name if person else user}"))

    def place(self, channel: str) -> Markup:
        """Return the name of a channel; a private one shows nothing to who is not in it."""
        found = self.workspace.channels.get(channel)
        if found is None or (found.is_private and self.person.id not in found.members):
            return styled("span", "mention", escaped("🔒 private channel"))
        return styled("span", "mention", escaped(f"#{found.name}"))

    def moment(self, ts: str) -> datetime:
        """Return the moment of a ts on the reader's clock."""
        return datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(self.person.time_zone))

    def date(self, ts: str, pattern: str, fallback: str) -> str:
        """Return a date as Slack writes it for the reader; the fallback if it is none."""
        try:
            moment = self.moment(ts)
        except (ValueError, OverflowError, OSError):
            return fallback
        for token, form in _DATE_TOKENS.items():
            if token in pattern:
                pattern = pattern.replace(token, moment.strftime(form))
        return pattern
