"""How the compliance channel was last found, and who sat in it while it was fit."""

import sqlalchemy as sa
from alembic import op

revision = "0013_compliance_watch"
down_revision = "0012_on_behalf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; the channel is looked at when the bot starts."""
    op.create_table(
        "compliance_watch",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("officers", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("compliance_watch")
