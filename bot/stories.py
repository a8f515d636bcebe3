"""Five stories for whoever opens the sandbox: what the helpdesk does, told in a minute each."""

from typing import Final

from bot.sandbox.stories import Presses, Says, Seeing, Step, Story, Submits

_TEAM = "#compliance"
_ASK = "#ask-privacy"
_SHARED = "#shared-acme"

_QUESTION: Final = Story(
    title="A question",
    about="Answered in the privacy notice's own words",
    steps=(
        Step(
            "Priya, of customer support, asks in a channel. She mentions the helpdesk.",
            Says("Priya", "@privacy-helpdesk how long do you keep my data?", _ASK),
            Seeing("Priya", "as long as we need it", _ASK),
        ),
        Step(
            "The answer is a quotation, with its section and the notice's date. Nothing is made"
            " up: where the notice gives no number of years, neither does the helpdesk.",
            None,
            Seeing("Priya", "as long as we need it", _ASK),
        ),
        Step(
            "In the direct message she asks something else.",
            Says("Priya", "who do you share my information with?"),
            Seeing("Priya", "Section 3"),
        ),
    ),
)

_ASKED_THE_TEAM = "do you use my data to train AI?"

_SILENCE: Final = Story(
    title="A silence",
    about="The notice does not say; a person answers",
    steps=(
        Step(
            "Priya asks what the notice does not speak of.",
            Says("Priya", f"@privacy-helpdesk {_ASKED_THE_TEAM}", _ASK),
            Seeing("Priya", "does not say", _ASK),
        ),
        Step(
            "The helpdesk says so, and offers a person. Priya takes the offer.",
            Presses("Priya", "Ask the compliance team", "does not say", _ASK),
            Seeing("Priya", "QN-", _ASK),
        ),
        Step(
            "In their private channel the officers have a card. Jo opens the reply form.",
            Presses("Jo", "reply_to_requester", _ASKED_THE_TEAM, _TEAM),
            Seeing("Jo", _ASKED_THE_TEAM, _TEAM),
        ),
        Step(
            "She writes, and looks at what will go.",
            Submits("Jo", {"reply": "No. We do not, and we would tell you before we did."}),
            Seeing("Jo", _ASKED_THE_TEAM, _TEAM),
        ),
        Step(
            "Only what she sends crosses. Priya reads it from the compliance team, where she asked;"
            " the officers' own talk in the card's thread stays with them.",
            Submits("Jo"),
            Seeing("Priya", "we would tell you before we did", _ASK),
        ),
    ),
)

_WISH = "I want to see everything that you have on file about me, please"

_REQUEST: Final = Story(
    title="A rights request",
    about="No form and no magic words; the clock starts at the message",
    steps=(
        Step(
            "In a channel that two companies share, Tom asks for his data.",
            Says("Tom", f"@privacy-helpdesk {_WISH}", _SHARED),
            Seeing("Tom", "replied to you privately", _SHARED),
        ),
        Step(
            "The channel sees one neutral line. The receipt is in Tom's direct message: a"
            " reference, the due date, and what is needed from him.",
            None,
            Seeing("Tom", "RR-"),
        ),
        Step(
            "Jo, an officer, has the card, with the working of the date. She claims it.",
            Presses("Jo", "Claim", _WISH, _TEAM),
            Seeing("Jo", _WISH, _TEAM),
        ),
        Step(
            "From its menu she asks for proof of identity.",
            Presses("Jo", "next_step", _WISH, _TEAM, choosing="Ask for proof of identity"),
            Seeing("Jo", _WISH, _TEAM),
        ),
        Step(
            "The step is recorded with its day.",
            Submits("Jo", {"evidence_needed": ["1"]}),
            Seeing("Jo", _WISH, _TEAM),
        ),
        Step(
            "The letter is written; Jo could change it. She sends it.",
            Submits("Jo"),
            Seeing("Tom", "do not send identity papers in a chat"),
        ),
    ),
)

_COMPLAINT: Final = Story(
    title="A complaint",
    about="Acknowledged at once, on a clock of its own",
    steps=(
        Step(
            "Tom is angry.",
            Says("Tom", "I want to complain about how you handled my personal data last month"),
            Seeing("Tom", "RR-"),
        ),
        Step(
            "The receipt acknowledges the complaint. The officers see thirty days, by the stricter"
            " of two readings of the law.",
            None,
            Seeing("Jo", "how you handled my personal data last month", _TEAM),
        ),
    ),
)

_BREACH: Final = Story(
    title="A breach",
    about="To the officers at once; the helpdesk does not judge",
    steps=(
        Step(
            "Priya tells of a mistake.",
            Says("Priya", "I have just sent a customer's invoice to the wrong company by e-mail"),
            Seeing("Priya", "BR-"),
        ),
        Step(
            "The officers have it in the same minute, with 72 hours shown and a list of what must"
            " not be forgotten.",
            None,
            Seeing("Jo", "invoice to the wrong company", _TEAM),
        ),
    ),
)

STORIES: Final = (_QUESTION, _SILENCE, _REQUEST, _COMPLAINT, _BREACH)
