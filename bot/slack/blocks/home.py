"""The Home tab."""

from collections.abc import Sequence

from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.saying import FOR_REQUESTERS
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.parts import Block, button, buttons, header, markdown, small_print

_MOST_SHOWN = 20
_WHAT_I_DO = (
    "• I answer questions about personal data in the privacy notice's own words.\n"
    "• I register rights requests and tell you by when you will hear.\n"
    "• I bring in the compliance team, who answer you.\n"
    "• Please never post identity papers in Slack."
)


def home(requests: Sequence[RightsRequest]) -> Block:
    """Return the Home tab of the person whose requests these are, newest first."""
    blocks = [header("Privacy helpdesk"), markdown(_WHAT_I_DO)]
    start = button("Make a rights request", names.START_REQUEST, "new", style="primary")
    blocks += [buttons(start), header("My requests")]
    blocks += [_request(request) for request in requests[:_MOST_SHOWN]]
    if not requests:
        blocks.append(markdown("You have made no requests."))
    if len(requests) > _MOST_SHOWN:
        blocks.append(small_print(f"and {len(requests) - _MOST_SHOWN} earlier ones"))
    return {"type": "home", "blocks": blocks}


def _request(request: RightsRequest) -> Block:
    lines = [
        f"*{request.reference}* {rights_in_words(request.rights)}",
        f"{FOR_REQUESTERS[request.status]}.",
    ]
    if request.due and request.is_open:
        lines.append(f"You will hear by {in_full(request.due)}.")
    return markdown("\n".join(lines))
