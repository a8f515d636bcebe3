"""Alembic's revisions: how a database of an earlier version becomes one of ours."""
