"""Since when a message is owed, however often it was put off."""

import sqlalchemy as sa
from alembic import op

revision = "0019_owed_since"
down_revision = "0018_first_ids"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of what waits already only the next attempt is known."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(
            sa.Column(
                "owed_since", sa.DateTime(), nullable=False, server_default="2000-01-01 00:00:00"
            )
        )
    op.execute("UPDATE deliveries SET owed_since = due_at")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("owed_since")
