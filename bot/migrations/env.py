"""How Alembic runs: on the connection that `bot.schema` gives, with every table of the house."""

from alembic import context
from sqlmodel import SQLModel

import bot.arrivals
import bot.channels
import bot.compliance
import bot.delivery.tables
import bot.doubts
import bot.drafts
import bot.escalations.tables
import bot.feedback
import bot.questions
import bot.references
import bot.register.tables  # noqa: F401 - each import makes its tables known

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
