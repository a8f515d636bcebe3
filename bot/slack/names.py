"""Every name that Slack sends back to us: actions, forms, shortcuts, commands, input blocks."""

from typing import Final

COMMAND: Final = "/privacy"

# Buttons: the value is an opaque id, or "id:topic" / "id:right" where two things are chosen.
MAKE_REQUEST: Final = "make_request"  # question:right
ASK_TEAM: Final = "ask_team"  # question
CHOOSE_TOPIC: Final = "choose_topic"  # question:topic; one action id each, "choose_topic_0" ...
FEEDBACK: Final = "feedback"  # the feedback buttons; value "question:up" or "question:down"
KEEP_WORDS: Final = "keep_words"  # question: the authors may see what was asked
LOG_REQUEST: Final = "log_request"  # request: yes, log this
NOT_A_REQUEST: Final = "not_a_request"  # request: no, only asking (before it is registered)
REPORT_BREACH: Final = "report_breach"  # question: yes, it has happened
NO_BREACH: Final = "no_breach"  # question: no, only asking
OPEN_DOUBT: Final = "open_doubt"  # question: the officers make a case of it
CONFIRM_REQUEST: Final = "confirm_request"  # request
ONLY_ASKING: Final = "only_asking"  # request
OPEN_PRIVATELY: Final = "open_privately"  # delivery
ADD_DETAILS: Final = "add_details"  # request
CLAIM: Final = "claim"  # escalation
REPLY_TO_REQUESTER: Final = "reply_to_requester"  # escalation
NEXT_STEP: Final = "next_step"  # a menu; escalation:step, or escalation:move
STEP_NOW: Final = "step_now"  # a button for one step of the menu; escalation:step
ADD_TO_EARLIER: Final = "add_to_earlier"  # escalation:earlier; added to the open one
ADD_TO_ENDED: Final = "add_to_ended"  # escalation:earlier; the ended one is opened again
APPROVE: Final = "approve_letter"  # draft
SEND_BACK: Final = "send_back_letter"  # draft
EXPLAIN: Final = "explain"  # question: why this answer?
ANSWER_THERE: Final = "answer_there"  # the card that asked about a shared channel
STAY_SILENT: Final = "stay_silent"  # likewise

# The Home tab.
START_REQUEST: Final = "start_request"  # open an empty form
LOG_FOR_ANOTHER: Final = "log_for_another"  # likewise, for what somebody else asked
COMPLAIN: Final = "complain"  # request
WITHDRAW: Final = "withdraw"  # request
RATE: Final = "rate"  # request:score; one action id each, "rate_1" ...
SAY_WHY: Final = "say_why"  # request: words beside the score
SHOW: Final = "show_cases"  # a menu; what an officer looks at
PAGE_UP: Final = "page_up"  # shown:page
PAGE_DOWN: Final = "page_down"  # shown:page
OPEN_CASE: Final = "open_case"  # escalation

# The case file, searches, and what officers want as a file.
WHY_DATE: Final = "why_date"  # escalation
ASK_SEARCH: Final = "ask_search"  # escalation: ask a colleague
EXPORT: Final = "export_register"
REPORT: Final = "report_month"
EVIDENCE: Final = "pack_evidence"  # escalation
WITHDRAW_SEARCH: Final = "withdraw_search"  # task
ANSWER_SEARCH: Final = "answer_search"  # task

# Forms.
REQUEST_FORM: Final = "rights_request_form"
REPLY_FORM: Final = "reply_form"
REPLY_PREVIEW: Final = "reply_preview"
STEP_FORM: Final = "step_form"
LETTER_FORM: Final = "letter_form"
HAND_OVER_FORM: Final = "hand_over_form"
CHECKLIST_FORM: Final = "checklist_form"
CLOSE_FORM: Final = "close_form"
OPINION_FORM: Final = "opinion_form"
SEARCH_FORM: Final = "search_form"
ANSWER_FORM: Final = "answer_form"
EXPORT_FORM: Final = "export_form"
REPORT_FORM: Final = "report_form"

# Shortcuts.
LOG_FROM_MESSAGE: Final = "log_rights_request"
ASK_ABOUT_MESSAGE: Final = "ask_about_message"
NEW_REQUEST: Final = "new_rights_request"
LOG_FOR_SOMEBODY: Final = "log_for_somebody"

# Input blocks of the forms; the element's action_id is VALUE in each.
VALUE: Final = "value"
RIGHTS: Final = "rights"
DETAILS: Final = "details"  # what is longer than one field goes on in "details_2", ...
ASKING: Final = "asking"
SUBJECT: Final = "subject"
CONTACT: Final = "contact"
AUTHORITY: Final = "authority"
CAME_BY: Final = "came_by"
LONG_AGO: Final = "long_ago"
RECEIVED: Final = "received"
REPLY: Final = "reply"
ON: Final = "on"
GROUND: Final = "ground"
EXEMPTION: Final = "exemption"
EVIDENCE_NEEDED: Final = "evidence_needed"
REASONS: Final = "reasons"
FACTS: Final = "facts"
SYSTEM: Final = "system"
TERMS: Final = "terms"
FOUND: Final = "found"
LETTER: Final = "letter"
SENT_BY: Final = "sent_by"
TO: Final = "to"
AGREED: Final = "agreed"
MONTH: Final = "month"
FORMAT: Final = "format"
WHAT: Final = "what"
LINES: Final = "lines"
OUTCOME: Final = "outcome"
AT: Final = "at"
ICO_TOLD: Final = "ico_told"
ICO_REFERENCE: Final = "ico_reference"
