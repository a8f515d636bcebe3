"""Searches that colleagues were asked to make."""

import sqlalchemy as sa
from alembic import op

revision = "0010_search_tasks"
down_revision = "0009_called_again"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "search_tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("escalation", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Date(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_search_tasks_escalation", "search_tasks", ["escalation"])


def downgrade() -> None:
    """Go back; what was asked is lost, what was answered stands in the ledgers."""
    op.drop_table("search_tasks")
