"""Migrations are named so that the newest can be told without reading them."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parents[2] / "bot" / "migrations"


def test_each_revision_is_called_as_its_file_and_follows_the_one_before() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    revisions = [*ScriptDirectory.from_config(config).walk_revisions()][::-1]

    names = [revision.revision for revision in revisions]
    assert names == sorted(names)
    assert names == sorted(file.stem for file in (MIGRATIONS / "versions").glob("0*.py"))
    assert [it.down_revision for it in revisions] == [None, *names[:-1]]
