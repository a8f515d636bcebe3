"""The emoji names that an app is likely to use, and their characters."""

import re
from typing import Final

_NAME: Final = re.compile(r":([a-z0-9_+\-]+):")

CHARACTERS: Final[dict[str, str]] = {
    "+1": "👍",
    "-1": "👎",
    "alarm_clock": "⏰",
    "arrow_right": "➡️",
    "ballot_box_with_check": "☑️",
    "bell": "🔔",
    "bulb": "💡",
    "busts_in_silhouette": "👥",
    "calendar": "📅",
    "clipboard": "📋",
    "clock3": "🕒",
    "email": "✉️",
    "envelope": "✉️",
    "exclamation": "❗",
    "eyes": "👀",
    "file_folder": "📁",
    "grey_question": "❔",
    "hand": "✋",
    "heavy_check_mark": "✔️",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "inbox_tray": "📥",
    "incoming_envelope": "📨",
    "information_source": "\u2139\ufe0f",
    "key": "🔑",
    "label": "🏷️",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "memo": "📝",
    "no_entry": "⛔",
    "open_book": "📖",
    "outbox_tray": "📤",
    "page_facing_up": "📄",
    "paperclip": "📎",
    "pencil": "📝",
    "pencil2": "✏️",
    "phone": "☎️",
    "pushpin": "📌",
    "question": "❓",
    "red_circle": "🔴",
    "rotating_light": "🚨",
    "scales": "⚖️",
    "shield": "🛡️",
    "slightly_smiling_face": "🙂",
    "speech_balloon": "💬",
    "tada": "🎉",
    "thinking_face": "🤔",
    "thumbsdown": "👎",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
    "zap": "⚡",
}


def with_emoji(text: str) -> str:
    """Return the text with the known names between colons as characters."""
    return _NAME.sub(lambda found: CHARACTERS.get(found[1], found[0]), text)
