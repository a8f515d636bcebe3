"""Channels shared with other companies, and what the officers have said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008_shared_channels"
down_revision = "0007_retention"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; the officers are asked about each channel when it is next met."""
    op.create_table(
        "shared_channels",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("partners", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
        sa.UniqueConstraint("card"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("shared_channels")
