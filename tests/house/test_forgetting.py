"""Whatever is sealed has somebody who erases it."""

from sqlmodel import SQLModel

import bot.app  # noqa: F401 - so that every table is known
from bot.sealing import Sealed

WHO_ERASES = {
    "arrivals.payload": "once acted on",
    "case_words.name": "the purge",
    "case_words.words": "the purge",
    "deliveries.message": "once sent, and the purge",
    "drafts.body": "once sent, after a fortnight, and the purge",
    "escalations.card": "the purge",
    "feedback.words": "after a year",
    "opinions.words": "after a year, and the purge",
    "questions.name": "after thirty days, and the purge",
    "questions.words": "after thirty days, and the purge",
    "request_steps.name": "the purge",
    "request_steps.why": "the purge",
    "rights_requests.on_behalf": "the purge",
    "rights_requests.progress": "the purge",
    "rights_requests.requester_name": "the purge",
    "rights_requests.subject": "the purge",
    "rights_requests.words": "the purge",
    "search_tasks.name": "the purge",
    "search_tasks.terms": "the purge",
    "shared_channels.name": "nobody: a channel's name, kept as long as the bot may be in it",
    "shared_channels.partners": "nobody: other companies' names, likewise",
}


def test_everything_that_is_sealed_has_somebody_who_erases_it() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }

    assert sealed == set(WHO_ERASES)
