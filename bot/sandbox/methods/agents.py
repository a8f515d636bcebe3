"""agents.* and assistant.*: what the app says about a thread, and what it suggests to ask."""

from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.values import Json
from bot.sandbox.workspace import Prompts

_SESSION = frozenset({"active", "closed", "processing", "suspended"})
_MOST_PROMPTS = 4


def session_status(asked: Asked) -> Json:
    """Say what the app is doing in a thread, in one of four words."""
    status = asked.required("status")
    if status not in _SESSION:
        raise Refused("invalid_arguments", f"unknown status: {status}")
    return _set_status(asked, "is working on it" if status == "processing" else "")


def thread_status(asked: Asked) -> Json:
    """Say what the app is doing in a thread, in its own words."""
    return _set_status(asked, asked.text("status"))


def suggested_prompts(asked: Asked) -> Json:
    """Suggest what to ask in the DM."""
    place = asked.channel("channel_id")
    prompts = asked.arguments.get("prompts") or []
    if not 1 <= len(prompts) <= _MOST_PROMPTS:
        raise Refused("invalid_arguments", f"1 to {_MOST_PROMPTS} prompts")
    asked.workspace.threads.prompts[place.id] = Prompts(
        title=asked.text("title"),
        prompts=tuple((str(prompt["title"]), str(prompt["message"])) for prompt in prompts),
    )
    asked.workspace.touch()
    return {"ok": True}


def _set_status(asked: Asked, words: str) -> Json:
    place = asked.channel("channel_id")
    thread = (place.id, asked.required("thread_ts"))
    if words:
        asked.workspace.threads.status[thread] = words
    else:
        asked.workspace.threads.status.pop(thread, None)
    asked.workspace.touch()
    return {"ok": True}


METHODS: dict[str, Answering] = {
    "agents.sessions.setStatus": session_status,
    "assistant.threads.setStatus": thread_status,
    "assistant.threads.setSuggestedPrompts": suggested_prompts,
}
