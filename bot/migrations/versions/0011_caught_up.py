"""Until when everything that was written has been looked through."""

import sqlalchemy as sa
from alembic import op

revision = "0011_caught_up"
down_revision = "0010_search_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; the first look has nothing to catch up with."""
    op.create_table(
        "caught_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("caught_up")
