"""Until when each place has been read, where that is not the same as everywhere else."""

import sqlalchemy as sa
from alembic import op

revision = "0017_read_until"
down_revision = "0016_to_forget"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what held for everywhere still does."""
    op.create_table(
        "read_until",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.execute("INSERT INTO read_until (channel, until) SELECT '', until FROM caught_up")
    op.drop_table("caught_up")


def downgrade() -> None:
    """Go back; everything is looked through again as far back as the place that was read least."""
    op.create_table(
        "caught_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO caught_up (id, until) SELECT 1, until FROM read_until ORDER BY until LIMIT 1"
    )
    op.drop_table("read_until")
