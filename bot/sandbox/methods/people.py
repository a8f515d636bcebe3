"""auth.test, users.info and their like: who the app is, and who the others are."""

from bot.sandbox import shapes
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.values import Json


def api_test(asked: Asked) -> Json:
    """Say that one is there; `error` is sent back as asked for."""
    if asked.text("error"):
        raise Refused(asked.text("error"))
    return {"ok": True, "args": asked.arguments}


def auth_test(asked: Asked) -> Json:
    """Say whose token it is."""
    app, home = asked.workspace.app, asked.workspace.home
    return {
        "ok": True,
        "url": f"{asked.address}/",
        "team": home.name,
        "user": app.name,
        "team_id": shapes.installed_in(asked.workspace),
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        **({"enterprise_id": home.enterprise} if home.enterprise else {}),
        "is_enterprise_install": app.is_org_wide,
    }


def teams_list(asked: Asked) -> Json:
    """List the workspaces in which the app is."""
    workspace = asked.workspace
    own = workspace.own_teams() if workspace.app.is_org_wide else {workspace.home.id}
    teams = [{"id": it, "name": workspace.teams[it].name} for it in sorted(own)]
    return {"ok": True, "teams": teams, "response_metadata": {"next_cursor": ""}}


def users_info(asked: Asked) -> Json:
    """Describe a person."""
    person = asked.workspace.people.get(asked.required("user"))
    if person is None:
        raise Refused("user_not_found")
    return {"ok": True, "user": shapes.user(asked.workspace, person)}


def bots_info(asked: Asked) -> Json:
    """Describe the app's bot."""
    app = asked.workspace.app
    if asked.required("bot") != app.bot_id:
        raise Refused("bot_not_found")
    bot = {"id": app.bot_id, "app_id": app.id, "user_id": app.bot_user, "name": app.name}
    return {"ok": True, "bot": {**bot, "deleted": False}}


def team_info(asked: Asked) -> Json:
    """Describe a company's workspace."""
    team = asked.workspace.teams.get(asked.text("team") or asked.workspace.home.id)
    if team is None:
        raise Refused("team_not_found")
    return {"ok": True, "team": {"id": team.id, "name": team.name, "domain": team.domain}}


def add_reaction(asked: Asked) -> Json:
    """Put an emoji to a message."""
    place = asked.joined_channel()
    message = asked.message(place, asked.required("timestamp"))
    emoji = asked.required("name").strip(":")
    if (emoji, asked.workspace.app.bot_user) in message.reactions:
        raise Refused("already_reacted")
    bot = asked.workspace.people[asked.workspace.app.bot_user]
    asked.workspace.react(message, bot, emoji)
    return {"ok": True}


METHODS: dict[str, Answering] = {
    "api.test": api_test,
    "auth.teams.list": teams_list,
    "auth.test": auth_test,
    "bots.info": bots_info,
    "reactions.add": add_reaction,
    "team.info": team_info,
    "users.info": users_info,
}
