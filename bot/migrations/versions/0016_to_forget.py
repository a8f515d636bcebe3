"""What was sent in no case is found by its age, to be forgotten."""

from alembic import op

revision = "0016_to_forget"
down_revision = "0015_to_erase"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("deliveries_to_forget", "deliveries", ["escalation", "status", "due_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("deliveries_to_forget", "deliveries")
