"""How Alembic runs: on the connection that `bot.schema` gives, with every table of the house."""

from alembic import context
from sqlmodel import SQLModel

import bot.tables  # noqa: F401 - makes every table known

connection = context.config.attributes["connection"]


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether a table is ours: those of the jobs come from Procrastinate itself."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


context.configure(
    include_name=ours,
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
