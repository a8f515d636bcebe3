"""By which id a channel was first known, so that its messages keep their keys."""

import sqlalchemy as sa
from alembic import op

revision = "0018_first_ids"
down_revision = "0017_read_until"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "first_ids",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("first_ids")
