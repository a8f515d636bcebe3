"""Everything that a bot has stored, unsealed: for tests of what must not be there."""

from collections.abc import Iterator

from sqlmodel import Session, SQLModel

from bot.database import Database


def everything(database: Database) -> str:
    """Return every value of every row of every table, as one text."""

    def read(session: Session) -> Iterator[str]:
        for table in SQLModel.metadata.sorted_tables:
            yield from (f"{table.name}: {tuple(row)}" for row in session.execute(table.select()))

    return "\n".join(database.transact(lambda session: list(read(session))))
